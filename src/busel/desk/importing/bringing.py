"""From a row's draft to operations: a new person with all that belongs to it, or what changes in one who is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, reduce
from typing import Any, NamedTuple

from busel.contacts.suggested import noted, suggested_in
from busel.desk.clock import today_iso
from busel.desk.importing import reach
from busel.desk.importing.formers import with_formers
from busel.desk.importing.numbering import record_id
from busel.desk.importing.outcomes import OnMatch
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.rows import ROWS
from busel.journal.deed import Fields, Op
from busel.names.places import division
from busel.sheets.draft import Draft

_ABOUT = ("phone", "email", "address", "tag", "messenger", "consent", "membership", "attendance")
_TOLD_BY = {
    "phone": ("written",),
    "email": ("address",),
    "tag": ("label",),
    "messenger": ("service", "name"),
    "consent": ("purpose", "day"),
    "membership": ("group", "joined"),
    "attendance": ("event",),
}
"""Kind -> what tells two records of a person apart."""
_MORE = {
    "phone": ("type", "status"),
    "email": ("status",),
    "consent": ("how", "until", "withdrawn"),
    "membership": ("left",),
    "attendance": ("invited", "answer", "attended"),
}
"""Kind -> what a row may say more about a stored one."""
_LISTS = ("external_ids",)
_PLACES = ("region", "district")


def phone_fields(phone: dict[str, str]) -> Fields:
    """Return a telephone as it is stored: as written only where that is not the number itself."""
    number, written = phone["number"], phone["written"]
    told = {"number": number, "written": "" if written == number else written}
    return {name: value for name, value in (phone | told).items() if value}


def belongings(draft: Draft, tags: Iterable[str]) -> list[tuple[str, Fields]]:
    """Return what a draft says beside the contact's own fields: (kind, fields without the contact).

    `tags` are for everybody in the list.
    """
    about: list[tuple[str, Fields]] = [("phone", phone_fields(phone)) for phone in reach.phones(draft)]
    if draft.emails or draft.wrong_emails:
        about += [("email", fields) for fields in reach.emails(draft)]
    about += [("address", dict(address)) for address in draft.addresses]
    if draft.valued_tags:
        about += [("tag", {"label": label, "value": value}) for label, value in draft.valued_tags]
    if draft.tags or tags:
        about += [("tag", {"label": label}) for label in dict.fromkeys([*draft.tags, *tags])]
    if draft.messengers:
        about += [("messenger", {"service": service, "name": name}) for service, name in draft.messengers]
    if draft.consents:
        about += [("consent", {"purpose": one.text, **one.details}) for one in draft.consents]
    return about


def new_person(contact: int, draft: Draft, tags: Iterable[str], ties: Sequence[tuple[str, Fields]] = ()) -> list[Op]:
    """Return the operations that bring a person in. `ties`: further records, as `belongings` gives them."""
    fields = {**draft.contact, "added": today_iso()}
    if "suggested" in fields:  # a mark on a name that the row does not bring would wait for that name
        fields["suggested"] = noted(suggested_in(fields))
    ops = [Op("contact", contact, {name: value for name, value in fields.items() if value or name != "suggested"})]
    for at, (kind, fields) in enumerate((*belongings(draft, tags), *ties), 1):
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


class Wish(NamedTuple):
    """What is done with a row about a known person: tags for everybody, further records, and which values win."""

    on_match: OnMatch
    tags: Sequence[str] = ()
    ties: Sequence[tuple[str, Fields]] = ()
    keeps_former: bool = True
    """Does the organisation keep surnames of before?"""


Told = tuple[Fields, Sequence[tuple[str, Fields]]]
"""Fields of a contact, and (kind, fields) of what belongs to it."""


def changes_of_known(contact: int, held: Held, draft: Draft, *, wish: Wish) -> list[Op]:
    """Return the operations that a row means for a known person; none when it says nothing new."""
    taken = {id_ for records in held.about.values() for id_, _fields in records}
    free = (id_ for at in range(1, 1 << 20) if (id_ := record_id(contact, at)) not in taken)
    return _changes(contact, held, (draft.contact, belongings(draft, ())), wish=wish, kept=draft.kept_notes, ids=free)


def filled_in(contact: int, held: Held, told: Told, *, kept: Iterable[str], ids: Iterator[int]) -> list[Op]:
    """Return the operations by which what is told fills in a known person. `kept`: notes that are added anyway."""
    return _changes(contact, held, told, wish=Wish(OnMatch.FILL), kept=kept, ids=ids)


def _changes(contact: int, held: Held, told: Told, *, wish: Wish, kept: Iterable[str], ids: Iterator[int]) -> list[Op]:
    is_fill, (filled, about) = wish.on_match is OnMatch.FILL, told
    ops = set_fields("contact", contact, held.contact, _wanted(held.contact, filled, wish=wish, kept=kept))
    new: list[tuple[str, Fields]] = []
    everybody = [("tag", {"label": label}) for label in wish.tags]
    for kind, fields in (*(one for one in about if one not in everybody), *wish.ties, *everybody):
        stored = held.about[kind]
        if kind == "address":
            ops += _address(stored, fields, new, is_fill=is_fill)
        elif same := [one for one in stored if is_same(kind, fields, one[1])]:
            ops += _told_more(kind, fields, same, is_fill=is_fill)
        elif not (is_fill and stored) or kind == "membership" or (kind, fields) in everybody:
            # Who joins one more group, or gets the tag of the whole list, loses nothing by it.
            new.append((kind, fields))
    return [*ops, *(Op(kind, next(ids), {"contact": contact, **fields}) for kind, fields in new)]


def _told_more(kind: str, fields: Fields, same: Sequence[tuple[int, Fields]], *, is_fill: bool) -> list[Op]:
    """Set what a row says more about a record; nothing where one of those that are meant says all of it."""
    told = {name: fields[name] for name in _MORE.get(kind, ()) if fields.get(name)}
    if any(all(held.get(name) == value for name, value in told.items()) for _id, held in same):
        return []
    id_, held = same[0]
    return set_fields(kind, id_, held, {n: value for n, value in told.items() if not (is_fill and held.get(n))})


def _wanted(held: Fields, filled: dict[str, Any], *, wish: Wish, kept: Iterable[str]) -> Fields:
    """Return the fields of the contact that shall hold something else. A list's spelling replaces a suggested one.

    What the list itself marks as suggested goes where nothing stands, or in the place of what is suggested too, and
    keeps its mark: it neither confirms a name nor replaces a confirmed one, and marks no name that it does not bring.
    """
    is_fill, marked, suggested = wish.on_match is OnMatch.FILL, suggested_in(filled), suggested_in(held)
    unwanted = {"suggested", *(name for name in marked if held.get(name) and (is_fill or name not in suggested))}
    filled = {name: value for name, value in filled.items() if name not in unwanted}
    filled, formers = with_formers(held, filled, suggested=suggested, is_fill=is_fill, keeps=wish.keeps_former)
    told = [name for name in suggested if name in filled and name not in marked]
    marks = noted({*suggested, *marked}.difference(told, unwanted - set(suggested)))
    wanted: Fields = {"suggested": marks or None} if marks != noted(suggested) else {}
    wanted |= formers
    for name, value in filled.items():
        before = None if name in told else held.get(name)
        if name in _LISTS:
            wanted[name] = list(dict.fromkeys([*(before or ()), *value]))
        elif name == "custom":
            wanted[name] = {**value, **(before or {})} if is_fill else {**(before or {}), **value}
        elif not before:
            wanted[name] = value
        elif not is_fill:
            wanted[name] = with_note(before, value) if name == "notes" else value
        elif name == "notes":  # what has no other place would be lost
            wanted[name] = reduce(with_note, kept, before)
    return wanted


def with_note(before: str, note: str) -> str:
    """Return notes with one more: they are added to, never replaced."""
    if not before:
        return note
    return before if note in before else f"{before}\n{note}"


def set_fields(kind: str, id_: int, held: Fields, wanted: Fields) -> list[Op]:
    """Return the operation by which a record holds other values; none where it holds them."""
    names = [name for name, value in wanted.items() if _plain(held.get(name)) != _plain(value)]
    if not names:
        return []
    # `was` names empty fields too: so a change never reads as the making of a new record.
    return [Op(kind, id_, {name: wanted[name] for name in names}, {name: held.get(name) for name in names})]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def is_same(kind: str, fields: Fields, other: Fields) -> bool:
    """Does a row mean a stored record? By what tells it apart, as far as the row says it."""
    if kind == "phone" and fields.get("number"):
        return bool(fields["number"] == other.get("number"))
    return all(
        _plain_text(fields[name]) == _plain_text(other.get(name, "")) for name in _TOLD_BY[kind] if fields.get(name)
    )


def _plain_text(value: Any) -> str:
    return str(value).casefold()


def _address(
    stored: list[tuple[int, Fields]], filled: Fields, new: list[tuple[str, Fields]], *, is_fill: bool
) -> list[Op]:
    """Change the one address that is stored; beside several a different one is added, for which is meant is a guess."""
    usable = [(id_, held) for id_, held in stored if held.get("status") not in ("bad", "past")]
    if any(all(_is_same_part(name, held.get(name), value) for name, value in filled.items()) for _id, held in stored):
        return []
    if len(usable) == 1:
        id_, held = usable[0]
        return set_fields(
            "address", id_, held, {n: value for n, value in filled.items() if not (is_fill and held.get(n))}
        )
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
