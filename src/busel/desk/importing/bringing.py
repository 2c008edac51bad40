"""From a row's draft to operations: a new person with all that belongs to it, or what changes in one who is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from busel.desk.clock import today_iso
from busel.desk.importing.numbering import record_id
from busel.desk.importing.outcomes import OnMatch
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.rows import ROWS
from busel.journal.deed import Fields, Op
from busel.names.places import division
from busel.sheets.draft import Draft

_ABOUT = ("phone", "email", "address", "tag")
_LISTS = ("external_ids",)
_PLACES = ("region", "district")


def phone_fields(phone: dict[str, str]) -> Fields:
    """Return a telephone as it is stored: as written only where that is not the number itself."""
    number, written = phone["number"], phone["written"]
    if not number:
        return {"written": written}
    return {"number": number} if written == number else {"number": number, "written": written}


def belongings(draft: Draft, tags: Iterable[str]) -> list[tuple[str, Fields]]:
    """Return what a draft says beside the contact's own fields: (kind, fields without the contact).

    `tags` are for everybody in the list.
    """
    about: list[tuple[str, Fields]] = [("phone", phone_fields(phone)) for phone in draft.phones]
    about += [("email", {"address": address}) for address in draft.emails]
    about += [("address", dict(address)) for address in draft.addresses]
    about += [("tag", {"label": label, "value": value}) for label, value in draft.valued_tags]
    about += [("tag", {"label": label}) for label in dict.fromkeys([*draft.tags, *tags])]
    return about


def new_person(contact: int, draft: Draft, tags: Iterable[str]) -> list[Op]:
    """Return the operations that bring a person in."""
    ops = [Op("contact", contact, {**draft.contact, "added": today_iso()})]
    for at, (kind, fields) in enumerate(belongings(draft, tags), 1):
        ops.append(Op(kind, record_id(contact, at), {"contact": contact, **fields}))
    return ops


class Held(NamedTuple):
    """What is stored about one contact."""

    contact: Fields
    about: dict[str, list[tuple[int, Fields]]]
    """Kind -> (record id, fields)."""


def held_about(raw: sqlite3.Connection, contact: int) -> Held:
    """Return what is stored about a contact."""
    about = {kind: list(_records(raw, kind, contact)) for kind in _ABOUT}
    return Held(current_fields(raw, "contact", contact) or {}, about)


def _records(raw: sqlite3.Connection, kind: str, contact: int) -> Iterator[tuple[int, Fields]]:
    ids = raw.execute(f"SELECT id FROM {ROWS[kind].name} WHERE contact_id = ? ORDER BY id", (contact,)).fetchall()
    for (id_,) in ids:
        yield id_, current_fields(raw, kind, id_) or {}


def changes_of_known(contact: int, held: Held, draft: Draft, *, tags: Sequence[str], on_match: OnMatch) -> list[Op]:
    """Return the operations that a row means for a known person; none when it says nothing new."""
    is_fill = on_match is OnMatch.FILL
    ops = _set("contact", contact, held.contact, _wanted(held.contact, draft.contact, is_fill=is_fill))
    new: list[tuple[str, Fields]] = []
    for kind, fields in belongings(draft, tags):
        stored = held.about[kind]
        if kind == "address":
            ops += _address(stored, fields, new, is_fill=is_fill)
        elif not any(_is_same(kind, fields, other) for _id, other in stored) and not (is_fill and stored):
            new.append((kind, fields))
    taken = {id_ for records in held.about.values() for id_, _fields in records}
    free = (id_ for at in range(1, 1 << 20) if (id_ := record_id(contact, at)) not in taken)
    return [*ops, *(Op(kind, next(free), {"contact": contact, **fields}) for kind, fields in new)]


def _wanted(held: Fields, filled: dict[str, Any], *, is_fill: bool) -> Fields:
    """Return the fields of the contact that shall hold something else."""
    wanted: Fields = {}
    for name, value in filled.items():
        before = held.get(name)
        if name in _LISTS:
            wanted[name] = list(dict.fromkeys([*(before or ()), *value]))
        elif name == "custom":
            wanted[name] = {**value, **(before or {})} if is_fill else {**(before or {}), **value}
        elif not before:
            wanted[name] = value
        elif not is_fill:
            wanted[name] = _with_note(before, value) if name == "notes" else value
    return wanted


def _with_note(before: str, note: str) -> str:
    """Notes are added to, never replaced."""
    return before if note in before else f"{before}\n{note}"


def _set(kind: str, id_: int, held: Fields, wanted: Fields) -> list[Op]:
    names = [name for name, value in wanted.items() if _plain(held.get(name)) != _plain(value)]
    if not names:
        return []
    # `was` names empty fields too: so a change never reads as the making of a new record.
    return [Op(kind, id_, {name: wanted[name] for name in names}, {name: held.get(name) for name in names})]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _is_same(kind: str, fields: Fields, other: Fields) -> bool:
    if kind == "phone" and fields.get("number"):
        return bool(fields["number"] == other.get("number"))
    name = {"phone": "written", "email": "address", "tag": "label"}[kind]
    return bool(fields[name].casefold() == str(other.get(name, "")).casefold())


def _address(
    stored: list[tuple[int, Fields]], filled: Fields, new: list[tuple[str, Fields]], *, is_fill: bool
) -> list[Op]:
    """Change the one address that is stored; beside several a different one is added, for which is meant is a guess."""
    usable = [(id_, held) for id_, held in stored if held.get("status") not in ("bad", "past")]
    if any(all(_is_same_part(name, held.get(name), value) for name, value in filled.items()) for _id, held in stored):
        return []
    if len(usable) == 1:
        id_, held = usable[0]
        return _set("address", id_, held, {n: value for n, value in filled.items() if not (is_fill and held.get(n))})
    if not (is_fill and stored):
        new.append(("address", filled))
    return []


def _is_same_part(name: str, held: Any, value: Any) -> bool:
    """Is a part of an address the same? A region may be stored in one language and written in another."""
    if held == value or name not in _PLACES:
        return bool(held == value)
    known = _place(str(held or ""))
    return known is not None and known == _place(str(value))


_place = cache(division)
