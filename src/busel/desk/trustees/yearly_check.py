"""Are enough of the trustees' shares still there? What the office knows of each, and when to show them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.share_record import SHARE, SHOWN, ShareRecord, ShownRecord
from busel.vault.lock import STANDARD, Profile
from busel.vault.share_checks import SETS, asked_in, check_of, proof_of, read_words
from busel.vault.shares import Fault, ShareError

YEAR = 365
"""So many days after it was made or shown a share is to be shown again."""
EPOCH = dt.date(1970, 1, 1)
R = TypeVar("R", bound=msgspec.Struct)


@dataclass(frozen=True)
class Standing:
    """One share: the day it was made, and the last day on which it was shown, if it was."""

    number: int
    made: int
    shown: int | None

    def is_proven(self, day: int) -> bool:
        """Was it shown within a year?"""
        return self.shown is not None and day < self.shown + YEAR

    @property
    def due(self) -> int:
        """The day from which on it should be shown again."""
        return max(self.made, self.shown or 0) + YEAR


@dataclass(frozen=True)
class Check:
    """How the shares stand on a day: days since 1970."""

    shares: list[Standing]
    needed: int
    day: int

    @property
    def proven(self) -> int:
        """How many were shown within a year."""
        return sum(share.is_proven(self.day) for share in self.shares)

    @property
    def due(self) -> int:
        """The day of the next check: when the first share is a year old."""
        return min((share.due for share in self.shares), default=self.day + YEAR)

    @property
    def is_due(self) -> bool:
        """Is it time to ask the trustees?"""
        return self.due <= self.day


def check_on(session: Session, day: int) -> Check:
    """Return how the shares stand, as the office has it: for administrators."""
    kept = sorted(_records(session, SHARE, ShareRecord), key=lambda one: one.number)
    known = {one.number: one for one in kept}
    shown: dict[int, int] = {}
    for record in _records(session, SHOWN, ShownRecord):
        if record.number in known and _is_true(record, known[record.number]):
            shown[record.number] = max(record.day, shown.get(record.number, 0))
    shares = [Standing(one.number, one.day, shown.get(one.number)) for one in kept]
    return Check(shares, kept[0].needed if kept else 0, day)


def year_of(day: int) -> int:
    """Return the year of a day since 1970: it says which words are asked."""
    return (EPOCH + dt.timedelta(days=day)).year


def recognised(session: Session, typed: Sequence[str], *, day: int, profile: Profile = STANDARD) -> ShownRecord:
    """Return which share has these words, as it is noted. Raises ShareError where none has, or a word is none."""
    asked = asked_in(year_of(day))
    words = read_words(typed, asked)
    for kept in sorted(_records(session, SHARE, ShareRecord), key=lambda one: one.number):
        owner = (session.keyring.organisation, kept.salt)
        proof = proof_of(words, kept.number, asked=asked, owner=owner, profile=profile)
        shown = ShownRecord(number=kept.number, day=day, proof=proof)
        if _is_true(shown, kept):
            return shown
    raise ShareError(Fault.OTHER_WORDS)


def _is_true(shown: ShownRecord, kept: ShareRecord) -> bool:
    """Say whether who noted it had the words: every administrator's desk asks, and believes nobody's word."""
    return check_of(shown.proof) == kept.checks[SETS.index(asked_in(year_of(shown.day)))]


def _records(session: Session, kind: str, type_: type[R]) -> Iterator[R]:
    office = session.keyring.named("office")
    number = None if office is None else session.numbers.get(office.journal)
    for fields in Item.objects.filter(division=number, kind=kind).values_list("fields", flat=True):
        try:
            yield msgspec.convert(fields, type_)
        except msgspec.ValidationError:
            continue
