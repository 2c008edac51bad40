"""Letting go of what was kept too long, and keeping it longer with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from busel.contacts.shared import Retention
from busel.desk.actions import action
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.keeping.retention import KIND, Due, Rule, clearing
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Op
from busel.vault.entropy import new_record_id

TOGETHER = 500
"""People in one commit: pages wait milliseconds for it."""


class ReadAnewError(Exception):
    """Somebody wrote in the division since it was read: nothing more was let go of."""


@action("clear_old_values")
def clear_old_values(session: Session, due: Due, rule: Rule, people: Sequence[tuple[bytes, int]]) -> int:
    """Empty one field of these people, as it was confirmed; return in how many.

    Raises ReadAnewError where somebody wrote meanwhile (what was let go of until then is), NotAllowedError,
    ConflictError or a ShelfError.
    """
    cleared = 0
    pull(session)
    for journal in dict.fromkeys(journal for journal, _contact in people):
        here = [contact for one, contact in people if one == journal]
        for at in range(0, len(here), TOGETHER):
            cleared += _clear_some(session, due, rule, journal, some=here[at : at + TOGETHER])
    return cleared


def _clear_some(session: Session, due: Due, rule: Rule, journal: bytes, *, some: Sequence[int]) -> int:
    with session.lock:
        link = session.ledgers[journal].link
        if link is None or link.sequence != due.ends.get(journal):
            raise ReadAnewError
        raw = raw_connection()
        about = [(contact, ops) for contact in some if (ops := clearing(raw, contact, rule))]
        if about:
            due.ends[journal] = write(session, journal, "clear_old_values", about).sequence
        return len(about)


@action("keep_longer")
def keep_longer(session: Session, journal: bytes, retention: Retention) -> None:
    """Keep one field of a person, or the person, until a day, with a reason. Raises NotAllowedError or a ShelfError."""
    record = new_record_id()
    write(session, journal, "keep_longer", [(retention.contact, [Op(KIND, record, retention.fields())])])
