"""When a roster believes that an epoch has begun: bounds, so that nobody states away what later ones are to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.registry.statements import Epoch

if TYPE_CHECKING:
    from busel.registry.roster import Roster


def may_be_stated(roster: Roster, statement: Epoch) -> bool:
    """Has the epoch begun, is it later than the last stated one, and its certificate newer by no more than it is?

    Why safe: the journal's own epoch is proven by its chain, and only a rotation moves it. So who coordinates can state
    no epoch that is to come, after which nothing would be owed, nor a certificate that no epoch brought. Epochs that
    nobody stated, because a desk was ended, may be passed over: each brings one certificate at most.
    """
    last = next((one for one in reversed(roster.statements) if isinstance(one, Epoch)), None)
    epoch, certificate = (last.epoch, last.certificate) if last is not None else (0, 0)
    ahead = statement.epoch - epoch
    begun = roster.epoch is None or statement.epoch <= roster.epoch
    return begun and ahead > 0 and 0 <= statement.certificate - certificate <= ahead
