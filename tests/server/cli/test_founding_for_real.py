"""`busel` as a program on a real shelf: an organisation is founded, an account made, let in, and let go."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from shamir_mnemonic import combine_mnemonics

from busel.desk.freezes import freezing
from busel.vault.shares import join_shares, read_share

PROGRAM = Path(sys.executable).parent / "busel"
FREEZE = ("account", "freeze", "--code-from", "env:CODE")
THAW = ("account", "thaw", "--half-from", "env:ONE", "--half-from", "env:OTHER")
DIVISIONS = "name\tparent\nПоўнач\nГорад\tПоўнач\nПоўдзень\n"
NORTH, TOWN, SOUTH = "Поўнач", "Поўнач / Горад", "Поўдзень"


def busel(*words: str, folder: Path, passphrase: str | None = None, **secrets: str) -> subprocess.CompletedProcess[str]:
    """Run a command; secrets stand in its environment under their names."""
    command, *more = words
    parts = [command, more.pop(0)] if command == "account" else [command]
    signing = [] if passphrase is None else ["--passphrase-from", "env:ONCE"]
    environment = os.environ | secrets | ({} if passphrase is None else {"ONCE": passphrase})
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # another test's
    return subprocess.run(
        [PROGRAM, *parts, "--dir", str(folder), "--json", *signing, *more],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def told(*words: str, folder: Path, passphrase: str | None = None, **secrets: str) -> Any:
    done = busel(*words, folder=folder, passphrase=passphrase, **secrets)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Return an organisation's folder and what `busel init` said; it costs real passphrases, so it is made once."""
    place = tmp_path_factory.mktemp("o")
    (place / "divisions.tsv").write_text(DIVISIONS, encoding="utf-8")
    folder = place / "organisation"
    document = told("init", "--language", "be", "--divisions", str(place / "divisions.tsv"), folder=folder)
    return folder, document


def test_an_organisation_begins_with_three_accounts_and_five_shares(
    organisation: tuple[Path, dict[str, Any]],
) -> None:
    folder, document = organisation
    everywhere = [NORTH, TOWN, SOUTH]
    assert document["dir"] == str(folder)
    assert document["divisions"] == everywhere
    assert [(account["role"], account["divisions"]) for account in document["accounts"]] == [
        ("administrator", []),
        ("coordinator", everywhere),
        ("coordinator", everywhere),
    ]
    shares = document["shares"]
    assert len(shares) == 5
    assert combine_mnemonics(shares[:3]) == combine_mnemonics(shares[2:])
    charter = json.loads((folder / "organisation.json").read_text())
    assert (charter["language"], charter["demo"]) == ("be", False)


def test_nothing_that_was_shown_lies_in_the_folder(organisation: tuple[Path, dict[str, Any]]) -> None:
    folder, document = organisation
    shown = [*document["shares"], combine_mnemonics(document["shares"][:3]).hex(), *document["divisions"]]
    shown += [account[key] for account in document["accounts"] for key in ("handle", "passphrase")]
    codes = [code for account in document["accounts"] for code in (account["freeze_code"], *account["thaw_halves"])]
    needles = [text.encode() for text in shown + codes] + [combine_mnemonics(document["shares"][:3])]
    needles += [code for code in map(freezing.read, codes) if code is not None]
    assert len(set(needles)) == len(needles) == len(shown) + 1 + 2 * 9  # three codes of three accounts, all different
    lying = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"unlock" in lying  # the sweep did read the store
    assert [needle for needle in needles if needle in lying] == []


def test_a_newcomer_sees_the_division_that_was_granted_and_nothing_else(
    organisation: tuple[Path, dict[str, Any]],
) -> None:
    folder, document = organisation
    administrator, coordinator, other = document["accounts"]
    as_coordinator = {"folder": folder, "passphrase": coordinator["passphrase"]}
    made = told(
        *("account", "add", "--as", administrator["handle"], "--division", TOWN, "--role", "viewer"),
        folder=folder,
        passphrase=administrator["passphrase"],
    )
    handle = made["handle"]
    begun = told("account", "begin", "--as", handle, folder=folder, passphrase=made["code"])
    assert (begun["handle"], begun["division"]) == (handle, TOWN)
    assert len({made["code"], begun["passphrase"], begun["recovery_code"]}) == 3
    assert freezing.read(begun["freeze_code"]) is not None
    again = busel("account", "begin", "--as", handle, folder=folder, passphrase=made["code"])
    assert (again.returncode, again.stderr) == (
        1,
        "Account name or code is not right, or the slip was used or is over.\n",
    )
    as_newcomer = {"folder": folder, "passphrase": begun["passphrase"]}
    for division, surname in ((TOWN, "Жаваранкаў"), (SOUTH, "Сініцын")):
        file = folder.parent / f"{surname}.csv"
        file.write_text(f"Прозвішча,Імя\n{surname},Мікола\n", encoding="utf-8")
        told("import", str(file), "--as", coordinator["handle"], "--division", division, **as_coordinator)
    assert seen(handle, **as_newcomer) == []

    granting = ("--as", coordinator["handle"], "--to", handle, "--role", "viewer", "--division", TOWN, "--days", "30")
    assert told("grant", *granting, **as_coordinator)["divisions"] == [TOWN]
    assert seen(handle, **as_newcomer) == [TOWN]
    _grant_shorter_than_before(granting, handle, as_coordinator)

    _let_in_by_two(folder, document["accounts"][1:], handle)
    refused = busel("grant", "--as", handle, "--to", handle, "--role", "editor", "--division", TOWN, **as_newcomer)
    assert (refused.returncode, refused.stderr) == (
        1,
        f"This account is not coordinator of a division called “{TOWN}”.\n",
    )

    ended = told("revoke", "--as", coordinator["handle"], "--from", handle, "--division", TOWN, **as_coordinator)
    assert ended["rotated"] is True
    assert seen(handle, **as_newcomer) == []
    assert seen(other["handle"], folder=folder, passphrase=other["passphrase"]) == [SOUTH, TOWN]

    listed = told(
        "account", "list", "--as", administrator["handle"], folder=folder, passphrase=administrator["passphrase"]
    )
    everybody = sorted([handle, *(account["handle"] for account in document["accounts"])])
    assert [account["handle"] for account in listed["accounts"]] == everybody


def _grant_shorter_than_before(granting: tuple[str, ...], handle: str, as_coordinator: dict[str, Any]) -> None:
    """Grant without end, then for some days: the older grant goes on, and the command says so."""
    assert told("grant", *granting[:-2], **as_coordinator)["lasts_longer"] == []
    assert busel("grant", *granting, **as_coordinator).stderr == (
        f"“{handle}” holds “{TOWN}” longer than that by an older grant: --days shortens nothing. End it first (busel"
        " revoke), then grant again.\n"
    )


def _let_in_by_two(folder: Path, coordinators: list[dict[str, Any]], handle: str) -> None:
    """A division above others takes two coordinators: the first proposes, the same of the second completes it."""
    below = ("--to", handle, "--role", "collector", "--division", NORTH, "--below")
    proposed = []
    for one in coordinators:
        given = told("grant", "--as", one["handle"], *below, folder=folder, passphrase=one["passphrase"])
        assert given["divisions"] == [NORTH, TOWN]
        proposed.append(given["proposed"])
    assert proposed == [[NORTH], []]


def test_an_account_is_frozen_by_its_slip_and_thawed_by_both_halves(
    organisation: tuple[Path, dict[str, Any]],
) -> None:
    folder, document = organisation
    administrator = document["accounts"][0]
    one, other = administrator["thaw_halves"]
    listing = ("account", "list", "--as", administrator["handle"])
    who = {"folder": folder, "passphrase": administrator["passphrase"]}
    assert told(*FREEZE, folder=folder, CODE=administrator["freeze_code"].lower()) == {"done": True}
    frozen = busel(*listing, **who)
    at_rest = "Nobody signed in for a long time, so this account is at rest. Ask a coordinator or an administrator.\n"
    assert (frozen.returncode, frozen.stderr) == (1, at_rest)  # whatever froze it, it looks so
    assert told(*THAW, folder=folder, ONE=other, OTHER=one) == {"halves": ["other-awaited", "thawed"], "thawed": True}
    assert told(*listing, **who)["accounts"]


def seen(handle: str, *, folder: Path, passphrase: str) -> list[str]:
    """Return the divisions of everybody whom an account finds, of the two who are there."""
    queries = folder.parent / "queries.txt"
    queries.write_text("Жаваранкаў\nСініцын\n", encoding="utf-8")
    done = busel("search", "--as", handle, "--batch", str(queries), folder=folder, passphrase=passphrase)
    assert (done.returncode, done.stderr) == (0, "")
    return sorted(hit["division"] for line in done.stdout.splitlines() for hit in json.loads(line)["hits"])


def test_a_wrong_passphrase_is_one_sentence(organisation: tuple[Path, dict[str, Any]]) -> None:
    folder, document = organisation
    done = busel("account", "list", "--as", document["accounts"][0]["handle"], folder=folder, passphrase="no")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Account name, passphrase or key file is not right.\n"


def test_a_folder_that_is_not_empty_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    done = busel("init", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path} is not an empty folder: choose another --dir.\n"
    assert [path.name for path in tmp_path.rglob("*")] == ["mine.txt"]


def test_what_cannot_be_shown_is_not_founded(tmp_path: Path) -> None:
    command = [PROGRAM, "init", "--dir", tmp_path / "new"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    sentence = "Something could not be written. Nothing was founded; what was shown is void."
    assert (done.returncode, done.stderr.splitlines()) == (1, ["Making accounts …", sentence])
    assert list(tmp_path.iterdir()) == []


def test_cards_hold_all_that_is_given_out_and_the_terminal_nothing_of_it(tmp_path: Path) -> None:
    cards, folder = tmp_path / "cards.pdf", tmp_path / "o"
    (tmp_path / "divisions.tsv").write_text("Поўнач\n", encoding="utf-8")
    words = ("init", "--dir", str(folder), "--shares", "4", "--needed", "2", "--cards", str(cards), "--language", "ru")
    done = subprocess.run(
        [PROGRAM, *words, "--divisions", str(tmp_path / "divisions.tsv")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert cards.stat().st_mode & 0o777 == 0o600
    text = subprocess.run(["pdftotext", "-layout", cards, "-"], capture_output=True, check=True).stdout.decode()
    halves = [
        half for page in text.split("\f")[:-1] for half in re.split(r"(?=Часть|Ваша|Карточка|Половина кода р)", page)
    ]
    titles = [half.split("\n")[0].strip() for half in halves if half.strip()]
    slips = ["Ваша учётная запись", "Карточка заморозки"]
    slips += [f"Половина кода разморозки {number} из 2" for number in (1, 2)]
    assert titles == [f"Часть {number} из 4 главного ключа" for number in range(1, 5)] + slips * 3
    shares = [read_share(" ".join(re.findall(r"\d+ +([a-z]+)", half))) for half in halves if half.startswith("Часть")]
    assert [(share.number, share.needed) for share in shares] == [(1, 2), (2, 2), (3, 2), (4, 2)]
    assert join_shares(shares[:2]) == join_shares(shares[2:])
    codes = re.findall(r"(?:[A-Z2-7]{4}-){7,}", text)
    assert len(codes) == 9
    handles = [handle for handle in re.findall(r"Имя для входа +(\S+)", text) if handle in done.stdout]
    assert len(set(handles)) == 3
    passphrases = re.findall(r"Парольная фраза +(\S+ \S+ \S+)", text)
    assert len(passphrases) == 3
    assert [one for one in [*codes, *passphrases] if one in done.stdout] == []
    # A handle may have a word or two in common with a share: both are made of English words.
    told = set(re.findall(r"[a-z]+", done.stdout))
    assert all(len(told.intersection(share.words[4:])) < 5 for share in shares)


@pytest.mark.parametrize(
    ("shares", "needed", "sentence"),
    [
        ("1", "1", "The root key is split into 2 to 16 shares."),
        ("17", "3", "The root key is split into 2 to 16 shares."),
        (
            "5",
            "1",
            "Of 5 shares at least 2 and at most all 5 are needed: with one, a single trustee would hold everything.",
        ),
        (
            "3",
            "4",
            "Of 3 shares at least 2 and at most all 3 are needed: with one, a single trustee would hold everything.",
        ),
    ],
)
def test_a_root_key_that_would_not_be_safe_is_not_made(shares: str, needed: str, sentence: str, tmp_path: Path) -> None:
    refused = busel("init", "--shares", shares, "--needed", needed, folder=tmp_path / "o")
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", sentence + "\n")
    assert not (tmp_path / "o").exists()


def test_cards_overwrite_no_file_and_a_founding_that_fails_leaves_none(tmp_path: Path) -> None:
    cards, folder = tmp_path / "cards.pdf", tmp_path / "o"
    cards.write_text("mine")
    refused = busel("init", "--cards", str(cards), folder=folder)
    assert (refused.returncode, cards.read_text(), folder.exists()) == (1, "mine", False)
    folder.mkdir()
    (folder / "something").touch()
    refused = busel("init", "--cards", str(tmp_path / "new.pdf"), folder=folder)
    assert "is not an empty folder" in refused.stderr
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".pdf"] == ["cards.pdf"]
