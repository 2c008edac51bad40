"""What an account did in a division over a long time: whole months from their digests, the rest entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from busel.desk.actions.access_log import DIGEST
from busel.desk.clock import month_of, this_hour
from busel.desk.oversight.log_asking import Asking
from busel.desk.oversight.log_gone import laid_together
from busel.desk.oversight.log_reports import read_log, read_span, wanted_of_log, wanted_of_span
from busel.desk.oversight.oddities import KINDS, kinds_of
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.roles import Role
from busel.shelf.log_calls import LogWant


@dataclass
class Doings:
    """Whom an account opened, took out (printed or exported), and saw in lists: contact ids."""

    since: int
    """The hour from which on they are told."""
    opened: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)
    unnamed: int = 0
    """So many more of whom it is not said who they were."""
    doubts: int = 0
    """Things in the log that do not hold together, or do not open for who asks."""

    def add(self, kind: str, contacts: tuple[int, ...], unnamed: int) -> None:
        """Add people of one kind."""
        getattr(self, kind).update(contacts)
        self.unnamed += unnamed


@dataclass(frozen=True)
class Digest:
    """Where a month lies that was laid together: from hour to hour, from place to place."""

    since: int
    until: int
    first: int
    last: int
    resume: int
    """The place from which on to read what came afterwards."""


def digests(session: Session, division: bytes) -> list[Digest]:
    """Return the months of a division that were laid together, the oldest first; one for each."""
    rows = Item.objects.filter(kind=DIGEST, division_id=session.numbers[division]).values_list("fields", flat=True)
    found = {}
    for fields in rows:
        numbers = [fields.get(name, -1) for name in ("since", "until", "first", "last", "resume")]
        if all(isinstance(number, int) for number in numbers):
            found[numbers[0]] = Digest(*numbers)
    return [found[since] for since in sorted(found)]


@dataclass(frozen=True)
class Sources:
    """What a report on some hours of a division reads: months that were laid together, then entries."""

    division: bytes
    since: int
    until: int
    told: Sequence[Digest]
    """Whole months; the first may begin before `since`."""
    months: Sequence[Digest]
    """All that there are."""

    @property
    def rest(self) -> int:
        """The hour from which on entries are read one by one."""
        return self.told[-1].until + 1 if self.told else self.since

    @property
    def begin(self) -> int:
        """The place where they begin; -1 where nobody knows it."""
        return self.told[-1].resume if self.told else -1 if self.since else 0

    def wants(self, session: Session) -> Iterator[LogWant]:
        """Yield what will be asked for, as far as it is known beforehand. Raises PermissionError."""
        for one in self.told:
            yield wanted_of_span(session, self.division, one.first, one.last)
        if self.rest <= self.until and self.begin >= 0:
            yield wanted_of_log(session, self.division, self.begin)


def sources(session: Session, division: bytes, *, since: int, until: int) -> Sources:
    """Return where it stands what was done in a division between two hours, both included."""
    rest, told, months = since, [], digests(session, division)
    for one in months:
        if one.until < rest:
            continue
        if one.since > rest or one.until > until:
            break
        told.append(one)
        rest = one.until + 1
    return Sources(division, since, until, told, months)


def doings(session: Session, division: bytes, account: bytes, *, since: int, until: int) -> Doings:
    """Return what an account did in a division between two hours, both included.

    A month that was laid together is told whole, so it may begin earlier: `Doings.since`. For coordinators. Raises
    PermissionError or a ShelfError.
    """
    return doings_in(session, sources(session, division, since=since, until=until), account, Asking(session))


def doings_in(session: Session, read: Sources, account: bytes, asking: Asking) -> Doings:
    """Return what `doings` does, asking by what may have announced it. Raises PermissionError or a ShelfError."""
    found = Doings(min(read.since, read.told[0].since) if read.told else read.since)
    for one in read.told:
        _add_digest(session, read.division, one, account=account, found=found, asking=asking)
    if read.rest <= read.until:
        _add_entries(session, read, account=account, found=found, asking=asking)
    _add_gone(session, read.division, list(read.months), account=account, until=read.until, found=found)
    return found


def _add_entries(session: Session, read: Sources, *, account: bytes, found: Doings, asking: Asking) -> None:
    since, until = read.rest, read.until
    reading = read_log(session, read.division, since, begin=read.begin, asking=asking)
    found.doubts = len(reading.findings)
    for entry in reading.entries:
        if entry.account == account and since <= entry.hour <= until:
            for kind in kinds_of(entry):
                found.add(kind, entry.contacts, max(0, entry.count - len(entry.contacts)))


def _add_digest(
    session: Session, division: bytes, one: Digest, *, account: bytes, found: Doings, asking: Asking
) -> None:
    roster = session.ledgers[division].roster
    for entry in read_span(session, division, one.first, one.last, asking=asking):
        folded = entry.folded
        if folded is None or folded.account != account or (folded.since, folded.until) != (one.since, one.until):
            continue
        if folded.kind in KINDS and roster is not None and roster.holds(entry.account, Role.COORDINATOR, entry.hour):
            found.add(folded.kind, entry.contacts, folded.unnamed)


def _add_gone(
    session: Session, division: bytes, months: list[Digest], *, account: bytes, until: int, found: Doings
) -> None:
    """Add what auditors laid together of entries that are not there any more.

    Why beside a coordinator's months: who laid those together could leave an own doing out, as long as nobody compares.
    """
    for entry in laid_together(session, division, since=found.since):
        folded = entry.folded
        if folded is None or folded.account != account or folded.since > until or folded.kind not in KINDS:
            continue
        told = any(one.since <= folded.since and folded.until <= one.until for one in months)
        found.add(folded.kind, entry.contacts, 0 if told else folded.unnamed)


def months_due(session: Session, division: bytes) -> Iterator[tuple[int, int]]:
    """Yield what is over and not laid together yet, as first and last hour: up to the end of last month.

    The first one is from the beginning, and the next goes on where the one before ended: so no entry is left between.
    """
    first, _last = month_of(this_hour())
    before = digests(session, division)
    since = before[-1].until + 1 if before else 0
    if since < first:
        yield since, first - 1
