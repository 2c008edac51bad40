"""`busel` as a program with the trustees' paper: wrong shares, double ones, another's, and what enough of them do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from busel.registry.successor import read_text
from busel.vault.seal import new_key
from busel.vault.shares import split_master
from server.cli.test_founding_for_real import busel, told

NEXT = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    place = tmp_path_factory.mktemp("o")
    (place / "divisions.tsv").write_text("Поўнач\nПоўдзень\n", encoding="utf-8")
    return place / "o", told("init", "--divisions", str(place / "divisions.tsv"), folder=place / "o")


def test_each_slip_of_the_trustees_has_its_sentence_and_the_rest_goes_on(
    organisation: tuple[Path, dict[str, Any]],
) -> None:
    folder, document = organisation
    administrator, shares = document["accounts"][0], document["shares"]
    words = shares[0].split()
    typed = [
        " ".join([*words[:6], "acadmic", *words[7:]]),
        " ".join(words[:20]),
        shares[1],
        shares[1].upper(),
        split_master(new_key())[0].text,
        shares[3],
        shares[4],
    ]
    command = ("successor", "--as", administrator["handle"], "--shares-from", "env:SHARES", NEXT)
    signing = {"folder": folder, "passphrase": administrator["passphrase"]}
    done = busel(*command, **signing, SHARES="\n".join(typed))
    assert done.stderr.splitlines() == [
        "Word 7, “acadmic”, is not a word of these cards. Is it “academic”?",
        "A share has 33 words, and 20 were typed.",
        "Share 2 was typed already. Let the next trustee come.",
        "This share is not of the same set as the ones before: it is another organisation's, or an older one of yours.",
    ]
    assert done.returncode == 0
    document = json.loads(done.stdout)
    assert (document["address"], document["number"]) == (NEXT, 1)
    statement = read_text(document["text"])
    assert statement is not None
    assert statement.address == NEXT
    assert told("successor", "--as", administrator["handle"], **signing) == document


def test_too_few_shares_do_nothing(organisation: tuple[Path, dict[str, Any]]) -> None:
    folder, document = organisation
    administrator = document["accounts"][0]
    other = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"
    command = ("successor", "--as", administrator["handle"], "--shares-from", "env:SHARES", other)
    signing = {"folder": folder, "passphrase": administrator["passphrase"]}
    few = busel(*command, **signing, SHARES="\n".join(document["shares"][:2]))
    assert few.stderr == "2 of the 3 shares that are needed were given; nothing was changed.\n"
    strangers = [share.text for share in split_master(new_key())]
    others = busel(*command, **signing, SHARES="\n".join(strangers))
    assert others.stderr.splitlines()[0].startswith("It is a whole share, but not of this organisation's root key")
    assert (few.returncode, others.returncode) == (1, 1)
    mistyped = busel("successor", "--as", administrator["handle"], other.replace("2g", "3g"), **signing)
    assert mistyped.stderr.startswith("That is no onion address")


def test_an_address_that_is_given_up_is_noted_in_the_folder(organisation: tuple[Path, dict[str, Any]]) -> None:
    folder, document = organisation
    administrator = document["accounts"][0]
    signing = {"folder": folder, "passphrase": administrator["passphrase"]}
    naming = ("successor", "--as", administrator["handle"], "--shares-from", "env:SHARES", "--give-up", NEXT)
    known = told(*naming, **signing, SHARES="\n".join(document["shares"]))
    assert json.loads((folder / "organisation.json").read_text())["given_up"] == known["text"]


def test_trustees_bring_a_division_back_whose_coordinator_was_taken(organisation: tuple[Path, dict[str, Any]]) -> None:
    """With paper alone: a friend freezes by the slip, three trustees make the administrator coordinate the division."""
    folder, document = organisation
    administrator, taken, other = document["accounts"]
    file = folder.parent / "list.csv"
    file.write_text("Прозвішча,Імя\nЖаваранкаў,Мікола\n", encoding="utf-8")
    told(
        "import",
        str(file),
        "--as",
        taken["handle"],
        "--division",
        "Поўнач",
        folder=folder,
        passphrase=taken["passphrase"],
    )
    for gone in (taken, other):
        told("account", "freeze", "--code-from", "env:CODE", folder=folder, CODE=gone["freeze_code"])
    signing = {"folder": folder, "passphrase": administrator["passphrase"]}
    shares = document["shares"]
    command = ("recover", "--as", administrator["handle"], "--division", "Поўнач", "--shares-from", "env:SHARES")
    ending = ("--end", taken["handle"], "--end", other["handle"])
    few = busel(*command, **signing, SHARES="\n".join([shares[0], shares[0], shares[3]]))
    assert few.stderr.splitlines() == [
        "Share 1 was typed already. Let the next trustee come.",
        "2 of the 3 shares that are needed were given; nothing was changed.",
    ]
    wrong = split_master(new_key())[0].text
    done = busel(*command, *ending, **signing, SHARES="\n".join([shares[3], wrong, shares[0], shares[4]]))
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1)
    assert json.loads(done.stdout)["divisions"] == ["Поўнач"]
    found = told("search", "Жаваранкаў", "--as", administrator["handle"], **signing)
    assert [hit["division"] for hit in found["hits"]] == ["Поўнач"]
    assert told("verify", "--as", administrator["handle"], **signing)
    nowhere = busel(*command[:-4], "--division", "Заход", "--shares-from", "env:SHARES", **signing, SHARES="x")
    assert nowhere.stderr == "There is no division called “Заход”.\n"


def test_trustees_end_an_account_change_the_shared_keys_and_name_the_auditor(
    organisation: tuple[Path, dict[str, Any]],
) -> None:
    folder, document = organisation
    administrator, gone, _other = document["accounts"]
    signing, shares = {"folder": folder, "passphrase": administrator["passphrase"]}, document["shares"]
    command = ("recover", "--as", administrator["handle"], "--shares-from", "env:SHARES")
    few = busel(*command, "--auditor", **signing, SHARES="\n".join(shares[:2]))
    assert few.stderr == "2 of the 3 shares that are needed were given; nothing was changed.\n"
    nothing = busel(*command, **signing, SHARES="\n".join(shares))
    assert nothing.stderr.startswith("What is to be brought back?")
    asked = ("--administrator", "--end", gone["handle"], "--auditor")
    for _again in range(2):
        done = told(*command, *asked, **signing, SHARES="\n".join(shares[1:4]))
        assert (done["administrator"], done["auditor"]) == (True, True)
    listed = told("account", "list", "--as", administrator["handle"], **signing)
    assert {one["handle"] for one in listed["accounts"]} == {one["handle"] for one in document["accounts"]}
    assert told("verify", "--as", administrator["handle"], **signing)
