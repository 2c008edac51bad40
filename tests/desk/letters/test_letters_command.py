"""`busel letters` on a zone that is open: its document, its sentences, and what it leaves on the disk."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from busel.cli.folder import Charter, Folder
from busel.cli.main import main

INVITATION, THANKS = "Запрашэнне на сход", "Падзяка"
MAZYR = "Homieĺ region / Mazyr district"
LETTERS = 24


@pytest.fixture
def letters(zone: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Return the command as the editor's, on an organisation in a folder; the PDF goes to out.pdf beside it."""
    import busel.cli.letters as command  # noqa: PLC0415  # needs Django set up

    folder = Folder(tmp_path / "organisation")
    folder.make()
    folder.write(Charter(organisation="00" * 16))

    @contextmanager
    def signed_in(_options: object) -> Iterator[Any]:
        yield zone.session

    monkeypatch.setattr(command, "signed_in", signed_in)
    around = ["--dir", str(folder.path), "--as", "quiet-stork", "--out", str(tmp_path / "out.pdf")]
    return lambda *more: main(["letters", *around, *more])


def test_the_document_counts_pages_people_and_those_left_out(
    letters: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str], noted: Any
) -> None:
    assert letters("--json", "--template", INVITATION) == 0
    reasons = {"deceased": 1, "risk": 1, "moved": 1, "no-letters": 1, "no-address": 1, "no-name": 1}
    told = capsys.readouterr()
    assert json.loads(told.out) == {
        "out": str(tmp_path / "out.pdf"),
        "pages": LETTERS,
        "people": LETTERS,
        "left_out": 6,
        "template": INVITATION,
        "reasons": reasons,
    }
    assert told.err == ""
    assert len(noted()) == LETTERS


def test_a_household_gets_one_letter_that_is_noted_for_each(
    letters: Callable[..., int], zone: Any, capsys: pytest.CaptureFixture[str], noted: Any
) -> None:
    home = {"settlement_be": "Жлобін", "house": "5"}
    for given in ("Ян", "Ева"):
        zone.add("Homieĺ region / Žlobin district", address=home, family_be="Навік", given_be=given, household=77)
    assert letters("--json", "--households") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["people"], told["reasons"]["household"]) == (LETTERS + 1, 1)
    assert len(noted()) == LETTERS + 2


def test_the_file_is_its_owners_alone(letters: Callable[..., int], tmp_path: Path, pages_of: Any) -> None:
    assert letters() == 0
    file = tmp_path / "out.pdf"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(pages_of(file.read_bytes())) == LETTERS


def test_an_older_file_is_replaced_whole(letters: Callable[..., int], tmp_path: Path, pages_of: Any) -> None:
    file = tmp_path / "out.pdf"
    file.write_bytes(b"x" * 10_000_000)
    assert letters("--division", MAZYR) == 0
    assert len(pages_of(file.read_bytes())) == 10
    assert file.read_bytes().rstrip().endswith(b"%%EOF")


def test_a_saved_search_and_a_division_choose_to_whom(letters: Callable[..., int], noted: Any) -> None:
    assert letters("--where", "Па-руску") == 0
    assert len(noted()) == 7
    assert letters("--where", "Па-руску", "--division", MAZYR) == 1
    assert len(noted()) == 7


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--template", "Няма"], f"There is no letter called “Няма”. There are: “{INVITATION}”, “{THANKS}”."),
        (["--where", "Няма"], "There is no saved search called “Няма”."),
        (["--division", "Nowhere"], "Nobody gets this letter: 0 left out."),
    ],
)
def test_what_does_not_exist_is_a_sentence_and_leaves_no_file(
    letters: Callable[..., int],
    tmp_path: Path,
    *,
    capsys: pytest.CaptureFixture[str],
    noted: Any,
    more: list[str],
    sentence: str,
) -> None:
    assert letters(*more) == 1
    assert capsys.readouterr() == ("", f"{sentence}\n")
    assert not (tmp_path / "out.pdf").exists()
    assert noted() == []


def test_who_edits_nothing_prints_nothing(
    letters: Callable[..., int], zone: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    for bundle in zone.session.divisions():
        zone.only_reads(bundle.name)
    assert letters() == 1
    assert capsys.readouterr().err == "This account edits no division, so it cannot note letters.\n"


def test_a_file_that_cannot_be_written_is_said_before_anything_is_printed(
    letters: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str], noted: Any
) -> None:
    (tmp_path / "out.pdf").mkdir()
    assert letters() == 1
    assert capsys.readouterr().err == f"The file {tmp_path / 'out.pdf'} cannot be written.\n"
    assert noted() == []


def test_no_room_on_the_disk_is_found_before_anything_is_noted(
    letters: Callable[..., int], tmp_path: Path, noted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "posix_fallocate", full)
    assert letters() == 1
    assert not (tmp_path / "out.pdf").exists()
    assert noted() == []


def test_a_killed_printing_process_is_a_sentence_and_the_older_file_stays(
    letters: Callable[..., int],
    tmp_path: Path,
    *,
    capsys: pytest.CaptureFixture[str],
    noted: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin = subprocess.Popen

    def begin_and_kill(*arguments: Any, **settings: Any) -> subprocess.Popen[bytes]:
        process = begin(*arguments, **settings)
        process.send_signal(signal.SIGKILL)
        return process

    file = tmp_path / "out.pdf"
    file.write_bytes(b"older")
    monkeypatch.setattr(subprocess, "Popen", begin_and_kill)
    assert letters() == 1
    told = capsys.readouterr().err.splitlines()
    assert told == ["Printing letters …", "The printing process failed. Nothing was noted, and there is no file."]
    assert file.read_bytes() == b"older"
    assert noted() == []
