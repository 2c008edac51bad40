"""The contact's own fields of two records that become one: what agrees, what is filled, what somebody has to decide.

Nothing is lost without being shown: a field that only one of them tells is kept, marks that protect somebody win,
texts are joined. Where both tell something else, the record that came later is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from busel.contacts.busel_ids import show_busel_id
from busel.contacts.former import FAMILIES, each_meant, former_text, formers_in, is_spelling, without_present
from busel.contacts.suggested import noted, suggested_in
from busel.journal.deed import Fields
from busel.names.given import is_whole, names_of


class Choice(StrEnum):
    """What is to stand in a field."""

    KEPT = "kept"
    """What the record says that stays."""
    OTHER = "other"
    """What the record says that goes."""
    BOTH = "both"


@dataclass(frozen=True)
class Line:
    """One field: what both say, and what is to stand there."""

    name: str
    """A field of the contact; `custom.` and the key of an own field; `former`: is the other surname one of before?"""
    kept: Any
    other: Any
    result: Any
    choice: Choice
    options: tuple[Choice, ...] = ()
    """What somebody may choose; nothing where there is nothing to decide."""

    @property
    def is_conflict(self) -> bool:
        """Do both say something, and not the same?"""
        return bool(self.options)


GIVEN = ("given_be", "given_ru")
NAMES = ("family_be", "given_be", "patronymic_be", "family_ru", "given_ru", "patronymic_ru")
TEXTS = ("nickname", "source", "notes")
FLAGS = ("risk", "no_letters", "no_calls", "moved", "deceased")
SINGLE = ("sex", "birth", "language", "support", "constituency", "polling_station", "household")
FORMER, OWN = "former", "custom."
NOTHING: tuple[Any, ...] = (None, "", 0, False)
_EITHER, _ANY = (Choice.KEPT, Choice.OTHER), (Choice.KEPT, Choice.OTHER, Choice.BOTH)


@dataclass(frozen=True)
class Told:
    """Both records of a person, and what somebody chose."""

    kept: Fields
    other: Fields
    number: int
    """Of the record that goes."""
    choices: Mapping[str, Choice]
    keeps_former: bool = True
    """Does the organisation keep surnames of before? Where it does not, none is made of a surname of today."""

    @property
    def later(self) -> Choice:
        """Which record came later, as far as that is known: it is proposed."""
        return Choice.OTHER if self.other.get("added", "") > self.kept.get("added", "") else Choice.KEPT

    def chosen(self, name: str, options: tuple[Choice, ...], proposed: Choice) -> Choice:
        """Return what somebody chose for a field, else what is proposed."""
        wanted = self.choices.get(name, proposed)
        return wanted if wanted in options else proposed


def lines_of(told: Told, *, several: frozenset[str] = frozenset()) -> list[Line]:
    """Return the fields in which either record tells something. `several`: own fields that hold several answers."""
    found = _of_one_surname(told, [_name(told, name) for name in NAMES])
    unconfirmed = _suggested(told, found)
    former = _former(told, found)
    found += [former] if former else []
    found.append(_formers(told, former, found))
    found.append(_text(told, "nickname"))
    found += [_single(told, name) for name in SINGLE]
    found += [_text(told, name) for name in TEXTS if name != "nickname"]
    found += [_flag(told, name) for name in FLAGS]
    found += _own(told, several)
    found += [unconfirmed, _added(told), _numbers(told)]
    return [line for line in found if line.kept not in NOTHING or line.other not in NOTHING or line.result]


def result_of(lines: list[Line], kept: Fields) -> Fields:
    """Return the contact's fields as they stand once it is done."""
    found = dict(kept)
    custom = dict(kept.get("custom", {}))
    for line in lines:
        if line.name.startswith(OWN):
            custom[line.name.removeprefix(OWN)] = line.result
        elif line.name != FORMER:
            found[line.name] = line.result
    found["custom"] = custom
    return {name: value for name, value in found.items() if value not in (*NOTHING, [], {})}


def _name(told: Told, name: str) -> Line:
    kept, other = told.kept.get(name, ""), told.other.get(name, "")
    if kept and other and kept.casefold() != other.casefold():
        by_kind = _married(told, kept, other) if name in FAMILIES else _whole(kept, other) if name in GIVEN else None
        proposed = _fuller(kept, other) or by_kind or told.later
        return _decided(told, name, _EITHER, proposed)
    return _agreeing(name, kept, other)


def _fuller(kept: str, other: str) -> Choice | None:
    """Return which of two names tells more than a first letter, if only one does."""
    short = [len(name.strip(" .")) <= 1 for name in (kept, other)]
    return {(True, False): Choice.OTHER, (False, True): Choice.KEPT}.get((short[0], short[1]))


def _whole(kept: str, other: str) -> Choice | None:
    """Return which of two given names is the whole one, if the other one is a short form of it."""
    if is_whole(kept) == is_whole(other) or names_of(kept).isdisjoint(names_of(other)):
        return None
    return Choice.KEPT if is_whole(kept) else Choice.OTHER


def _of_one_surname(told: Told, names: list[Line]) -> list[Line]:
    """Let a surname that goes not stay in the other language: who is Ільяшэвіч today is not Алексеева beside it."""
    be, ru = (line for line in names if line.name in FAMILIES)
    kept, other = be.kept or ru.kept, be.other or ru.other
    if not kept or not other or is_spelling(kept, other):
        return names
    if be.is_conflict or ru.is_conflict:
        decided = be if be.is_conflict else ru
        gone = decided.other if decided.choice is Choice.KEPT else decided.kept
        return [_emptied(line, gone, decided) if line in (be, ru) else line for line in names]
    proposed = _married(told, kept, other) or told.later
    return [_decided(told, line.name, _EITHER, proposed) if line in (be, ru) else line for line in names]


def _emptied(line: Line, gone: str, decided: Line) -> Line:
    stays = line.is_conflict or not line.result or not is_spelling(line.result, gone)
    return line if stays else replace(line, result="", choice=decided.choice)


def _married(told: Told, family: str, others: str) -> Choice | None:
    """Return which of two surnames is the one of today, if either record tells that the other one was before."""
    kept, other = (side.get("former_family", "") for side in (told.kept, told.other))
    if _was_before(family, other):
        return Choice.OTHER
    return Choice.KEPT if _was_before(others, kept) else None


def _was_before(family: str, formers: str) -> bool:
    return any(is_spelling(family, one) for one in formers_in(formers))


def _former(told: Told, names: list[Line]) -> Line | None:
    """Return whether the surname that is not chosen is kept as one of before: somebody has married.

    Where either record tells so already there is nothing to decide.
    """
    if not told.keeps_former:
        return None
    asked = [line for line in names if line.name in FAMILIES and line.is_conflict]
    gone = each_meant(one.other if one.choice is Choice.KEPT else one.kept for one in asked)
    known = ", ".join(side.get("former_family", "") for side in (told.kept, told.other))
    former = former_text(one for one in gone if not _was_before(one, known))
    if not former:
        return None
    proposed = Choice.KEPT if all(is_spelling(one.kept, one.other) for one in asked) else Choice.OTHER
    choice = told.chosen(FORMER, _EITHER, proposed)
    return Line(FORMER, "", former, former if choice is Choice.OTHER else "", choice, _EITHER)


def _formers(told: Told, former: Line | None, names: list[Line]) -> Line:
    """All surnames of before that either record tells, and that of today which becomes one."""
    kept, other = told.kept.get("former_family", ""), told.other.get("former_family", "")
    every = former_text(each_meant([*formers_in(kept), *formers_in(other), former.result if former else ""]))
    result = without_present(every, (line.result for line in names if line.name in FAMILIES))
    return Line("former_family", kept, other, result, Choice.KEPT if result == kept else Choice.BOTH)


def _single(told: Told, name: str) -> Line:
    kept, other = told.kept.get(name, ""), told.other.get(name, "")
    if name == "birth" and kept and other and (kept.startswith(other) or other.startswith(kept)):
        result = max(kept, other, key=len)
        return Line(name, kept, other, result, Choice.KEPT if result == kept else Choice.OTHER)
    if kept not in NOTHING and other not in NOTHING and kept != other:
        return _decided(told, name, _EITHER, told.later)
    return _agreeing(name, kept, other)


def _text(told: Told, name: str) -> Line:
    kept, other = told.kept.get(name, ""), told.other.get(name, "")
    if not kept or not other or other in kept or kept in other:
        result = kept if other in kept else other
        return Line(name, kept, other, result, Choice.KEPT if result == kept else Choice.OTHER)
    choice = told.chosen(name, _ANY, Choice.BOTH)
    joined = _joined(kept, other, "\n" if name == "notes" else ", ")
    results = {Choice.KEPT: kept, Choice.OTHER: other, Choice.BOTH: joined}
    return Line(name, kept, other, results[choice], choice, _ANY)


def _joined(one: str, other: str, between: str) -> str:
    return between.join(filter(None, (one, other)))


def _flag(told: Told, name: str) -> Line:
    kept, other = bool(told.kept.get(name)), bool(told.other.get(name))
    return Line(name, kept, other, kept or other, Choice.KEPT if kept or not other else Choice.OTHER)


def _own(told: Told, several: frozenset[str]) -> Iterator[Line]:
    mine, theirs = told.kept.get("custom", {}), told.other.get("custom", {})
    for key in {**mine, **theirs}:
        name, kept, other = f"{OWN}{key}", mine.get(key), theirs.get(key)
        if kept in (None, "", []) or other in (None, "", []) or kept == other:
            empty = kept in (None, "", [])
            yield Line(name, kept, other, other if empty else kept, Choice.OTHER if empty else Choice.KEPT)
        elif key in several and isinstance(kept, list) and isinstance(other, list):
            choice = told.chosen(name, _ANY, Choice.BOTH)
            both = list(dict.fromkeys((*kept, *other)))
            yield Line(name, kept, other, {Choice.KEPT: kept, Choice.OTHER: other}.get(choice, both), choice, _ANY)
        else:
            choice = told.chosen(name, _EITHER, told.later)
            yield Line(name, kept, other, kept if choice is Choice.KEPT else other, choice, _EITHER)


def _suggested(told: Told, names: list[Line]) -> Line:
    """A spelling that a program made stays marked, unless the other record has the very same confirmed."""
    sides = [(side, suggested_in(side)) for side in (told.kept, told.other)]
    left = [
        line.name
        for line in names
        if line.result
        and all(line.name in marked for side, marked in sides if side.get(line.name) == line.result)
        and any(line.name in marked for _side, marked in sides)
    ]
    kept, result = told.kept.get("suggested", ""), noted(left)
    return Line(
        "suggested", kept, told.other.get("suggested", ""), result, Choice.KEPT if result == kept else Choice.OTHER
    )


def _added(told: Told) -> Line:
    """Somebody is among us since the earlier day; of who came before days were noted, none is known."""
    kept, other = told.kept.get("added", ""), told.other.get("added", "")
    result = min(kept, other)
    return Line("added", kept, other, result, Choice.KEPT if result == kept else Choice.OTHER)


def _numbers(told: Told) -> Line:
    """The numbers of other lists, and ours that goes: an old list finds the person by it."""
    kept, other = list(told.kept.get("external_ids", ())), list(told.other.get("external_ids", ()))
    result = list(dict.fromkeys((*kept, *other, show_busel_id(told.number))))
    return Line("external_ids", kept, other, result, Choice.BOTH)


def _decided(told: Told, name: str, options: tuple[Choice, ...], proposed: Choice) -> Line:
    kept, other = told.kept.get(name, ""), told.other.get(name, "")
    choice = told.chosen(name, options, proposed)
    return Line(name, kept, other, kept if choice is Choice.KEPT else other, choice, options)


def _agreeing(name: str, kept: Any, other: Any) -> Line:
    empty = kept in NOTHING
    return Line(name, kept, other, other if empty else kept, Choice.OTHER if empty else Choice.KEPT)
