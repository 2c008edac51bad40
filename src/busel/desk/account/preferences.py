"""An account's own choices, a record in its own journal."""

from __future__ import annotations

from busel.desk.journals.writing import write
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields, Op
from busel.journal.fold import changes

KIND, RECORD = "preferences", 1


def read_preferences(session: Session) -> Fields | None:
    """Return what was chosen; None while the own journal is not open yet."""
    ledger = session.ledgers.get(session.keyring.account.mailbox)
    if ledger is None or ledger.link is None:
        return None
    return next(iter(own_records(session, KIND)), {})


def own_records(session: Session, kind: str) -> list[Fields]:
    """Return the records of one kind in the account's own journal."""
    number = session.numbers.get(session.keyring.account.mailbox)
    return list(Item.objects.filter(division=number, kind=kind).values_list("fields", flat=True))


def set_preferences(session: Session, chosen: Fields) -> None:
    """Keep choices. Does nothing while the own journal is not open yet."""
    before = read_preferences(session)
    if before is None:
        return
    now, was = changes(before, chosen)
    if now:
        write(session, session.keyring.account.mailbox, "set_preferences", [(RECORD, [Op(KIND, RECORD, now, was)])])
