"""What an account did in a division over a long time: whole months from their digests, the rest entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from busel.desk.actions.access_log import DIGEST
from busel.desk.clock import month_of, this_hour
from busel.desk.oversight.log_gone import laid_together
from busel.desk.oversight.log_reports import read_log, read_span
from busel.desk.oversight.oddities import KINDS
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.roles import Role


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


def doings(session: Session, division: bytes, account: bytes, *, since: int, until: int) -> Doings:
    """Return what an account did in a division between two hours, both included.

    A month that was laid together is told whole, so it may begin earlier: `Doings.since`. For coordinators. Raises
    PermissionError or a ShelfError.
    """
    found, rest, begin, months = Doings(since), since, -1, digests(session, division)
    for one in months:
        if one.until < rest:
            continue
        if one.since > rest or one.until > until:
            break
        _add_digest(session, division, one, account=account, found=found)
        found.since, rest, begin = min(found.since, one.since), one.until + 1, one.resume
    if rest <= until:
        _add_entries(session, division, (rest, until), account=account, begin=begin, found=found)
    _add_gone(session, division, months, account=account, until=until, found=found)
    return found


def _add_entries(
    session: Session, division: bytes, hours: tuple[int, int], *, account: bytes, begin: int, found: Doings
) -> None:
    since, until = hours
    reading = read_log(session, division, since, begin=begin)
    found.doubts = len(reading.findings)
    for entry in reading.entries:
        if entry.account == account and since <= entry.hour <= until:
            for kind in (kind for kind, deeds in KINDS.items() if entry.deed in deeds):
                found.add(kind, entry.contacts, max(0, entry.count - len(entry.contacts)))


def _add_digest(session: Session, division: bytes, one: Digest, *, account: bytes, found: Doings) -> None:
    roster = session.ledgers[division].roster
    for entry in read_span(session, division, one.first, one.last):
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
