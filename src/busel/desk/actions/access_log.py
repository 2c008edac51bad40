"""Laying a month of a division's access log together, so that a report of a year reads a few hundred entries."""

from __future__ import annotations

from busel.desk.actions import action
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.oversight.access_log import new_chain, write_apart
from busel.desk.oversight.auditing import auditors_keys
from busel.desk.oversight.letting_go import fold, plan_letting_go
from busel.desk.oversight.log_gone import standing
from busel.desk.oversight.log_reports import LONGEST_HOURS, Entry, read
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.shelf.log_calls import NewLogEntry
from busel.vault.entropy import new_record_id

DIGEST = "log_digest"


@action("fold_log")
def fold_log(session: Session, division: bytes, since: int, until: int) -> None:
    """Lay together what each account did in a division between two hours, both included. Doing it twice is harmless.

    Raises NotAllowedError, PermissionError or a ShelfError.
    """
    if not session.may(Role.COORDINATOR, division):
        raise NotAllowedError
    entries = list(read(session, division, since, until))
    notes = list(fold(entries, since, until, deed="fold_log"))
    first, last = write_apart(session, division, notes) if notes else (0, -1)
    record = new_record_id()
    fields = {"since": since, "until": until, "first": first, "last": last, "resume": _resume(entries, until)}
    write(session, division, "fold_log", [(record, [Op(DIGEST, record, fields)])])


@action("let_log_go")
def let_log_go(session: Session, division: bytes, *, by_hand: bool = False) -> int:
    """Let go what is older than the shelf keeps each entry for, having laid together what each account had done.

    Returns how many went: none where anything in it does not open or hold together, for that is kept to be looked at.
    Each month is laid together anew, whatever coordinators laid: so nobody's summary of the own doings is all that
    stays. `by_hand`: an auditor has seen the entries of a kind that nobody knows (`Logbook.strange`); they go too, and
    whom they name counts as opened. Sessions that were at work at the end stay, for a session's first entry
    opens the rest. Raises NotAllowedError for who is no auditor, or a ShelfError.
    """
    audit = session.keyring.audit
    if not audit or session.account not in auditors_keys(session):
        raise NotAllowedError
    stands = standing(session, division)
    if not stands.old:
        session.logbook.strange.pop(division, None)
        return 0
    plan = plan_letting_go(session, division, stands, by_hand=by_hand)
    if plan is None:
        return 0
    chain = new_chain(session, division)
    sealed = chain.seal(plan.notes)
    told = [NewLogEntry(division, b"", chain.id, number, body) for number, body in sealed]
    with session.logbook.writing:
        places = session.shelf.let_log_go(session.token, division, audit, plan.gone.below, plan.kept, told)
        session.logbook.ends[division.hex()] = chain.confirm(sealed, places)
    return plan.gone.count


def _resume(entries: list[Entry], until: int) -> int:
    """Return the place where the oldest session begins that may still have been at work afterwards."""
    late = [entry.place for entry in entries if entry.hour > until - LONGEST_HOURS]
    return min(late, default=max((entry.place + 1 for entry in entries), default=0))
