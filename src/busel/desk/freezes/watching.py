"""What a desk does about freezes by itself: renew after a thaw, keep what others renewed, note what the shelf tells."""

from __future__ import annotations

from collections.abc import Callable

from busel.desk.account.taken import go_on_with_new_keys
from busel.desk.freezes.frozen import note_standings
from busel.desk.freezes.renewing import renew_halves
from busel.desk.keys.custodies import holders, spread_custodies, take_in_custodies
from busel.desk.running import log
from busel.desk.session import Session


def keep_watch(session: Session) -> None:
    """Do all of it, once the zone is open. What fails is logged, and is tried again at the next sign-in."""
    steps: list[Callable[[Session], object]] = [go_on_with_new_keys, renew_halves]
    if holders(session):
        steps += [take_in_custodies, spread_custodies, note_standings]
    for step in steps:
        try:
            step(session)
        except Exception as error:  # noqa: BLE001 - each for itself; the zone is open and stays so
            log.note_failure(error)
