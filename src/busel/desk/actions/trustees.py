"""What is noted of the trustees: that a share was there."""

from __future__ import annotations

import msgspec

from busel.desk.actions import action
from busel.desk.session import Session
from busel.desk.writing import NotAllowedError, write
from busel.desk.yearly_check import check_on, recognised
from busel.journal.deed import Fields, Op
from busel.registry.share_record import SHOWN, ShownRecord
from busel.vault.entropy import new_record_id
from busel.vault.shares import Fault, ShareError, read_share


@action("check_share")
def check_share(session: Session, typed: str, *, day: int) -> int:
    """Note that a share was typed on a day, and return its number. Nothing else of it is kept.

    Raises ShareError for what is no share, not one of this organisation's, or was typed on this day already;
    NotAllowedError, or a ShelfError.
    """
    office = session.keyring.named("office")
    if office is None:
        raise NotAllowedError
    number = recognised(session, read_share(typed))
    if any(one.number == number and one.shown == day for one in check_on(session, day).shares):
        raise ShareError(Fault.AGAIN, at=number)
    record = new_record_id()
    fields: Fields = msgspec.to_builtins(ShownRecord(number=number, day=day))
    write(session, office.journal, "check_share", [(record, [Op(SHOWN, record, fields)])])
    return number
