"""Headings: what the words above a column say in Belarusian, Russian or English, and which row holds them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from busel.sheets.related import PARTS, related
from busel.sheets.targets import OUR_ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOOK_AT = 40
"""A heading stands among the first rows; what is above it (a title, a date, a logo's place) is rubbish."""
_LONGEST = 80
_ENOUGH_KNOWN = 0.3
_TYPICAL_ROWS = 60
_DIGITS = 3
"""No column is counted by a longer number; thousands of digits are no number to Python at all."""
_REMEMBERED = 2_000
"""Cells of first rows are weighed as headings, too: no more of them stay in memory."""
_LOW_HEADINGS = 5
"""So many rows below its first half the second half of a heading may stand."""

_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_NO_WORD = re.compile(r"[^\w№]+|_")
_EDGES = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])|(?<=№)|(?=№)")
_HUMPS = re.compile(r"(?<=[a-zа-яіў])(?=[A-ZА-ЯІЎ])")
_APOSTROPHES = str.maketrans("ё", "е", "'’ʼ`´\u0301")
_CYRILLIC = re.compile(r"[а-яіў]")
_LOOK_ALIKES = str.maketrans("aceiopxyktmh", "асеіорхуктмн")
_TYPED = re.compile(r"[-−+(]?\d[\d\s().,:/+%-]*|\S+@\S+")


class Meaning(NamedTuple):
    """What a heading says. `language` is "be", "ru" or ""; `marked` when it says so in words ("Фамилия (бел.)").

    Not `exact`: only a part of the heading is known ("Телефон Веры Ивановны").
    """

    target: str
    language: str = ""
    marked: bool = False
    exact: bool = True
    about_others: bool = False


_OF = "of"
_PART_OF_OTHERS = {
    "full_name_given_first": "full_name",
    "phone_mobile": "phone",
    "phone_home": "phone",
    "phone_work": "phone",
    "phone_other": "phone",
}
UNKNOWN = Meaning("", exact=False)
ABOUT_OTHERS = Meaning("", exact=False, about_others=True)


def rows_of(name: str) -> Iterator[list[str]]:
    """Yield the rows of one of our data files without its comments."""
    for line in files("busel.sheets").joinpath("data", name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def _phrases() -> dict[tuple[str, ...], Meaning]:
    return {tuple(words_of(phrase)): Meaning(target, language) for phrase, target, language in rows_of("headings.tsv")}


@cache
def _word_meanings() -> dict[str, str]:
    return {"".join(words_of(word)): meaning for word, meaning in rows_of("heading_words.tsv")}


def words_of(heading: str) -> list[str]:
    """Return the words of a heading in lower case: "Тел.1 (моб)" -> ["тел", "1", "моб"]; a Latin i in "Iмя" is і."""
    text = unicodedata.normalize("NFC", _HUMPS.sub(" ", heading)).lower().translate(_APOSTROPHES)
    parts = _EDGES.sub(" ", _NO_WORD.sub(" ", text)).split()
    return [part.translate(_LOOK_ALIKES) if _CYRILLIC.search(part) else part for part in parts]


def inside_brackets(heading: str) -> str:
    """Return what a heading says in its brackets, "" for none: "Notes (Job title)" are notes about a job."""
    found = _IN_BRACKETS.search(heading)
    return found[0][1:-1].strip() if found else ""


def number_in(heading: str) -> int:
    """Return the number that a heading counts its column by: "Тел.2" -> 2; 1 without any, 0 for several."""
    found = [int(word) if len(word) <= _DIGITS else 0 for word in words_of(heading) if word.isdecimal()]
    return 1 if not found else found[0] if len(found) == 1 else 0


def meaning_of(heading: str) -> Meaning:
    """Return what a heading says; `UNKNOWN` or `ABOUT_OTHERS` ("Телефон жены") when that is nothing for us."""
    return _short_meaning(heading) if len(heading) <= _LONGEST else UNKNOWN


@lru_cache(_REMEMBERED)
def _short_meaning(heading: str) -> Meaning:
    group, colon, own = heading.partition(": ")
    return _meaning_within(group, own, heading) if colon and own else _meaning(heading)


def _meaning_within(group: str, own: str, heading: str) -> Meaning:
    """Return what a heading in two rows says: "Адрес: улица" is a street, "Отец: телефон" about somebody else."""
    whole, head, tail = _meaning(heading), _meaning(group), _meaning(own)
    if head.about_others or tail.about_others:
        return ABOUT_OTHERS
    is_of_it = tail.exact and (not head.target.startswith("phone") or tail.target.startswith("phone"))
    tells = [whole if whole.exact and head.target != "address" else UNKNOWN, tail if is_of_it else UNKNOWN, whole]
    found = next((one for one in tells if one.target), UNKNOWN)
    return found._replace(language=head.language, marked=True) if head.marked and not found.marked else found


def _meaning(heading: str) -> Meaning:
    whole = words_of(heading)
    kinds = [_word_meanings().get(word) for word in whole]
    if any(kind and kind.startswith("other") for kind in kinds) and tuple(whole) not in _phrases():
        return _about_others(whole, kinds)
    plain = [word for word, kind in zip(whole, kinds, strict=True) if not kind and not word.isdigit()]
    bare = words_of(_IN_BRACKETS.sub(" ", heading))
    outside = [word for word in bare if word in plain]
    found = next((known for words in (whole, plain, bare, outside) if (known := _phrases().get(tuple(words)))), None)
    found = found or _longest_within(outside or plain)
    mark = next((kind for kind in kinds if kind in {"be", "ru"}), "")
    return found._replace(language=mark, marked=True) if found.target and mark else found


def _about_others(words: list[str], kinds: list[str | None]) -> Meaning:
    """Return what a heading says about one of the family: "Телефон жены", "Мать", "Spouse of.First Name"."""
    roles = {kind.partition(":")[2] for kind in kinds if kind and kind.startswith("other")}
    if len(roles) != 1 or "" in roles:
        return ABOUT_OTHERS
    role = roles.pop()
    if {"child", "parent"} & set(words) and _OF in words:  # CiviCRM's "Child of" names the parent
        role = {"child": "parent", "parent": "child"}[role]
    rest = tuple(
        word
        for word, kind in zip(words, kinds, strict=True)
        if not kind and len(word) > 1 and word != _OF and not word.isdigit()
    )
    said = _phrases().get(rest) or _longest_within(list(rest)) if rest else Meaning("full_name")
    part = _PART_OF_OTHERS.get(said.target, said.target)
    if part not in PARTS:
        return ABOUT_OTHERS
    return Meaning(related(role, part), exact=said.exact, about_others=True)


def _longest_within(words: list[str]) -> Meaning:
    """Find the longest known phrase that makes up at least half of the words; single letters prove nothing."""
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            phrase = tuple(words[start : start + length])
            if phrase in _phrases() and length * 2 >= len(words) and len("".join(phrase)) > 1:
                return _phrases()[phrase]._replace(exact=False)
    return UNKNOWN


@lru_cache(_REMEMBERED)
def address_kind(heading: str) -> str:
    """Return what kind of address a heading says: "Адрес прописки" is "registered"; "" for none."""
    kinds = {kind for word in words_of(heading) for start, kind in _address_kinds() if word.startswith(start)}
    return kinds.pop() if len(kinds) == 1 else ""


@cache
def _address_kinds() -> tuple[tuple[str, str], ...]:
    return tuple((start, kind) for start, kind in rows_of("address_kinds.tsv"))


def find_header_row(rows: Sequence[list[str]]) -> int:
    """Return the number of the row with the headings, from 1; 0 when there is none."""
    first = rows[:LOOK_AT]
    ours = next((at for at, row in enumerate(first, 1) if any(map(is_ours, row))), 0)
    if ours:
        return ours
    known = [_known(row) for row in first]
    best = max(range(len(first)), key=lambda at: known[at], default=0)
    if first and known[best] and known[best] >= _ENOUGH_KNOWN * _filled(first[best]):
        return _second_half(rows, best + 1)
    return _second_half(rows, _row_above_typed_cells(rows[: LOOK_AT + _TYPICAL_ROWS]))


def _second_half(rows: Sequence[list[str]], at: int) -> int:
    """Return the row with both halves of headings that stand in two rows, as readers join them: "Address: street"."""
    if not at:
        return 0
    for number, row in enumerate(rows[at : at + _LOW_HEADINGS], at + 1):
        if any(above and cell.startswith(f"{above}: ") for above, cell in zip(rows[at - 1], row, strict=False)):
            return number
    return at


def is_ours(cell: str) -> bool:
    """Ask whether it is the heading that only exports of ours have."""
    return meaning_of(cell).target == OUR_ID and meaning_of(cell).exact


def _known(row: list[str]) -> int:
    """Count the known headings of a row: none unless one is known whole, for "Дом ветеранов" is the name of a place."""
    meanings = [meaning for cell in row if (meaning := meaning_of(cell)).target]
    return len(meanings) if any(meaning.exact for meaning in meanings) else 0


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell)


def _row_above_typed_cells(rows: Sequence[list[str]]) -> int:
    """Find words above a column of numbers, dates or addresses: headings in words that we do not know.

    Words above words may be the first person of a list without headings, and no person may be lost: then it is 0.
    """
    widths = sorted(_filled(row) for row in rows if row)
    usual = widths[len(widths) // 2] if widths else 0
    at = next((at for at, row in enumerate(rows) if usual > 1 and _filled(row) * 5 >= usual * 3), -1)
    if at < 0 or any(map(looks_typed, rows[at])):
        return 0
    below = [row for row in rows[at + 1 :] if row]
    columns = range(len(rows[at]))
    return at + 1 if any(_is_typed([row[column] for row in below if column < len(row)]) for column in columns) else 0


def _is_typed(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) > 0 and all(map(looks_typed, filled))


def looks_typed(cell: str) -> bool:
    """Ask whether it is a number, a date, a telephone or an e-mail address, and so no heading."""
    return len(cell) <= _LONGEST and _TYPED.fullmatch(cell) is not None
