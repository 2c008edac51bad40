"""What is noted of the trustees: that a share was there."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from busel.desk.actions import action
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.session import Session
from busel.desk.trustees.yearly_check import check_on, recognised
from busel.journal.deed import Fields, Op
from busel.registry.share_record import SHOWN
from busel.vault.entropy import new_record_id
from busel.vault.lock import STANDARD, Profile
from busel.vault.shares import Fault, ShareError


@action("check_share")
def check_share(session: Session, typed: Sequence[str], *, day: int, profile: Profile = STANDARD) -> int:
    """Note that this year's words of a share were told on a day, and return its number. No word is kept.

    Raises ShareError for words that are none, no share's of this organisation, or were told on this day already;
    NotAllowedError, or a ShelfError.
    """
    office = session.keyring.named("office")
    if office is None:
        raise NotAllowedError
    shown = recognised(session, typed, day=day, profile=profile)
    if any(one.number == shown.number and one.shown == day for one in check_on(session, day).shares):
        raise ShareError(Fault.AGAIN, at=shown.number)
    record = new_record_id()
    fields: Fields = msgspec.to_builtins(shown)
    write(session, office.journal, "check_share", [(record, [Op(SHOWN, record, fields)])])
    return shown.number
