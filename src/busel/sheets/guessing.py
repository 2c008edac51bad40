"""What each column of a table probably is: from its heading first, from its cells where the heading does not tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from busel.names.own_forms import NO_FORMS
from busel.sheets.appearance import appearance_of, words_in
from busel.sheets.cards.words import words_of_key
from busel.sheets.headings import inside_brackets, is_ours, meaning_of, number_in
from busel.sheets.programs import targets_of_program
from busel.sheets.tables import SheetError
from busel.sheets.targets import (
    ADDRESS,
    IN_BOTH_LANGUAGES,
    MOST_ADDRESSES,
    OUR_ID,
    REPEATABLE,
    TYPED_PHONES,
    WHO,
    address_of,
    base_of,
    is_offered,
    numbered,
    of_own_field,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from busel.contacts.records import Field
    from busel.names.own_forms import OwnForms
    from busel.sheets.tables import Table

SAMPLE = 300
_BARE_NUMBERS = ("№", "no", "номер", "нумар", "код", "code", "number")
"""Headings that mean a person's number only over the first column: further right they number houses and shares."""
_SEEN_BY_CELLS = ("phone", "email", "birth", "postcode")


@dataclass(frozen=True)
class Column:
    """A column and what it is taken for. `at` counts from 0; `target` is one of `TARGETS`.

    `why` is "heading", "cells" (the heading said nothing), or "" when nothing is known and it is left aside.
    """

    at: int
    header: str
    target: str
    why: str
    examples: tuple[str, ...]


def guess_columns(
    table: Table, own: Sequence[Field] = (), *, disabled: Collection[str] = (), forms: OwnForms = NO_FORMS
) -> list[Column]:
    """Return a guess for each column, from left to right. No target twice but the `REPEATABLE` ones.

    `own` are the organisation's own fields: a heading that is such a field's label means it. What stands in `disabled`,
    keys of built-in fields, the organisation keeps no more: such a column is left out. `forms` are its own short forms
    of given names.
    """
    cells, labels = _samples(table), own_headings(own)
    # An export of ours says in its headings what each column is, whatever stands below.
    seen = [""] * len(cells) if any(map(is_ours, table.headers)) else [appearance_of(some, forms) for some in cells]
    columns = [
        _guess(Column(at, header, "ignore", "", tuple(dict.fromkeys(cells[at]))[:3]), seen[at], labels)
        for at, header in enumerate(table.headers)
    ]
    if program := targets_of_program(table.headers):
        columns = [_of_program(column, program) for column in columns]
    else:
        columns = _more_whole_addresses(_further_addresses(_languages(_whole_names(columns, cells))))
    return [_kept(column, disabled) for column in _each_once(columns)]


def _of_program(column: Column, known: dict[int, str]) -> Column:
    """Return what the program that wrote the list means by the column; the rest stays as it was guessed."""
    target = known.get(column.at, column.target)
    return column if target == column.target else replace(column, target=target, why="heading")


def _kept(column: Column, disabled: Collection[str]) -> Column:
    return column if is_offered(column.target, disabled) else replace(column, target="ignore", why="")


def own_headings(own: Sequence[Field]) -> dict[str, str]:
    """Return the headings that mean one of these fields: heading in lower case -> key.

    A label that two fields bear, or that means a field of everybody's, means nothing here; `label (key)` always does.
    """
    found: dict[str, set[str]] = {}
    for field in own:
        for label in labels_of(field):
            found.setdefault(f"{label} ({field.key})".lower(), set()).add(field.key)
            found.setdefault(of_own_field(field.key).lower(), set()).add(field.key)
            if not (meaning_of(label).target and meaning_of(label).exact):
                found.setdefault(label.lower(), set()).add(field.key)
    return {heading: next(iter(keys)) for heading, keys in found.items() if len(keys) == 1}


def refusal(columns: list[Column]) -> SheetError | None:
    """Return the refusal of a table in which no column can be a name or a telephone; None when one can."""
    if any(column.target in WHO for column in columns):
        return None
    return SheetError("no-name-or-phone")


def targets_of(columns: list[Column]) -> list[str]:
    """Return the targets by column, as `drafts.make_drafts` takes them."""
    return [column.target for column in columns]


def labels_of(field: Field) -> list[str]:
    """Return a field's labels as headings; its key where it has none."""
    return [label for one in field.labels.values() if (label := " ".join(one.split()))] or [field.key]


def _samples(table: Table) -> list[list[str]]:
    """Return the first filled cells of each column."""
    cells: list[list[str]] = [[] for _ in table.headers]
    for row in table.rows[table.header_row : table.header_row + SAMPLE]:
        for kept, cell in zip(cells, row, strict=False):
            if cell:
                kept.append(cell)
    return cells


def _guess(column: Column, seen: str, own: dict[str, str]) -> Column:
    """Return the column with its target; `seen` is what its cells look like."""
    header, meaning = column.header, meaning_of(column.header)
    if header.lower() in own:
        return replace(column, target=of_own_field(own[header.lower()]), why="heading")
    if meaning.target == "notes" and (key := _asked_for(inside_brackets(header), own)):
        return replace(column, target=of_own_field(key), why="heading")
    if meaning.target and not _doubtful(column.at, header, seen):
        return replace(column, target=meaning.target, why="heading")
    if seen and not meaning.about_others and not (header and seen == "birth"):  # "Дата собрания" is a date too
        return replace(column, target=seen, why="cells")
    return column


def _asked_for(word: str, own: dict[str, str]) -> str:
    """Return the organisation's own field for what an address book says ("Notes (Job title)"); "" for none."""
    return next((own[one.lower()] for one in (word, *words_of_key(word)) if one.lower() in own), "") if word else ""


def _doubtful(at: int, header: str, seen: str) -> bool:
    """Ask whether the cells, or the place, speak against what the heading says."""
    meaning = meaning_of(header)
    if meaning.target == "external_ids":
        misplaced = at > 0 and header.strip().lower() in _BARE_NUMBERS
        return misplaced or not meaning.exact or seen in {"phone", "email"}
    looks = "phone" if meaning.target in TYPED_PHONES else meaning.target
    return not meaning.exact and looks in _SEEN_BY_CELLS and seen != looks


def _whole_names(columns: list[Column], cells: list[list[str]]) -> list[Column]:
    """Take a lone "Имя" or "Фамилия" with several words in it for the whole name, "Name" beside a surname for less."""
    parts = {base_of(column.target) for column in columns}
    if OUR_ID in parts:  # an export of ours says itself what each column is
        return columns
    if {"family", "full_name"} <= parts and "given" not in parts:
        return [replace(column, target="given") if column.target == "full_name" else column for column in columns]
    if {"family", "given"} <= parts:
        return columns
    return [replace(column, target="full_name") if _holds_more(column, cells) else column for column in columns]


def _holds_more(column: Column, cells: list[list[str]]) -> bool:
    return base_of(column.target) in {"family", "given"} and words_in(cells[column.at]) > 1


def _languages(columns: list[Column]) -> list[Column]:
    """Name the language where the heading says it in words, or where headings of both languages stand side by side."""
    languages: dict[str, set[str]] = {}
    for column in columns:
        languages.setdefault(base_of(column.target), set()).add(meaning_of(column.header).language)
    return [_in_language(column, languages[base_of(column.target)]) for column in columns]


def _in_language(column: Column, beside: set[str]) -> Column:
    meaning = meaning_of(column.header)
    certain = meaning.marked or {"be", "ru"} <= beside
    if column.target not in (*IN_BOTH_LANGUAGES, "full_name") or not meaning.language or not certain:
        return column
    return replace(column, target=f"{column.target}_{meaning.language}")


def _further_addresses(columns: list[Column]) -> list[Column]:
    """Take "Вуліца 2" for the street of a second address where there is a first one."""
    firsts = {column.target for column in columns if number_in(column.header) <= 1}
    return [
        replace(column, target=numbered(column.target, number))
        if column.target in ADDRESS
        and column.target in firsts
        and 1 < (number := number_in(column.header)) <= MOST_ADDRESSES
        else column
        for column in columns
    ]


def _more_whole_addresses(columns: list[Column]) -> list[Column]:
    """Take a second "Адрес …" for another address of the person: registered here, living there."""
    taken = {address_of(column.target)[1] for column in columns if address_of(column.target)[0] in ADDRESS}
    free = [number for number in range(2, MOST_ADDRESSES + 1) if number not in taken]
    whole = [column for column in columns if column.target == "address" and column.why == "heading"]
    more = {column.at: number for column, number in zip(whole[1:], free, strict=False)}
    return [
        replace(column, target=numbered("address", more[column.at])) if column.at in more else column
        for column in columns
    ]


def _each_once(columns: list[Column]) -> list[Column]:
    """Leave aside the second column of a target that one person has once; what a heading says wins over cells."""
    taken: dict[str, int] = {}
    for column in sorted(columns, key=lambda column: (column.why != "heading", column.at)):
        if column.target not in REPEATABLE:
            taken.setdefault(column.target, column.at)
    return [
        column if taken.get(column.target, column.at) == column.at else replace(column, target="ignore", why="")
        for column in columns
    ]
