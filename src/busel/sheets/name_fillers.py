"""How names get into a draft: in parts, whole in one column, in two languages in one cell ("Коваль / Каваль").

Whole names are taken last: what a column of its own says wins, and where the two differ the cell is kept as a note.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from busel.contacts.former import former_text
from busel.contacts.person_name import NameParts, split_name, usual_order
from busel.contacts.problems import Code
from busel.names.given import given_ids
from busel.names.keys import k1
from busel.names.own_forms import NO_FORMS
from busel.names.written import written_name
from busel.sheets.draft import SAID_OTHERWISE
from busel.sheets.languages import language_of_value
from busel.sheets.targets import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from busel.names.own_forms import OwnForms
    from busel.sheets.draft import Draft

_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_TWO = re.compile(r"([^/|\d]*[^\W\d_]{2}[^/|\d]*)[/|]([^/|\d]*[^\W\d_]{2}[^/|\d]*)")
_SAID = re.compile(
    r"(?:урожд\w*|в девичестве|дев\w*|дзявоч\w*|ранейш\w*|прежн\w*|бывш\w*|n[ée]e|formerly)\.?:?\s+([^\W\d_][\w’'-]+)",
    re.IGNORECASE,
)
_LIKE_SURNAME = re.compile(
    r"[^\W\d_]+(?:[оеёаў]ва|[иіы]на|[сц]кая|[иіы]ч|[ую]к|ч[иы]к|енк[оа]|[оеёаэ]ў|[оеё]в|[сц]к[иі]й?)", re.IGNORECASE
)
_OTHER = {"be": "ru", "ru": "be"}
_ORDERS = {"family_first": "family", "given_first": "given"}


def name_filler(
    target: str, examples: Iterable[str] = (), *, is_ours: bool, forms: OwnForms = NO_FORMS
) -> Callable[[Draft, str], str]:
    """Return what fills a name, or a part of one. `examples`: cells of the column, which tell the order of words."""
    if target.startswith("full_name"):
        more = target.removeprefix("full_name").removeprefix("_")
        if order := _ORDERS.get(more, ""):
            return partial(_fill_whole, "", partial(split_name, order=order))
        split = partial(split_name, usual=usual_order(examples, forms), own=forms)
        return partial(_fill_whole, more if more in _OTHER else "", split)
    if target == "former_family":
        return partial(_add_former, str if is_ours else None)
    if is_ours:
        return partial(_fill_part, target, str)
    fill = _fill_part_in_one_or_two if target in NAME_PARTS else _fill_part
    filler = partial(fill, target, cache(written_name))
    return partial(_fill_family, filler) if target.startswith("family") else filler


def _add_former(read: Callable[[str], str] | None, draft: Draft, cell: str) -> str:
    """Add surnames of before to those that the row told already; a cell of ours stands as it is."""
    before = draft.contact.get("former_family", "")
    if former := read(cell) if read and not before else former_text([before, cell]):
        draft.contact["former_family"] = former
    return ""


def _fill_part(name: str, read: Callable[[str], str], draft: Draft, cell: str) -> str:
    draft.contact[name] = read(cell)
    return ""


def former_in(remark: str) -> str:
    """Return the surname of before that stands in brackets: said to be one, or one word that looks like a surname."""
    said = _SAID.fullmatch(remark.strip())
    if said and said[1][0].isupper():  # a former chairman is no surname
        return said[1]
    word = remark.strip()
    is_surname = word[:1].isupper() and _LIKE_SURNAME.fullmatch(word) is not None and not given_ids(k1(word.lower()))
    return word if is_surname else ""


def _fill_family(fill: Callable[[Draft, str], str], draft: Draft, cell: str) -> str:
    """Fill a surname, without the one of before that may stand behind it in brackets: "Иванова (Петрова)"."""
    if cell[-1] in ")]" and cell[0] not in "([":
        for found in [one for one in _IN_BRACKETS.finditer(cell) if former_in(one[1])]:
            _add_former(None, draft, former_in(found[1]))
            cell = " ".join(cell.replace(found[0], " ").split())
    return fill(draft, cell)


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


def _fill_whole(language: str, split: Callable[[str], NameParts], draft: Draft, cell: str) -> str:
    """Split a whole name; in brackets stands the surname of before, or a remark, which is kept as a note."""
    for remark in _IN_BRACKETS.findall(cell):
        if former := former_in(remark):
            _add_former(None, draft, former)
        else:
            draft.add_note(remark)
    both = {} if language else in_two_languages(cell) if "/" in cell or "|" in cell else {}
    names = {of: split(said) for of, said in (both or {language: cell}).items()}
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
