"""Requests to take many people out: who asks, what coordinators answered, and whether it holds now.

An answer counts in the division in whose journal it stands. Held by the desk's code: a person's keys open what they
read anyway, so a changed desk could take people out without asking; a desk of ours never does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import msgspec

from busel.contacts.export_records import Export, ExportAnswer, ExportRequest
from busel.contacts.record import Record, read_record
from busel.desk.clock import this_hour
from busel.desk.exporting.choice import Choice
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.roles import Role

REQUEST, ANSWER, EXPORT = "export_request", "export_answer", "export"
LETTERS = "letters"
"""The format of what goes out on paper."""
MOST_ALONE = 50
"""More people than these nobody takes out alone within a day, in one file or in several."""
HOURS = 24
"""So long a request, and a consent to it, holds."""


R = TypeVar("R", bound=Record)


class State(StrEnum):
    """How a request stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    OVER = "over"
    """Nobody answered, or nobody took the file, in time."""
    TAKEN = "taken"


@dataclass(frozen=True)
class Asked:
    """A request as the divisions that are open here hold it: journal -> the record there."""

    record: int
    held: dict[bytes, ExportRequest]
    answers: dict[bytes, list[ExportAnswer]]
    """Journal -> answers that count there."""
    taken: bool

    @property
    def one(self) -> ExportRequest:
        """The request; apart from the count all divisions hold the same."""
        return next(iter(self.held.values()))

    @property
    def is_letters(self) -> bool:
        """Is it about letters on paper?"""
        return self.one.format == LETTERS

    @property
    def account(self) -> bytes:
        """Who asks."""
        return bytes.fromhex(self.one.account)

    @property
    def journals(self) -> tuple[bytes, ...]:
        """All divisions concerned, also those that are not open here."""
        return tuple(bytes.fromhex(journal) for journal in self.one.divisions)

    @property
    def count(self) -> int:
        """How many people, in the divisions that are open here."""
        return sum(one.count for one in self.held.values())

    @property
    def choice(self) -> Choice:
        """What is asked for."""
        one = self.one
        return Choice(self.journals, one.where or None, one.what, one.format, one.parts)

    @property
    def state(self) -> State:
        """How it stands now."""
        if self.taken:
            return State.TAKEN
        if any(not answer.agrees for answers in self.answers.values() for answer in answers):
            return State.REFUSED
        if this_hour() > self.one.hour + HOURS:
            return State.OVER
        return State.AGREED if all(self.answers.get(journal) for journal in self.journals) else State.WAITING

    def waits_for(self, session: Session) -> list[bytes]:
        """Return the divisions in which this account is asked: a coordinator there, and not who asks."""
        if self.account == session.account or self.state is not State.WAITING:
            return []
        return [
            journal
            for journal in self.journals
            if journal in self.held and not self.answers.get(journal) and session.may(Role.COORDINATOR, journal)
        ]


def requests(session: Session) -> list[Asked]:
    """Return the requests in the divisions that are open here, newest first. What does not read as one is none."""
    journals = {number: journal for journal, number in session.numbers.items()}
    held: dict[int, dict[bytes, ExportRequest]] = {}
    for record, number, one in _records(REQUEST, ExportRequest):
        held.setdefault(record, {})[journals[number]] = one
    answers = list(_records(ANSWER, ExportAnswer))
    taken = {(journals[number], one.request) for _id, number, one in _records(EXPORT, Export)}
    found = []
    for record, parts in held.items():
        first = next(iter(parts.values()))
        counted: dict[bytes, list[ExportAnswer]] = {}
        for _id, number, answer in answers:
            journal = journals[number]
            if answer.request == record and journal in parts and _counts(session, journal, first, answer):
                counted.setdefault(journal, []).append(answer)
        found.append(Asked(record, parts, counted, any((journal, record) in taken for journal in parts)))
    return sorted(found, key=lambda asked: (-asked.one.hour, asked.record))


def find_request(session: Session, record: int) -> Asked | None:
    """Return one of them."""
    return next((asked for asked in requests(session) if asked.record == record), None)


def mine(session: Session, *, letters: bool = False) -> list[Asked]:
    """Return what this account asked for, files or letters, and may still want to see: of the last two days."""
    since = this_hour() - 2 * HOURS
    own = (asked for asked in requests(session) if asked.account == session.account and asked.one.hour >= since)
    return [asked for asked in own if asked.is_letters is letters]


def to_answer(session: Session) -> list[Asked]:
    """Return the requests that wait for this account."""
    return [asked for asked in requests(session) if asked.waits_for(session)]


def taken_alone(session: Session, *, letters: bool = False) -> int:
    """Return how many people this account took out, or printed letters to, within a day without anybody's consent."""
    since, own = this_hour() - HOURS, session.account.hex()
    exports = (one for _id, _number, one in _records(EXPORT, Export) if (one.format == LETTERS) is letters)
    return sum(one.count for one in exports if one.account == own and not one.request and one.hour > since)


def _counts(session: Session, journal: bytes, request: ExportRequest, answer: ExportAnswer) -> bool:
    """Ask whether an answer is another account's, a coordinator's of this division, and of the request's day.

    The desk that reads an answer has believed its author: a record of another's account is none (registry.authored).
    """
    roster = session.ledgers[journal].roster
    in_time = request.hour <= answer.hour <= request.hour + HOURS
    other = answer.account != request.account
    return (
        other
        and in_time
        and roster is not None
        and roster.holds(bytes.fromhex(answer.account), Role.COORDINATOR, answer.hour)
    )


def _records(kind: str, type_: type[R]) -> Iterator[tuple[int, int, R]]:
    """Yield (record, the division's number, the record) of a kind."""
    rows = Item.objects.filter(kind=kind).order_by("division", "record").values_list("record", "division_id", "fields")
    for record, number, fields in rows:
        try:
            yield record, number, read_record(type_, fields)
        except msgspec.ValidationError:
            continue
