"""How a cell of each kind of column gets into a draft. A filler is chosen once for a column, not for each row."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from busel.contacts.answers import read_email, read_language, read_postcode, read_sex, read_support
from busel.contacts.birth import read_birth
from busel.contacts.person_name import split_name
from busel.contacts.postal import read_house
from busel.contacts.problems import Code, Problem
from busel.names.phone_cells import split_phones
from busel.names.phones import Phone
from busel.sheets.date_order import day_first, is_month_first
from busel.sheets.targets import NAME_PARTS, PLACE_PARTS, base_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from busel.contacts.postal import House
    from busel.sheets.draft import Draft

    Filler = Callable[[Draft, str], str]
    """Puts a filled cell into the draft and returns "" or the code of a problem or a warning about it."""

_BETWEEN_EMAILS = re.compile(r"[\s,;<>]+")
_BETWEEN_TAGS = re.compile(r"\s*[,;\n]\s*")
_SPACES = re.compile(r"\s+")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_ADDRESS = ("region", "district", "building", "flat")


def filler_for(target: str, header: str, examples: list[str], *, today: date) -> Filler:
    """Return the filler of a column. `examples` are some of its cells, from which the order of its dates is seen.

    Raises ValueError for a target that nothing can be done with.
    """
    base = base_of(target)
    if base in NAME_PARTS:
        return partial(_fill_contact, target)
    if base in PLACE_PARTS or target in _ADDRESS:
        return partial(_fill_address, target)
    if target == "house":
        return partial(_fill_house, cache(read_house))
    if target == "birth":
        return partial(_fill_birth, _birth_reader(today, month_first=is_month_first(examples)))
    if target == "address":
        return partial(_add_note, header)
    if target not in _FILLERS:
        raise ValueError(f"no such target: {target}")
    return _FILLERS[target]


def _fill_contact(name: str, draft: Draft, cell: str) -> str:
    draft.contact[name] = _one_line(cell)
    return ""


def _fill_address(name: str, draft: Draft, cell: str) -> str:
    draft.address[name] = _one_line(cell)
    return ""


def _one_line(cell: str) -> str:
    return _SPACES.sub(" ", cell) if "  " in cell or not cell.isprintable() else cell


def _fill_house(read: Callable[[str], House], draft: Draft, cell: str) -> str:
    """Take "5, корп. 2, кв. 7" apart; columns of their own for building and flat win, wherever they stand."""
    found = read(cell)
    draft.address["house"] = found.house
    for name, value in (("building", found.building), ("flat", found.flat)):
        if value:
            draft.address.setdefault(name, value)
    return ""


def _fill_full_name(draft: Draft, cell: str) -> str:
    """Split a whole name; what stands in brackets in it (a maiden name, a remark) is kept as a note."""
    for remark in _IN_BRACKETS.findall(cell):
        _add_note("", draft, remark)
    found = split_name(cell)
    for part in NAME_PARTS:
        if value := getattr(found, part):
            draft.contact.setdefault(part, value)
    return "" if found.is_sure else Code.NAME_UNSURE


def _birth_reader(today: date, *, month_first: bool) -> Callable[[str], str | Problem]:
    """Return what reads a birth date and remembers it: 113,220 people share 25,000 days."""

    @cache
    def read(cell: str) -> str | Problem:
        return read_birth(day_first(cell) if month_first else cell, today=today)

    return read


def _fill_birth(read: Callable[[str], str | Problem], draft: Draft, cell: str) -> str:
    return _keep(draft, "birth", read(cell))


def _fill_choice(name: str, read: Callable[[str], str | int | Problem], draft: Draft, cell: str) -> str:
    return _keep(draft, name, read(cell))


def _keep(draft: Draft, name: str, value: str | int | Problem) -> str:
    if isinstance(value, Problem):
        return value.code
    if value:
        draft.contact[name] = value
    return ""


def _fill_postcode(draft: Draft, cell: str) -> str:
    """Keep what is no postcode of Belarus as it is written, with a warning: it may be one of another country."""
    found = read_postcode(cell)
    draft.address["postcode"] = cell if isinstance(found, Problem) else found
    return found.code if isinstance(found, Problem) else ""


def _add_phones(draft: Draft, cell: str) -> str:
    """Keep every number; one that cannot be dialled as it is written. A telephone never costs the row."""
    warning = ""
    for written in split_phones(cell):
        phone = Phone.read(written)
        warning = warning or phone.problem or ""
        kept = {"number": phone.number, "written": phone.written}
        if _has_digit(written) and kept not in draft.phones:
            draft.phones.append(kept)
    return warning or ("" if _has_digit(cell) else Code.PHONE_NOT_DIALABLE)


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _add_emails(draft: Draft, cell: str) -> str:
    for piece in filter(None, _BETWEEN_EMAILS.split(cell)):
        address = read_email(piece)
        if isinstance(address, Problem):
            return address.code
        if address not in draft.emails:
            draft.emails.append(address)
    return ""


def _add_tags(draft: Draft, cell: str) -> str:
    draft.tags.extend(label for label in _BETWEEN_TAGS.split(cell) if label and label not in draft.tags)
    return ""


def _add_note(header: str, draft: Draft, cell: str) -> str:
    note = f"{header}: {cell}" if header else cell
    before = draft.contact.get("notes")
    draft.contact["notes"] = f"{before}\n{note}" if before else note
    return ""


def _add_external_id(draft: Draft, cell: str) -> str:
    known = draft.contact.get("external_ids", ())
    draft.contact["external_ids"] = known if cell in known else (*known, cell)
    return ""


_FILLERS: dict[str, Filler] = {
    "full_name": _fill_full_name,
    "nickname": partial(_fill_contact, "nickname"),
    "source": partial(_fill_contact, "source"),
    "phone": _add_phones,
    "email": _add_emails,
    "sex": partial(_fill_choice, "sex", cache(read_sex)),
    "language": partial(_fill_choice, "language", cache(read_language)),
    "support": partial(_fill_choice, "support", cache(read_support)),
    "postcode": _fill_postcode,
    "tags": _add_tags,
    "notes": partial(_add_note, ""),
    "external_ids": _add_external_id,
}
