"""Brakes on mass reading: how many people's pages an account opens in an hour and on a day before a colleague is asked.

Held by the desk's own code, counted by the shelf for the locker, whatever its sessions: who signs out and in again
stands where they stood. Commands have none: who runs them has the server's shell. Collectors read nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from busel.desk.clock import today
from busel.desk.oversight.access_log import BrakedError, Note, lay, note_people, page
from busel.desk.oversight.colleagues import leaves
from busel.desk.session import Session
from busel.registry.roles import Role
from busel.shelf.log_calls import NO_LIMIT, Drawn

WHOLE = 10
"""What opening somebody's page counts."""
COMPARED = 3
"""What one of two people side by side counts: what tells people apart is shown, not what happened with them."""
WEIGHTS = {
    "open_contact": WHOLE,
    "open_history": WHOLE,
    "compare_contacts": COMPARED,
    "find_contacts": 1,
    "count_few": 1,
    "open_inbox": 1,
    "preview_import": 1,
    "print_sheet": 1,
}
"""A row of a list counts a tenth, and so does who is named where a list is compared with those stored.

What else shows people has a rule of its own: exports and letters to very many need a colleague's consent.
"""
MOST = {
    Role.VIEWER: (60, 300),
    Role.EDITOR: (200, 1_000),
    Role.COORDINATOR: (300, 1_500),
}
"""Role -> people opened in an hour, on a day; ten times as many in lists. The highest role on any division counts."""


def lay_page(session: Session, notes: Sequence[Note], drawn: Sequence[Drawn] = (), *, more: int = 0) -> None:
    """Log what a page shows, unless the brake stops it: then that is logged, and BrakedError raised.

    `more`: what it weighs beside those who are named in the notes.

    Raises StaleError where the page was made of what has moved (`drawn`), NotAllowedError or a ShelfError too; in each
    case the page must not be shown.
    """
    _begin_day(session)
    fresh = _fresh(session, notes)
    weight = sum(fresh.values()) + more
    try:
        lay(session, notes, weight=weight, most=allowed(session) if weight else NO_LIMIT, drawn=drawn)
    except BrakedError:
        lay(session, [Note("stopped_by_brake", division, (), 1) for division in {one.division for one in notes}])
        raise
    weights = session.logbook.weights
    for contact, weight in fresh.items():
        weights[contact] = weights.get(contact, 0) + weight


def log_people_now(session: Session, deed: str, contacts: Sequence[int]) -> None:
    """Log that people are about to be shown, before anything is done for it. Raises as `lay_page` does."""
    with page() as before:
        note_people(session, deed, contacts)
    lay_page(session, before.notes)


def allowed(session: Session) -> tuple[int, int]:
    """Return how much this account may open in an hour and on a day, as the shelf counts it; 0 is without end.

    Each colleague who lets it go on today lifts the hour's limit and gives as many people again.
    """
    hour, day = usual(session)
    given = len(leaves(session, session.account))
    return 0 if given else hour * WHOLE, day * WHOLE * (1 + given)


def usual(session: Session) -> tuple[int, int]:
    """Return how many people's pages the account's role opens in an hour and on a day."""
    return max((MOST[bundle.role] for bundle in session.divisions()), default=NO_LIMIT)


def _begin_day(session: Session) -> None:
    if session.logbook.day != today():
        session.logbook.day = today()
        session.logbook.weights.clear()


def _fresh(session: Session, notes: Sequence[Note]) -> dict[int, int]:
    """Return what each person adds to what was counted for them today: nobody counts twice."""
    wanted: dict[int, int] = {}
    for one in notes:
        weight = WEIGHTS.get(one.deed, 0)
        for contact in one.contacts if weight else ():
            wanted[contact] = max(weight, wanted.get(contact, 0))
    counted = session.logbook.weights
    return {id_: weight - counted.get(id_, 0) for id_, weight in wanted.items() if weight > counted.get(id_, 0)}
