"""`busel duplicates`: who stands twice, in an organisation or in a list file, as lines and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from busel.cli.main import main
from busel.desk.sandboxes import matching
from busel.desk.sandboxes.matching import MatchingError
from desk.conftest import MAZYR
from desk.duplicates.conftest import ABOUT_HANNA, HANNA, add

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

LIST = (
    "record_id,surname,given,patronymic,dob,phone,town,street,house,flat\n"
    "a1,Кавалёва,Ганна,,1984-05-17,+375 29 123-45-67,,,,\n"
    "a2,Лис,Пётр,,,,,,,\n"
    ",,,,,,,,,\n"
    "a3,Анна,Ковалёва,Ивановна,1984,80291234567,Гомель,ул. Мира,1,2\n"
    "a4,Дворник,Иван,Петрович,1950-01-01,,Гомель,ул. Мира,7,2\n"
    "a5,Дворник,Иван,Иванович,1980-01-01,,Гомель,ул. Мира,7,2\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_list_is_looked_through_without_an_organisation(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["duplicates", "--list", str(file), "--json"]) == 0
    [pair] = json.loads(capfd.readouterr().out)["pairs"]
    assert (pair["a"], pair["b"], pair["external_ids"]) == (2, 5, [["a1"], ["a3"]])
    assert (pair["outcome"], pair["kind"], pair["differ"]) == ("certain", "same", [])
    assert pair["agree"] == ["family-same", "given-same", "names-swapped", "birth-year-same", "phone-same"]
    assert pair["reasons"] == pair["agree"]


def test_families_are_told_where_they_are_asked_for(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["duplicates", "--list", str(file), "--families"]) == 0
    first, second, count = capfd.readouterr().out.splitlines()
    assert first.startswith("certain  0.996  a1 ~ a3  family-same, ")
    assert second.startswith("review   ")
    assert "a4 ~ a5" in second
    assert count == "1 certain, 1 to look at"


def test_an_account_looks_among_those_whom_it_reads(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import busel.cli.duplicates as command  # noqa: PLC0415  # needs Django set up

    noted: list[int] = []
    session = arrive("editor").session
    journal = organisation.journal(MAZYR)
    both = [add(session, journal, HANNA, ABOUT_HANNA), add(session, journal, HANNA, ABOUT_HANNA)]

    @contextmanager
    def signed_in(_options: Any) -> Iterator[Any]:
        yield session

    monkeypatch.setattr(command, "signed_in", signed_in)
    monkeypatch.setattr(command, "note_people", lambda _session, _deed, people: noted.extend(people))
    assert main(["duplicates", "--as", "amber-otter", "--json"]) == 0
    [pair] = json.loads(capfd.readouterr().out)["pairs"]
    assert sorted([pair["a"], pair["b"]]) == sorted(map(str, both))
    assert pair["external_ids"] == [["7"], ["7"]]
    assert sorted(noted) == sorted(both)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Say whose people to look among: --as HANDLE, or --list FILE.\n"),
        (["--as", "amber-otter", "--engine", "spark"], "Spark compares list files only: say --list FILE.\n"),
    ],
)
def test_what_is_missing_is_said(words: list[str], sentence: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["duplicates", *words]) == 1
    assert capfd.readouterr().err == sentence


def test_a_list_too_large_for_the_memory_is_said_in_a_sentence(
    file: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import busel.cli.duplicates as command  # noqa: PLC0415  # needs Django set up

    def full(*_people: Any, **_more: Any) -> None:
        raise MatchingError(matching.TOO_MANY)

    monkeypatch.setattr(command, "matched", full)
    assert main(["duplicates", "--list", str(file)]) == 1
    assert capfd.readouterr() == ("", f"{command.FULL}\n")
