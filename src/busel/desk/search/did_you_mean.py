"""“Did you mean …”: names and places of the zone that are near to what was typed, where nobody is called exactly so.

Only words that somebody in the zone bears now: what the account does not read is not in the desk. Each suggestion comes
with the people whom it tells of, for they are noted as if a list had shown them, where they are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from busel.contacts.former import formers_in
from busel.contacts.records import Contact
from busel.desk.search.free_text import TEXTS
from busel.desk.search.hits import Hit
from busel.desk.search.likeness import Reason, alike, whole
from busel.desk.search.names import NAMES, Role
from busel.desk.search.settling import settle
from busel.desk.search.spelt import SPELT
from busel.desk.workspace.load import raw_connection, read_contact
from busel.names.clean import tokens
from busel.names.places import meant_settlements
from busel.names.words import language_of
from busel.names.written import written_name

MOST = 5
"""More suggestions are no help."""
WORDS = 4
"""What is longer was no name."""
FAR = 0.65
"""How like words must be that are suggested where nothing nearer is there."""
FIRST_PAGE = 25
"""So many people a list shows at once: a name that one of them bears stands right below, and is not offered."""
PEOPLE = 10
"""So many people of a suggestion are told: with more of them it says nothing about anyone."""
_NAMES = tuple(f"{part}_{language}" for part in ("family", "given", "patronymic") for language in ("be", "ru"))


@dataclass(frozen=True)
class Suggestion:
    """What may have been meant, as it is to be searched for, and whom that tells of: the first `PEOPLE`."""

    text: str
    contacts: tuple[int, ...]


def is_weak(hits: Sequence[Hit]) -> bool:
    """Is nobody called so, but only nearly so?"""
    return bool(hits) and Reason.ALIKE in hits[0].reasons


def did_you_mean(typed: str, hits: Sequence[Hit]) -> list[Suggestion]:
    """Return what may have been meant, the likeliest first, where nobody was found or only who is called nearly so.

    Never a name that somebody bears whom the list shows first.
    """
    words = tokens(written_name(typed))
    if not words or len(words) > WORDS or any(map(str.isdecimal, typed)) or (hits and not is_weak(hits)):
        return []
    settle()
    if not hits:
        found = [*_names_near(words), *_places_near(typed)]
    elif len(words) == 1:
        found = _names_near(words, unlike=frozenset(hit.contact for hit in hits[:FIRST_PAGE]))
    else:
        found = _called_nearly(hits, in_russian=language_of(typed) == "ru")
    return list({one.text: one for one in reversed(found)}.values())[: -MOST - 1 : -1]


def _called_nearly(hits: Sequence[Hit], *, in_russian: bool) -> list[Suggestion]:
    """Return the whole names of those who are called nearly so, in the language in which was typed."""
    shown: set[str] = set()
    by_name: dict[str, list[int]] = {}
    for place, hit in enumerate(hits[: FIRST_PAGE + 10 * MOST] if len(hits) > FIRST_PAGE else ()):
        record = read_contact(raw_connection(), hit.contact)
        name = _whole_name(record, in_russian=in_russian) if record else ""
        if place < FIRST_PAGE:
            shown.add(name)
        elif name and name not in shown:
            by_name.setdefault(name, []).append(hit.contact)
    return [Suggestion(name, tuple(contacts[:PEOPLE])) for name, contacts in by_name.items()]


def _whole_name(record: Contact, *, in_russian: bool) -> str:
    spelt = ((record.family_be, record.given_be), (record.family_ru, record.given_ru))
    family, given = next((one for one in (reversed(spelt) if in_russian else spelt) if one[0]), ("", ""))
    return " ".join(filter(None, (family, given)))


def _names_near(words: Sequence[str], *, unlike: frozenset[int] = frozenset()) -> list[Suggestion]:
    """Return single names: those of the words that somebody bears, then those that are near to one of them.

    `unlike`: no name that one of these people bears.
    """
    told: list[Suggestion] = []
    for word in words:
        sure = [one.number for one in whole(word)] if len(words) > 1 else []
        near = sorted(alike(word, least=FAR), key=lambda one: -one.score) if len(word) > 1 else []
        numbers = [*sure[:1], *(one.number for one in near)]
        told += islice(_borne(one for one in numbers if unlike.isdisjoint(NAMES.bearers([one]))), MOST)
    return told


def _borne(numbers: Iterable[int]) -> Iterator[Suggestion]:
    told: set[tuple[Role, int]] = set()
    for number in numbers:
        role, contacts = _bearers(number)
        bearing = {(role, contact) for contact in contacts}
        if contacts and told.isdisjoint(bearing):  # else the same name in the other language: it finds the same people
            told |= bearing
            yield Suggestion(_as_written(number, contacts[0]), contacts)


def _bearers(number: int) -> tuple[Role, tuple[int, ...]]:
    """Return some who bear a word, as a family name if anybody does so."""
    for role in (Role.FAMILY, Role.GIVEN, Role.FORMER):
        contacts = tuple(dict.fromkeys(islice(NAMES.bearers([number], role), PEOPLE)))
        if contacts:
            return role, contacts
    return Role.GIVEN, ()


def _as_written(number: int, contact: int) -> str:
    """Return a word as one of its bearers has it: with a capital letter and its apostrophe."""
    word, record = NAMES.words[number], read_contact(raw_connection(), contact)
    written = [*(getattr(record, name) for name in _NAMES), *formers_in(record.former_family)] if record else []
    return next((name for name in written if word in tokens(name)), word.capitalize())


def _places_near(typed: str) -> Iterator[Suggestion]:
    """Yield settlements and streets of addresses in the zone that the text may mean."""
    if not TEXTS.ready:
        return
    names = [name for place in meant_settlements(typed) for name in (place.be, place.ru)]
    for name in dict.fromkeys([*names, *SPELT.meant_streets(typed)]):
        contacts = tuple(islice(TEXTS.holders(name), PEOPLE))
        if contacts:
            yield Suggestion(name, contacts)
