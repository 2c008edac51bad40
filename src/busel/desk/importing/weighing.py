"""What the effects of a list weigh for the brake beside those whom its pages name.

How many of a list are stored says of nobody who; of ten lists, put together cleverly, it does. So somebody of whom a
count tells weighs a tenth of somebody who is named, anew for each list. Who was named on this day, and whom a list on
this very desk brought in, weighs nothing: that is known. Nor does the same list that is looked at otherwise, and no
list weighs more than `MOST`: a page of counts says no more, however long the list is, so the largest one can be
brought in again.
"""

from __future__ import annotations

from array import array

from busel.desk.clock import today
from busel.desk.importing.plan import Plan
from busel.desk.importing.stages import Stage
from busel.desk.importing.wizards import Wizard, under_way
from busel.desk.session import Session

PEOPLE = 10
"""So many of whom a count tells weigh as much as one who is named in a list."""
MOST = 1_000
"""What one list weighs at most: half of what an editor may be shown in an hour."""


def counted_anew(session: Session, wizard: Wizard, plan: Plan) -> set[int]:
    """Return of whom the effects of a list tell, and who was neither named, brought in nor counted here before."""
    told = plan.fates.counted
    if session.logbook.day == today():
        told -= session.logbook.weights.keys()
    for other in under_way():
        if other.stage is Stage.DONE and other.plan is not None:
            told.difference_update(other.plan.contacts)
    return told.difference(wizard.counted)


def weight_of(told: set[int]) -> int:
    """Return what they weigh for the brake."""
    return min(-(-len(told) // PEOPLE), MOST)


def remember(wizard: Wizard, told: set[int]) -> None:
    """Remember of whom a list has told: packed, for there may be very many."""
    wizard.counted += array("q", told)
