"""Who of many incoming people is likely stored already, among those whom the account reads: all in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from busel.desk.inboxes.entry import EntryPerson
from busel.desk.people.likely import alike, bearing, whole_names
from busel.desk.search.names import NAMES
from busel.desk.search.settling import settle
from busel.desk.workspace.models import Phone
from busel.desk.workspace.rows import tail
from busel.journal.deed import Fields
from busel.names.phones import national_digits

MOST = 5
"""More namesakes help nobody."""
LEAST_DIGITS = 5
_TOGETHER = 500


@dataclass(frozen=True)
class Likely:
    """A stored contact that may be the same person: the telephone is the same, or else family and given name are."""

    contact: int
    by_phone: bool


def likely_among(people: Sequence[EntryPerson]) -> dict[int, list[Likely]]:
    """Return for each person (by index) who is likely the same, telephones first; nobody without a likely one."""
    settle()
    names, bearers = _Namesakes(), _bearers({number for person in people for number in _numbers(person)})
    found = {}
    for index, person in enumerate(people):
        same = {contact: True for number in _numbers(person) for contact in bearers.get(number, ())}
        for contact in names.of(person.contact):
            same.setdefault(contact, False)
        if same:
            found[index] = [Likely(contact, by_phone) for contact, by_phone in same.items()][:MOST]
    return found


def _numbers(person: EntryPerson) -> list[str]:
    written = [fields.get("number") or fields.get("written", "") for kind, fields in person.about if kind == "phone"]
    return [digits for digits in map(national_digits, written) if len(digits) >= LEAST_DIGITS]


def _bearers(numbers: Iterable[str]) -> dict[str, list[int]]:
    """Return number -> contacts that have it, with or without its code."""
    by_tail: dict[int, list[str]] = {}
    for number in numbers:
        by_tail.setdefault(tail(number), []).append(number)
    found: dict[str, list[int]] = {}
    tails = list(by_tail)
    for at in range(0, len(tails), _TOGETHER):
        rows = Phone.objects.filter(tail__in=tails[at : at + _TOGETHER])
        for contact, end, held, written in rows.values_list("contact_id", "tail", "number", "written"):
            digits = national_digits(held or written)
            for number in by_tail[end]:
                if digits.endswith(number) or number.endswith(digits):
                    found.setdefault(number, []).append(contact)
    return found


@dataclass
class _Namesakes:
    """Who bears a family name and a given name that sound the same; each distinct name is looked up once."""

    families: dict[str, list[int]] = field(default_factory=dict)
    givens: dict[str, frozenset[int]] = field(default_factory=dict)

    def of(self, person: Fields) -> Iterable[int]:
        for family, given in whole_names(person):
            bearers = self._given(given)
            yield from (contact for contact in self._family(family) if contact in bearers)

    def _family(self, name: str) -> list[int]:
        if name not in self.families:
            self.families[name] = list(dict.fromkeys(bearing(name)))
        return self.families[name]

    def _given(self, name: str) -> frozenset[int]:
        if name not in self.givens:
            self.givens[name] = frozenset(NAMES.bearers(alike(name)))
        return self.givens[name]
