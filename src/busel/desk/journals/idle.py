"""When idle: what grew long is laid together, and then looked at; totals go out where coordinators said so.

At most one journal a beat of the heart, aside, so a person who comes back never waits for a row of them, and a desk
whose idle limit is over ends between two of them, or when the one at hand is done.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from busel.desk.actions.access_log import fold_log, let_log_go
from busel.desk.actions.totals import send_totals
from busel.desk.clock import HOUR_SECONDS, month_of, this_hour, today
from busel.desk.journals.doubting import prove_snapshot, snapshots_to_prove
from busel.desk.journals.folding import TAIL_COMMITS, fold_journal, may_fold
from busel.desk.journals.ledger import Ledger
from busel.desk.oversight.log_digests import months_due
from busel.desk.oversight.log_looking import see_oddities
from busel.desk.reports.totals import plans
from busel.desk.running import log, options, process
from busel.desk.session import Session
from busel.journal.chain import Link
from busel.registry.roles import Role

TAIL_DAYS = 30
"""A tail that lies on a snapshot older than this is folded, however short it is."""
_HOURS_A_DAY = 86_400 // HOUR_SECONDS


class IdleFolding:
    """What one desk does when it is idle."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._looked: dict[bytes, Link | None] = {}
        """Journal -> its end when it was last tried: what could not be folded is not tried again before it moved."""
        self._logs: dict[bytes, int] = {}
        """Journal -> the month in which its access log was looked at."""
        self._let_go: dict[bytes, int] = {}
        """Journal -> the day on which old entries of its access log were looked for."""
        self._proved: dict[bytes, int] = {}
        """Journal -> what the snapshot covers that this desk compared with its deeds."""
        self._odd_on = -1
        """The day on which it was looked what stands out in access logs."""
        self._told: dict[bytes, int] = {}
        """Journal -> the day on which its totals were sent, or tried to."""
        self._told_at = 0
        """The hour in which no totals were due."""
        self._folding: threading.Thread | None = None

    def look(self) -> threading.Thread | None:
        """Begin to fold one journal that is due, aside, if nobody pressed anything for a while; return the thread."""
        at_work = self._folding is not None and self._folding.is_alive()
        if at_work or process.current.quiet_seconds() < options.chosen.quiet:
            return None
        for journal, ledger in list(self._session.ledgers.items()):
            if is_due(ledger) and self._looked.get(journal) != ledger.link and may_fold(self._session, journal):
                self._looked[journal] = ledger.link
                return self._begin(fold_journal, journal)
        logs = self._look_into_logs() or self._look_for_old_entries()
        return logs or self._look_for_totals() or self._look_at_snapshots() or self._look_for_oddities()

    def _look_for_oddities(self) -> threading.Thread | None:
        """See what stands out in the logs of a coordinator's divisions, aside: once a day."""
        if self._odd_on == today() or not self._session.divisions(least=Role.COORDINATOR):
            return None
        self._odd_on = today()
        return self._begin(see_oddities, name="looking")

    def _look_at_snapshots(self) -> threading.Thread | None:
        """Compare one division's newest snapshot with its deeds, aside: each once."""
        for journal, covers in snapshots_to_prove(self._session):
            if self._proved.get(journal) != covers:
                self._proved[journal] = covers
                return self._begin(prove_snapshot, journal, name="proving")
        return None

    def _look_into_logs(self) -> threading.Thread | None:
        """Lay together last month's access log of one division that this account coordinates, aside."""
        month = month_of(this_hour())[0]
        for bundle in self._session.divisions(least=Role.COORDINATOR):
            if self._logs.get(bundle.journal) == month:
                continue
            self._logs[bundle.journal] = month
            for since, until in months_due(self._session, bundle.journal):
                return self._begin(fold_log, bundle.journal, since, until)
        return None

    def _look_for_old_entries(self) -> threading.Thread | None:
        """Let old entries of one division's access log go, aside: an auditor's desk, each division once a day."""
        if not self._session.keyring.audit:
            return None
        for journal in sorted(self._session.certificates.divisions()):
            if self._let_go.get(journal) != today():
                self._let_go[journal] = today()
                return self._begin(let_log_go, journal)
        return None

    def _look_for_totals(self) -> threading.Thread | None:
        """Send one division's totals, aside, where its coordinators said so: tried once a day."""
        if self._told_at == this_hour():
            return None
        for plan in plans(self._session, least=Role.COORDINATOR):
            if plan.sent.weekly and plan.may_send and self._told.get(plan.journal) != today():
                self._told[plan.journal] = today()
                return self._begin(send_totals, plan.journal)
        self._told_at = this_hour()
        return None

    def _begin(self, work: Callable[..., object], *about: bytes | int, name: str = "folding") -> threading.Thread:
        """Carry out one piece of work aside."""
        self._folding = threading.Thread(target=self._carry_out, args=(work, about), name=name, daemon=True)
        self._folding.start()
        return self._folding

    def _carry_out(self, work: Callable[..., object], about: tuple[bytes | int, ...]) -> None:
        try:
            with process.current.hold("folding", to_be_seen=False):
                work(self._session, *about)
        except Exception as error:  # noqa: BLE001 - nobody waits for it: it is tried again later
            log.note_failure(error)
        finally:
            connection.close()


def is_due(ledger: Ledger) -> bool:
    """Is a journal's tail longer, or what it lies on older, than an opening should have to read?"""
    if ledger.link is None or not ledger.tail:
        return False
    return ledger.tail > TAIL_COMMITS or this_hour() - ledger.since > TAIL_DAYS * _HOURS_A_DAY
