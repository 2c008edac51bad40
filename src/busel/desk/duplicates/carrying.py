"""What hangs on two records that become one: telephones, addresses, tags, groups, consents, what happened.

Nothing is dropped but what stands there twice. Where one of two equal things says more, it is said of the one that
stays; where they say against each other, the stricter one counts: a number that leads to somebody else, a consent that
was taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from busel.journal.deed import Fields
from busel.names.places import place_order
from busel.names.streets import street_order


class Fate(StrEnum):
    """What becomes of a record of the contact that goes."""

    COMES = "comes"
    SAME = "same"
    """The one that stays has it already."""
    FILLS = "fills"
    """It says more of one that stays, or something stricter."""
    ENDS = "ends"
    """What tied the two to each other."""


@dataclass(frozen=True)
class Carried:
    """One such record."""

    kind: str
    fields: Fields
    """As it stands afterwards: of a new record, or of the one that stays."""
    fate: Fate
    record: int = 0
    """The record that is changed; 0 for a new one."""
    was: Mapping[str, Any] | None = None
    """What that one held in the fields that change."""

    @property
    def now(self) -> Fields:
        """What changes in the one that stays."""
        return {name: self.fields.get(name) for name in self.was or ()}


Records = Mapping[int, Fields]
_PLACE = ("settlement_be", "settlement_ru", "street_be", "street_ru")


def carried(kind: str, mine: Records, theirs: Records, *, kept: int) -> list[Carried]:
    """Return what becomes of each record of a kind. `kept`: the contact that stays."""
    found, held, known = [], dict(mine), _KEYS.get(kind, _whole)
    for fields in theirs.values():
        coming = {**fields, "contact": kept}
        same = next((id_ for id_, one in held.items() if _meet(known(one), known(coming))), 0)
        if not same:
            found.append(Carried(kind, coming, Fate.COMES))
            held[-len(held) - 1] = coming
        else:
            found.append(_filled(kind, same, held, coming))
    return found


def _filled(kind: str, same: int, held: dict[int, Fields], coming: Fields) -> Carried:
    before = held[same]
    more = {name: value for name, value in coming.items() if name in _MORE.get(kind, ()) and not before.get(name)}
    if kind == "attendance":
        more |= _numbers({**before, **more}, coming)
    if coming.get("status") == "bad" and kind in ("phone", "email"):
        more["status"] = "bad"
    more = {name: value for name, value in more.items() if before.get(name) != value}
    if not more or same < 0:
        return Carried(kind, coming, Fate.SAME, max(same, 0))
    held[same] = {**before, **more}
    return Carried(kind, held[same], Fate.FILLS, same, {name: before.get(name) for name in more})


def _numbers(held: Fields, coming: Fields) -> Fields:
    """Return the numbers of both on printed sheets: the code of either leads to the one who stays."""
    told = dict.fromkeys((*held.get("codes", "").split(), str(coming.get("code", 0)), *coming.get("codes", "").split()))
    told.pop("0", None)
    told.pop(str(held.get("code", 0)), None)
    return {"codes": " ".join(told)}


def stricter_consents(mine: Records, coming: Iterable[Carried]) -> tuple[list[Carried], list[Carried]]:
    """Return which consents of the contact that stays end, and what comes, by then: what was taken back stays so.

    A consent that was given later than another one for the same purpose was taken back counts.
    """
    arriving = list(coming)
    all_of = [*mine.values(), *(one.fields for one in arriving)]
    taken = [(one["purpose"], one["withdrawn"]) for one in all_of if one.get("withdrawn")]

    def ended(fields: Fields) -> str:
        day = fields.get("day", "")
        days = [back for purpose, back in taken if purpose == fields["purpose"] and not day > back]
        return "" if fields.get("withdrawn") else max(days, default="")

    end = [
        Carried("consent", {**fields, "withdrawn": day}, Fate.FILLS, id_, {"withdrawn": None})
        for id_, fields in mine.items()
        if (day := ended(fields))
    ]
    comes = [
        Carried("consent", {**one.fields, "withdrawn": day}, one.fate, one.record, one.was)
        if one.fate is Fate.COMES and (day := ended(one.fields))
        else one
        for one in arriving
    ]
    return end, comes


def _meet(one: Iterable[Hashable], other: Iterable[Hashable]) -> bool:
    return not set(one).isdisjoint(other)


def _whole(fields: Fields) -> list[Hashable]:
    return [repr(sorted((name, value) for name, value in fields.items() if name != "contact"))]


def _phone(fields: Fields) -> list[Hashable]:
    digits = "".join(filter(str.isdigit, fields.get("written", "")))
    return [fields["number"]] if fields.get("number") else [digits or fields.get("written", "")]


def _address(fields: Fields) -> list[Hashable]:
    """Return what tells two addresses apart; place and street in each language in which they are told."""
    door = tuple(fields.get(name, "").casefold() for name in ("house", "building", "flat", "country"))
    places = _orders(place_order, "settlement", fields) or [fields.get("region", "") + fields.get("district", "")]
    streets = _orders(street_order, "street", fields) or [""]
    return [(place, street, *door) for place in places for street in streets]


def _orders(order: Callable[[str], str], what: str, fields: Fields) -> list[str]:
    return [order(name) for language in ("be", "ru") if (name := fields.get(f"{what}_{language}"))]


def _by(*names: str) -> Callable[[Fields], list[Hashable]]:
    return lambda fields: [tuple(str(fields.get(name, "")).strip().lstrip("@").casefold() for name in names)]


def _membership(fields: Fields) -> list[Hashable]:
    return [(fields["group"], fields.get("left", ""))]


_KEYS: dict[str, Callable[[Fields], list[Hashable]]] = {
    "phone": _phone,
    "email": _by("address"),
    "address": _address,
    "messenger": _by("service", "name"),
    "tag": _by("label", "value"),
    "membership": _membership,
    "attendance": _by("event"),
    "retention": _by("field"),
}
"""Kind -> by what two records are one; of other kinds only what is the same throughout."""
_MORE: dict[str, tuple[str, ...]] = {
    "phone": ("type",),
    "address": ("region", "district", *_PLACE, "postcode", "status", "type"),
    "tag": ("day",),
    "membership": ("joined",),
    "attendance": ("invited", "answer", "attended", "code"),
}
