"""How names get into a draft: in parts, whole in one column, in two languages in one cell ("Коваль / Каваль").

Whole names are taken last: what a column of its own says wins, and where the two differ the cell is kept as a note.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from busel.contacts.person_name import NameParts, split_name
from busel.contacts.problems import Code
from busel.names.keys import k1
from busel.names.written import written_name
from busel.sheets.draft import SAID_OTHERWISE
from busel.sheets.languages import language_of_value
from busel.sheets.targets import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.draft import Draft

_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_TWO = re.compile(r"([^/|\d]*[^\W\d_]{2}[^/|\d]*)[/|]([^/|\d]*[^\W\d_]{2}[^/|\d]*)")
_OTHER = {"be": "ru", "ru": "be"}
_ORDERS = {"family_first": "family", "given_first": "given"}


def name_filler(target: str, *, is_ours: bool) -> Callable[[Draft, str], str]:
    """Return what fills a name, or a part of one."""
    if target.startswith("full_name"):
        more = target.removeprefix("full_name").removeprefix("_")
        return partial(_fill_whole, more if more in _OTHER else "", _ORDERS.get(more, ""))
    if is_ours or target not in NAME_PARTS:
        return partial(_fill_part, target, str if is_ours else cache(written_name))
    return partial(_fill_part_in_one_or_two, target, cache(written_name))


def _fill_part(name: str, read: Callable[[str], str], draft: Draft, cell: str) -> str:
    draft.contact[name] = read(cell)
    return ""


def _fill_part_in_one_or_two(name: str, read: Callable[[str], str], draft: Draft, cell: str) -> str:
    both = in_two_languages(cell) if "/" in cell or "|" in cell else {}
    said = [draft.contact.setdefault(f"{name}_{of}", read(one)) == read(one) for of, one in both.items()]
    if not all(said):
        draft.add_note(cell)
        return SAID_OTHERWISE
    return "" if both else _fill_part(name, read, draft, cell)


def in_two_languages(cell: str) -> dict[str, str]:
    """Return language -> what stands in a cell twice, "Коваль / Каваль"; nothing where that cannot be told.

    Where no letter tells, the spelling does: Belarusian writes the unstressed о as а.
    """
    found = _TWO.fullmatch(cell)
    if found is None:
        return {}
    halves = [found[1].strip(), found[2].strip()]
    first, second = map(language_of_value, halves)
    first = first or _OTHER.get(second, "") or _by_akanie(*halves)
    if not first or first == second:
        return {}
    return {first: halves[0], _OTHER[first]: halves[1]}


def _by_akanie(one: str, other: str) -> str:
    if k1(one) != k1(other) or one.lower().count("о") == other.lower().count("о"):
        return ""
    return "ru" if one.lower().count("о") > other.lower().count("о") else "be"


def _fill_whole(language: str, order: str, draft: Draft, cell: str) -> str:
    """Split a whole name; what stands in brackets in it (a maiden name, a remark) is kept as a note."""
    for remark in _IN_BRACKETS.findall(cell):
        draft.add_note(remark)
    both = {} if language else in_two_languages(cell) if "/" in cell or "|" in cell else {}
    names = {of: split_name(said, order) for of, said in (both or {language: cell}).items()}
    taken = [_take(draft, name, of) for of, name in names.items()]
    if not all(taken):
        draft.add_note(cell)
        return SAID_OTHERWISE
    return "" if all(name.is_sure for name in names.values()) else Code.NAME_UNSURE


def _take(draft: Draft, name: NameParts, language: str) -> bool:
    """Put the parts of a name where no column of their own said them; False where one says another thing."""
    is_whole = True
    for part in NAME_PARTS:
        if not (value := written_name(getattr(name, part))):
            continue
        said = [draft.contact[key] for key in _places(part, language) if key in draft.contact]
        if not said:
            draft.contact[f"{part}_{language}" if language else part] = value
        elif value not in said and not _is_initial_of(value, said):
            is_whole = False
    return is_whole


def _places(part: str, language: str) -> tuple[str, ...]:
    return (part, f"{part}_{language}") if language else (part, f"{part}_be", f"{part}_ru")


def _is_initial_of(value: str, said: list[str]) -> bool:
    return len(value.rstrip(".")) == 1 and any(one[:1].casefold() == value[:1].casefold() for one in said)
