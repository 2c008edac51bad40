"""What a reader of the access log looks at: the entries of some days, of all divisions that open, or some of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from busel.desk.clock import local_hour, this_hour
from busel.desk.oversight.log_asking import Asking
from busel.desk.oversight.log_gone import gone_until
from busel.desk.oversight.log_reports import Entry, LogReading, may_read_log, read_log, wanted_of_news
from busel.desk.oversight.oddities import Odd, oddities
from busel.desk.session import Session
from busel.registry.keyring import NOT_DIVISIONS
from busel.registry.log_reading import Finding, Flaw

DAYS = (1, 7, 30, 90)
_HOURS_A_DAY = 24


@dataclass(frozen=True)
class Wanted:
    """What is asked for. Empty is everybody's, everywhere, everything."""

    days: int = 7
    account: bytes = b""
    division: bytes = b""
    deed: str = ""


@dataclass
class Look:
    """What was found: (division, entry) newest first, who and what there is to choose, and what does not fit."""

    entries: list[tuple[bytes, Entry]] = field(default_factory=list)
    accounts: dict[bytes, str] = field(default_factory=dict)
    """Account -> the name it bears in its newest session."""
    deeds: set[str] = field(default_factory=set)
    odd: list[Odd] = field(default_factory=list)
    findings: list[tuple[bytes, Finding]] = field(default_factory=list)
    """What does not hold together, with its division."""
    shut: int = 0
    """Sessions that are not sealed to this reader."""
    gone_until: int = 0
    """The last hour of which entries were let go, in one of these divisions; 0 where none were."""


def divisions_to_read(session: Session) -> dict[bytes, str]:
    """Return the divisions whose log this account reads, by full name."""
    known = session.certificates.divisions() if session.keyring.audit else {}
    own = {bundle.journal: bundle.name for bundle in session.divisions() if bundle.name not in NOT_DIVISIONS}
    readable = {journal: name for journal, name in (known | own).items() if may_read_log(session, journal)}
    return dict(sorted(readable.items(), key=lambda pair: pair[1]))


def look(session: Session, wanted: Wanted) -> Look:
    """Read and pick. Raises a ShelfError. What stands out is of all accounts and deeds of these days and divisions."""
    found, since = Look(), this_hour() - wanted.days * _HOURS_A_DAY
    everything: list[Entry] = []
    divisions = [one for one in divisions_to_read(session) if wanted.division in (b"", one)]
    asking = Asking(session, [wanted_of_news(session, division) for division in divisions])
    for division in divisions:
        reading = read_log(session, division, since, asking=asking)
        _look_into(session, reading, since, found=found, everything=everything, wanted=wanted)
    found.entries.sort(key=lambda pair: (pair[1].hour, pair[1].place), reverse=True)
    found.odd = oddities(everything, local_hour=local_hour)
    return found


def see_oddities(session: Session) -> None:
    """Remember how many things stood out in the last days, to be told on the home page. Raises a ShelfError."""
    found = look(session, Wanted())
    session.logbook.stands_out = len(found.odd) + len(found.findings)


def _look_into(
    session: Session, reading: LogReading, since: int, *, found: Look, everything: list[Entry], wanted: Wanted
) -> None:
    division = reading.division
    found.gone_until = max(found.gone_until, gone_until(session, division))
    for finding in reading.findings:
        if finding.flaw is Flaw.SHUT:
            found.shut += 1
        else:
            found.findings.append((division, finding))
    for entry in reading.entries:
        if entry.hour < since:
            continue
        everything.append(entry)
        found.accounts[entry.account] = entry.handle
        found.deeds.add(entry.deed)
        if wanted.account in (b"", entry.account) and wanted.deed in ("", entry.deed):
            found.entries.append((division, entry))
