"""How a cell of each kind of column gets into a draft. A filler is chosen once for a column, not for each row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from busel.contacts.answers import (
    read_language,
    read_postcode,
    read_sex,
    read_status,
    read_support,
    read_yes_no,
)
from busel.contacts.birth import read_birth
from busel.contacts.busel_ids import read_busel_id
from busel.contacts.person_name import split_name
from busel.contacts.postal import read_house
from busel.contacts.problems import Code, Problem
from busel.names.clean import fold_homoglyphs
from busel.names.places import division
from busel.names.written import written_name
from busel.sheets.date_order import day_first, is_month_first
from busel.sheets.own_fields import kept_as_written, read_own
from busel.sheets.quoting import read_items
from busel.sheets.reach_cells import read_emails, read_phones
from busel.sheets.targets import ADDRESS, MARKS, NAME_PARTS, OUR_ID, TYPED_PHONES, VOTES, address_of, base_of, own_field
from busel.sheets.tie_fillers import TIE_FILLERS, address_kind_filler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from busel.contacts.postal import House
    from busel.contacts.records import Field
    from busel.sheets.draft import Draft

    Filler = Callable[[Draft, str], str]
    """Puts a filled cell into the draft and returns "" or the code of a problem or a warning about it."""

_SPACES = re.compile(r"\s+")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")


@dataclass(frozen=True)
class Making:
    """What a table's fillers share. `is_ours`: an export of ours, whose cells are taken exactly as they stand."""

    today: date
    own: Iterable[Field] = ()
    is_ours: bool = False
    area_code: str = ""
    """The code of telephones without one, as `names.phones.read_area_code` returns it."""


def filler_for(target: str, header: str, examples: list[str], making: Making) -> Filler:
    """Return the filler of a column. `examples` are some of its cells, from which the order of its dates is seen.

    Raises ValueError for a target that nothing can be done with.
    """
    name, number = address_of(target)
    if name in ADDRESS:
        return _address_filler(name, number, making)
    if key := own_field(target):
        return partial(_fill_own, _field_called(key, making.own), making.is_ours)
    if base_of(target) in NAME_PARTS or target == "nickname":
        return partial(_fill_contact, target, str if making.is_ours else cache(written_name))
    if target in ("source", *VOTES):
        return partial(_fill_contact, target, str if making.is_ours else _one_line)
    if target in TIE_FILLERS:
        return partial(TIE_FILLERS[target], header, making.is_ours)
    return _plain_filler(target, header, examples, making)


def _plain_filler(target: str, header: str, examples: list[str], making: Making) -> Filler:
    if target == "birth":
        return partial(_fill_birth, _birth_reader(making.today, month_first=is_month_first(examples)))
    if target in ("phone", *TYPED_PHONES):
        return partial(_add_phones, target.removeprefix("phone").removeprefix("_"), making)
    if target == "address":
        return partial(_add_note, header)
    if target not in _FILLERS:
        raise ValueError(f"no such target: {target}")
    return _FILLERS[target]


def _field_called(key: str, own: Iterable[Field]) -> Field:
    found = next((field for field in own if field.key == key), None)
    if found is None:
        raise ValueError(f"no such field: {key}")
    return found


def _address_filler(name: str, number: int, making: Making) -> Filler:
    if name == "address_status":
        return partial(_fill_status, number)
    if name in ("address_type", "country"):
        return address_kind_filler(name, number, is_ours=making.is_ours)
    if making.is_ours:
        read = cache(_place_of_ours) if name in ("region", "district") else str
        return partial(_fill_address, (name, number), read)
    if name == "house":
        return partial(_fill_house, number, cache(read_house))
    if name == "postcode":
        return partial(_fill_postcode, number)
    return partial(_fill_address, (name, number), cache(_written_place))


def _written_place(cell: str) -> str:
    return fold_homoglyphs(_one_line(cell))


def _place_of_ours(cell: str) -> str:
    """Return the region or district as it is stored: our exports write it in the language of the person who exports."""
    known = division(cell)
    return known.en if known and cell in (known.be, known.ru) else cell


def _fill_contact(name: str, read: Callable[[str], str], draft: Draft, cell: str) -> str:
    draft.contact[name] = read(cell)
    return ""


def _fill_address(place: tuple[str, int], read: Callable[[str], str], draft: Draft, cell: str) -> str:
    name, number = place
    draft.address_number(number)[name] = read(cell)
    return ""


def _fill_status(number: int, draft: Draft, cell: str) -> str:
    found = read_status(cell)
    if isinstance(found, Problem):
        return found.code
    draft.address_number(number)["status"] = found
    return ""


def _fill_own(field: Field, is_ours: bool, draft: Draft, cell: str) -> str:  # noqa: FBT001 - bound once for a column
    found = read_own(field, cell)
    if isinstance(found, Problem):
        if not is_ours:
            return found.code
        found = kept_as_written(field, cell)
    draft.contact.setdefault("custom", {})[field.key] = found
    return ""


def _one_line(cell: str) -> str:
    return _SPACES.sub(" ", cell) if "  " in cell or not cell.isprintable() else cell


def _fill_house(number: int, read: Callable[[str], House], draft: Draft, cell: str) -> str:
    """Take "5, корп. 2, кв. 7" apart; columns of their own for building and flat win, wherever they stand."""
    found, address = read(cell), draft.address_number(number)
    address["house"] = found.house
    for name, value in (("building", found.building), ("flat", found.flat)):
        if value:
            address.setdefault(name, value)
    return ""


def _fill_full_name(draft: Draft, cell: str) -> str:
    """Split a whole name; what stands in brackets in it (a maiden name, a remark) is kept as a note."""
    for remark in _IN_BRACKETS.findall(cell):
        _add_note("", draft, remark)
    found = split_name(cell)
    for part in NAME_PARTS:
        if value := getattr(found, part):
            draft.contact.setdefault(part, written_name(value))
    return "" if found.is_sure else Code.NAME_UNSURE


def _birth_reader(today: date, *, month_first: bool) -> Callable[[str], str | Problem]:
    """Return what reads a birth date and remembers it: 113,220 people share 25,000 days."""

    @cache
    def read(cell: str) -> str | Problem:
        return read_birth(day_first(cell) if month_first else cell, today=today)

    return read


def _fill_birth(read: Callable[[str], str | Problem], draft: Draft, cell: str) -> str:
    return _keep(draft, "birth", read(cell))


def _fill_choice(name: str, read: Callable[[str], str | int | bool | Problem], draft: Draft, cell: str) -> str:
    return _keep(draft, name, read(cell))


def _keep(draft: Draft, name: str, value: str | int | Problem) -> str:
    if isinstance(value, Problem):
        return value.code
    if value:
        draft.contact[name] = value
    return ""


def _fill_postcode(number: int, draft: Draft, cell: str) -> str:
    """Keep what is no postcode of Belarus as it is written, with a warning: it may be one of another country."""
    found = read_postcode(cell)
    draft.address_number(number)["postcode"] = cell if isinstance(found, Problem) else found
    return found.code if isinstance(found, Problem) else ""


def _add_phones(type_: str, making: Making, draft: Draft, cell: str) -> str:
    """Keep every number; one that cannot be dialled as it is written. A telephone never costs the row."""
    found, warning = read_phones(cell, making.area_code, is_ours=making.is_ours)
    for kept in found:
        _keep_phone(draft, kept, kept.pop("type", type_))
    return warning


def _keep_phone(draft: Draft, phone: dict[str, str], type_: str) -> None:
    """Keep a telephone once; where another column told its kind, or tells it now, that is kept, too."""
    same = [one for one in draft.phones if all(one.get(name) == phone[name] for name in ("number", "written"))]
    if any(not type_ or one.get("type") == type_ for one in same):
        return
    plain = next((one for one in same if not one.get("type")), None)
    if plain is not None:
        plain["type"] = type_
    else:
        draft.phones.append(phone | ({"type": type_} if type_ else {}))


def _add_emails(draft: Draft, cell: str) -> str:
    found = read_emails(cell)
    if isinstance(found, Problem):
        return found.code
    draft.emails.extend(one for one in found if one not in draft.emails)
    return ""


def _add_tags(draft: Draft, cell: str) -> str:
    for label, value, _quoted in read_items(cell):
        if value and label and (label, value) not in draft.valued_tags:
            draft.valued_tags.append((label, value))
        elif label and not value and label not in draft.tags:
            draft.tags.append(label)
    return ""


def _fill_busel_id(draft: Draft, cell: str) -> str:
    """Whatever else stands in such a column is nobody's number: the row is then matched as any other."""
    draft.busel_id = read_busel_id(cell)
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
    "email": _add_emails,
    "sex": partial(_fill_choice, "sex", cache(read_sex)),
    "language": partial(_fill_choice, "language", cache(read_language)),
    "support": partial(_fill_choice, "support", cache(read_support)),
    **{name: partial(_fill_choice, name, cache(read_yes_no)) for name in MARKS},
    OUR_ID: _fill_busel_id,
    "tags": _add_tags,
    "notes": partial(_add_note, ""),
    "external_ids": _add_external_id,
}
