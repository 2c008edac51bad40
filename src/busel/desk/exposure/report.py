"""The exposure report of one account: whom it could read, whom it opened, and whom it printed or took out.

*Could read* rests on keys alone, so it holds also against who keeps an old copy of the database and the passphrase:
everybody who stood in a division in an epoch whose keys the account had, and, where it had the history, everybody who
stood there before. *Opened* and *printed or taken out* rest on what the account itself had to say to work: the access
log, and its own deeds in the journals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from busel.desk.clock import this_hour
from busel.desk.exposure.chronicle import Chronicle, Keys, Removed, Stay
from busel.desk.journals.annals import reader_of
from busel.desk.journals.writing import NotReadError
from busel.desk.oversight.log_asking import Asking
from busel.desk.oversight.log_digests import Doings, Sources, doings_in, sources
from busel.desk.oversight.log_reports import may_read_log
from busel.desk.running.patience import without_collecting
from busel.desk.session import Session
from busel.desk.workspace.aliases import given
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.merges import who_is_who
from busel.desk.workspace.models import Item
from busel.journal.errors import EpochUnknownError, JournalError
from busel.registry.keyring import Bundle
from busel.registry.roster import roster_statements

TAKEN_OUT = ("print_", "export_")
"""How the deeds begin after which people stand on paper, or in a file, outside."""


@dataclass(frozen=True)
class Period:
    """From one hour to another, both in it."""

    since: int = 0
    until: int = 2**31 - 1

    def holds(self, hour: int) -> bool:
        """Is the hour in it?"""
        return self.since <= hour <= self.until

    def meets(self, begin: int, end: int | None) -> bool:
        """Has it an hour in common with a time that lasts until another begins (None: still)?"""
        return begin <= self.until and (end is None or end >= self.since)


ALL_TIME = Period()


@dataclass
class Traces:
    """Whom an account opened, and whom it printed or took out, in one division."""

    opened: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    unnamed: int = 0
    """So many more were opened or taken out of whom it is not said who they were."""
    doubts: int = 0
    """Things in the access log that do not hold together, or do not open for who asks: it may say too little."""
    since: int = 0
    """The hour from which on the access log told: older months are laid together and told whole."""
    is_logged: bool = True
    """Could the access log be read? Else only the journals told."""

    def add(self, deed: str, contacts: Iterable[int]) -> None:
        """Note what one deed was about."""
        (self.taken if deed.startswith(TAKEN_OUT) else self.opened).update(contacts)


@dataclass(frozen=True)
class Exposed:
    """What an account could see of one division in the period."""

    journal: bytes
    name: str
    keys: tuple[Keys, ...]
    """Of the epochs that it held in the period, the oldest first."""
    changed: int | None
    """The hour at which the keys were changed after which it had none; None while its keys still open the division."""
    could: frozenset[int]
    traces: Traces
    removed: dict[int, Removed]
    """Of all these, who stand there no longer: they are to be warned too."""
    unread: int
    """Commits that do not open for who asks: whoever came and went in them is missing here."""

    @property
    def is_open(self) -> bool:
        """Do its keys open the division still?"""
        return bool(self.keys) and self.changed is None

    @property
    def history(self) -> bool:
        """Could it read what was written before it came?"""
        return any(one.history for one in self.keys)


@dataclass(frozen=True)
class Report:
    """The report, by division; those with the most people first."""

    account: bytes
    period: Period
    made: int
    """The hour at which it was made."""
    divisions: tuple[Exposed, ...]
    unread: tuple[str, ...] = ()
    """Divisions that could not be read to their end: nothing is known of them here."""

    def could(self) -> int:
        """How many people it could read."""
        return sum(len(one.could) for one in self.divisions)

    def opened(self) -> int:
        """How many people it opened."""
        return sum(len(one.traces.opened) for one in self.divisions)

    def taken(self) -> int:
        """How many people it printed or took out."""
        return sum(len(one.traces.taken) for one in self.divisions)


Told = Callable[[int, int], None]
"""Told (divisions done, divisions in all)."""


def exposure_of(
    session: Session, account: bytes, period: Period = ALL_TIME, *, told: Told = lambda _done, _all: None
) -> Report:
    """Return the report of an account over all divisions that are open here. Raises a ShelfError.

    Reads each division where the account was ever named from its first commit on: seconds for a hundred thousand
    people.
    """
    bundles = [bundle for bundle in session.divisions() if _is_named(session, bundle, account)]
    logs = _logs(session, bundles, period)
    asking = Asking(session, (want for log in logs.values() for want in log.wants(session)))
    found: list[Exposed] = []
    unread: list[str] = []
    for done, bundle in enumerate(bundles):
        told(done, len(bundles))
        with without_collecting():
            one = _in_division(session, bundle, account, period=period, logged=logs.get(bundle.journal), asking=asking)
        if one is None:
            unread.append(bundle.name)
        elif one.keys or one.traces.opened or one.traces.taken:
            found.append(one)
    told(len(bundles), len(bundles))
    found.sort(key=lambda one: (-len(one.could), one.name))
    return Report(account, period, this_hour(), tuple(found), tuple(unread))


def _is_named(session: Session, bundle: Bundle, account: bytes) -> bool:
    """Did the account ever hold anything in a division? Of one that cannot be read nobody knows."""
    ledger = session.ledgers.get(bundle.journal)
    return ledger is None or ledger.roster is None or account in ledger.roster.keys


def _logs(session: Session, bundles: Iterable[Bundle], period: Period) -> dict[bytes, Sources]:
    """Return what is read of the access logs that open here, by division."""
    return {
        bundle.journal: sources(session, bundle.journal, since=period.since, until=period.until)
        for bundle in bundles
        if bundle.journal in session.ledgers and may_read_log(session, bundle.journal)
    }


def _in_division(
    session: Session, bundle: Bundle, account: bytes, *, period: Period, logged: Sources | None, asking: Asking
) -> Exposed | None:
    """Return what an account could see of one division; None where its journal cannot be read to its end."""
    try:
        chronicle = reader_of(session, bundle.journal, Chronicle)
        traces = _own_deeds(chronicle, session, account, period)
    except (JournalError, EpochUnknownError, NotReadError):
        return None
    if logged is None:
        traces.is_logged = False
    else:
        _add_logged(doings_in(session, logged, account, asking), traces)
    number = session.numbers[bundle.journal]
    names = given(raw_connection(), number)  # journal and log tell stored ids
    present = _present(session, bundle.journal, names)
    held = chronicle.hands.get(account, {})
    keys = [held[epoch] for epoch in sorted(held) if period.meets(held[epoch].since, chronicle.ends(epoch))]
    could = frozenset(_readable(keys, chronicle.stays, present))
    concerned = could | traces.opened | traces.taken
    means = who_is_who(raw_connection(), number)  # who was merged stands there still, under another number
    removed = {id_: chronicle.removed[id_] for id_ in (concerned & chronicle.removed.keys()) - present - means.keys()}
    names = {**means, **names}
    if names:
        could = frozenset(names.get(id_, id_) for id_ in could)
        traces.opened, traces.taken = ({names.get(id_, id_) for id_ in some} for some in (traces.opened, traces.taken))
    return Exposed(
        journal=bundle.journal,
        name=bundle.name,
        keys=tuple(keys),
        changed=chronicle.ends(max(held)) if held else None,
        could=could,
        traces=traces,
        removed=removed,
        unread=chronicle.gaps,
    )


def _own_deeds(chronicle: Chronicle, session: Session, account: bytes, period: Period) -> Traces:
    """Read the journal; return whom the account's own deeds in it are about: who changes a person has opened them."""
    traces = Traces()
    for deed in chronicle.read_all(session):
        about = chronicle.note(deed)
        if deed.author == account and period.holds(deed.hour):
            traces.add(deed.name, about)
    if chronicle.gaps:
        chronicle.learn_from_roster(_ended_in(session, chronicle.place.journal))
    return traces


def _ended_in(session: Session, journal: bytes) -> dict[bytes, int]:
    """Return in which epoch each revocation of a division was written: its digest -> epoch."""
    lying = Item.objects.filter(division=session.numbers[journal], kind="revocation").values_list("fields", flat=True)
    return {
        one.digest(): fields["epoch"]
        for fields in lying
        if isinstance(fields.get("epoch"), int)
        for one in roster_statements([("revocation", fields)])
    }


def _add_logged(told: Doings, traces: Traces) -> None:
    """Add what the access log tells of the account."""
    traces.since, traces.doubts = told.since, told.doubts
    traces.unnamed += told.unnamed
    traces.opened |= told.opened | told.listed
    traces.taken |= told.taken


def _readable(keys: Sequence[Keys], stays: Mapping[int, list[Stay]], present: set[int]) -> Iterator[int]:
    """Yield whom these keys open. `present` stand there now; of whom no deed tells, they have stood there always."""
    if not keys:
        return
    epochs, inboxes = [one.epoch for one in keys], {one.epoch for one in keys if one.inbox}
    history = max((one.epoch for one in keys if one.history), default=-1)
    yield from present - stays.keys()
    for contact, times in stays.items():
        if any(one.came <= history or one.sent in inboxes or _stood(one, epochs) for one in times):
            yield contact


def _stood(stay: Stay, epochs: Sequence[int]) -> bool:
    return any(stay.came <= epoch and (stay.went is None or epoch <= stay.went) for epoch in epochs)


def _present(session: Session, journal: bytes, names: dict[int, int]) -> set[int]:
    number, back = session.numbers[journal], {local: stored for stored, local in names.items()}
    rows = raw_connection().execute("SELECT id FROM workspace_contact WHERE division_id = ?", (number,))
    return {back.get(row[0], row[0]) for row in rows.fetchall()}
