"""How a cell of each kind of column gets into a draft. A filler is chosen once for a column, not for each row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from busel.contacts.answers import read_language, read_sex, read_support, read_yes_no
from busel.contacts.birth import read_birth, tells_no_year
from busel.contacts.busel_ids import read_busel_id
from busel.contacts.problems import Problem
from busel.names.own_forms import NO_FORMS, OwnForms
from busel.sheets.address_fillers import address_filler, one_line
from busel.sheets.date_order import day_first, is_month_first
from busel.sheets.draft import ANOTHER_LANGUAGE, ID_UNREADABLE, NO_YEAR
from busel.sheets.headings import inside_brackets
from busel.sheets.name_fillers import name_filler
from busel.sheets.out.words import read_suggested
from busel.sheets.own_fields import kept_as_written, read_own
from busel.sheets.quoting import read_items
from busel.sheets.reach_cells import read_emails, read_phones
from busel.sheets.related import related_filler, related_of
from busel.sheets.targets import ADDRESS, MARKS, NAMES, OUR_ID, TYPED_PHONES, VOTES, address_of, own_field
from busel.sheets.tie_fillers import TIE_FILLERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from busel.contacts.records import Field
    from busel.sheets.draft import Draft

    Filler = Callable[[Draft, str], str]
    """Puts a filled cell into the draft and returns "" or the code of a problem or a warning about it."""


@dataclass(frozen=True)
class Making:
    """What a table's fillers share. `is_ours`: an export of ours, whose cells are taken exactly as they stand."""

    today: date
    own: Iterable[Field] = ()
    is_ours: bool = False
    area_code: str = ""
    """The code of telephones without one, as `names.phones.read_area_code` returns it."""
    forms: OwnForms = NO_FORMS
    """Short forms of given names that the organisation added."""


def filler_for(target: str, header: str, examples: list[str], making: Making) -> Filler:
    """Return the filler of a column. `examples` are some of its cells, from which the order of its dates is seen.

    Raises ValueError for a target that nothing can be done with.
    """
    name, number = address_of(target)
    if name in ADDRESS:
        return address_filler(name, number, header, is_ours=making.is_ours)
    if key := own_field(target):
        return partial(_fill_own, _field_called(key, making.own), making.is_ours)
    if target in (*NAMES, "nickname", "former_family"):
        return name_filler(target, examples, is_ours=making.is_ours, forms=making.forms)
    if target in ("source", *VOTES):
        return partial(_fill_contact, target, str if making.is_ours else one_line)
    if target in TIE_FILLERS:
        return partial(TIE_FILLERS[target], header, making.is_ours)
    return _plain_filler(target, header, examples, making)


def _plain_filler(target: str, header: str, examples: list[str], making: Making) -> Filler:
    if other := related_of(target):
        role, part = other
        return related_filler(role, part, header, filler_for(part, header, examples, making))
    if target == "birth":
        return partial(_fill_birth, header, _birth_reader(making.today, month_first=is_month_first(examples)))
    if target in ("phone", *TYPED_PHONES):
        return partial(_add_phones, (target.removeprefix("phone").removeprefix("_"), header), making)
    if target == "suggested":
        return partial(_fill_suggested, header)
    if target == "notes":
        return partial(_add_note, inside_brackets(header))
    if target not in _FILLERS:
        raise ValueError(f"no such target: {target}")
    return _FILLERS[target]


def _field_called(key: str, own: Iterable[Field]) -> Field:
    found = next((field for field in own if field.key == key), None)
    if found is None:
        raise ValueError(f"no such field: {key}")
    return found


def _fill_contact(name: str, read: Callable[[str], str], draft: Draft, cell: str) -> str:
    draft.contact[name] = read(cell)
    return ""


def _fill_own(field: Field, is_ours: bool, draft: Draft, cell: str) -> str:  # noqa: FBT001 - bound once for a column
    found = read_own(field, cell)
    if isinstance(found, Problem):
        if not is_ours:
            return found.code
        found = kept_as_written(field, cell)
    draft.contact.setdefault("custom", {})[field.key] = found
    return ""


def _birth_reader(today: date, *, month_first: bool) -> Callable[[str], str | Problem]:
    """Return what reads a birth date and remembers it: 113,220 people share 25,000 days."""

    @cache
    def read(cell: str) -> str | Problem:
        return read_birth(day_first(cell) if month_first else cell, today=today)

    return read


def _fill_birth(header: str, read: Callable[[str], str | Problem], draft: Draft, cell: str) -> str:
    """Keep a birthday without a year, and an age, as a note: neither is a date of birth."""
    found = read(cell)
    if isinstance(found, Problem) and tells_no_year(cell):
        draft.add_note(cell, header)
        return NO_YEAR
    return _keep(draft, "birth", found)


def _fill_choice(name: str, read: Callable[[str], str | int | bool | Problem], draft: Draft, cell: str) -> str:
    return _keep(draft, name, read(cell))


def _fill_language(read: Callable[[str], str | Problem], draft: Draft, cell: str) -> str:
    """Leave a third language aside: other programs write one for everybody, and it is no reason to lose the row."""
    found = read(cell)
    return ANOTHER_LANGUAGE if isinstance(found, Problem) else _keep(draft, "language", found)


def _fill_suggested(header: str, draft: Draft, cell: str) -> str:
    """Mark the names that a program spelt. What names none of them is kept as a note."""
    if found := read_suggested(cell):
        draft.contact["suggested"] = found
    else:
        draft.add_note(cell, header)
    return ""


def _keep(draft: Draft, name: str, value: str | int | Problem) -> str:
    if isinstance(value, Problem):
        return value.code
    if value:
        draft.contact[name] = value
    return ""


def _add_phones(what: tuple[str, str], making: Making, draft: Draft, cell: str) -> str:
    """Keep every number; one that cannot be dialled as it is written. A telephone never costs the row."""
    type_, header = what
    found, warning = read_phones(cell, making.area_code, is_ours=making.is_ours)
    for kept in found:
        _keep_phone(draft, kept, kept.pop("type", type_))
    if not found:
        draft.add_note(cell, header)
    return warning


def _keep_phone(draft: Draft, phone: dict[str, str], type_: str) -> None:
    """Keep a telephone once; where another column told its kind, or tells it now, that is kept, too."""
    if not draft.phones:
        draft.phones.append(phone | {"type": type_} if type_ else phone)
        return
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
    return "" if draft.busel_id else ID_UNREADABLE


def _add_note(about: str, draft: Draft, cell: str) -> str:
    draft.add_note(cell, about, is_own=True)
    return ""


def _add_external_id(draft: Draft, cell: str) -> str:
    known = draft.contact.get("external_ids", ())
    draft.contact["external_ids"] = known if cell in known else (*known, cell)
    return ""


_FILLERS: dict[str, Filler] = {
    "email": _add_emails,
    "sex": partial(_fill_choice, "sex", cache(read_sex)),
    "language": partial(_fill_language, cache(read_language)),
    "support": partial(_fill_choice, "support", cache(read_support)),
    **{name: partial(_fill_choice, name, cache(read_yes_no)) for name in MARKS},
    OUR_ID: _fill_busel_id,
    "tags": _add_tags,
    "external_ids": _add_external_id,
}
