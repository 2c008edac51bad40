"""The divisions of a new organisation: six regions and Minsk city, or what a file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from busel.cli.division_plans import plans_of
from busel.cli.output import CommandError
from busel.desk.trustees.founding import Plan


def test_without_a_file_there_are_six_regions_and_minsk_city() -> None:
    plans = plans_of(None)
    assert [plan.name.endswith(" region") for plan in plans] == [True] * 6 + [False]
    assert plans[-1] == Plan("Minsk city")


def test_a_file_names_divisions_and_their_parents_and_those_above_others_take_two_signatures(tmp_path: Path) -> None:
    file = tmp_path / "divisions.tsv"
    file.write_text("name\tparent\nПоўнач\n\nГорад\tПоўнач\nПоўнач / Вёска\tПоўнач\nРаён\tПоўнач / Горад\n")
    assert plans_of(str(file)) == [
        Plan("Поўнач", signatures=2),
        Plan("Поўнач / Горад", "Поўнач", signatures=2),
        Plan("Поўнач / Вёска", "Поўнач"),
        Plan("Поўнач / Горад / Раён", "Поўнач / Горад"),
    ]


def test_names_are_composed_however_they_were_typed(tmp_path: Path) -> None:
    file = tmp_path / "divisions.tsv"
    file.write_text("Поу\u0306нач\n", encoding="utf-8-sig")
    assert plans_of(str(file)) == [Plan("Поўнач")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no division in {file}."),
        ("North\nNorth\n", "{file}, line 2: “North” stands there twice."),
        ("Town\tNorth\nNorth\n", "{file}, line 1: the parent “North” does not stand above it."),
        ("office\n", "{file}, line 1: “office” cannot be a division's name."),
        ("North / Town\n", "{file}, line 1: the parent “North” does not stand above it."),
        ("North\nNorth / \n", "{file}, line 2: “North /” cannot be a division's name."),
        ("North\n\tNorth\n", "{file}, line 2: “” cannot be a division's name."),
        ("North\t\tmore\n", "Line 1 of the divisions has more than a name and a parent."),
    ],
)
def test_what_no_desk_would_believe_is_refused_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "divisions.tsv"
    file.write_text(text)
    with pytest.raises(CommandError) as refused:
        plans_of(str(file))
    assert str(refused.value) == sentence.format(file=file)
