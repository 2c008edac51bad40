"""Looking for duplicates beside the pages: what is found waits in this desk's memory."""

from __future__ import annotations

from busel.desk.duplicates.finding import pairs_in
from busel.desk.duplicates.pairs import Pair
from busel.desk.duplicates.review import REVIEW
from busel.desk.running.long_reading import LongReading
from busel.desk.session import Session


def _look(session: Session) -> list[Pair]:
    found = pairs_in([session.numbers[bundle.journal] for bundle in session.divisions()])
    REVIEW.lay(found)
    return found


LOOKING: LongReading[list[Pair]] = LongReading("duplicates", _look)
"""The desk's one look."""


def forget() -> None:
    """Forget what was found: for tests."""
    LOOKING.forget()
    REVIEW.forget()
