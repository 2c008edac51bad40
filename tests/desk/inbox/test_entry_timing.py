"""How long a collector waits says nothing about who is stored (T6): known and unknown people, sent in turn.

The statistic is Mann and Whitney's U, as z: between two equal distributions it passes 5 once in a million times. That
it finds what it looks for is shown beside it: an answer that takes a little longer for somebody known is told.
"""

from __future__ import annotations

import time
from itertools import count
from math import sqrt
from typing import TYPE_CHECKING

from busel.desk.actions.contacts import add_contact
from busel.desk.inboxes.entry import EntryPerson
from desk.conftest import ZLOBIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.conftest import Arrive, Desk, Organisation

PAIRS = 60
KNOWN, UNKNOWN = "Кавалёва", "Кавалёна"
_houses = count(100)


def z(one: Sequence[float], other: Sequence[float]) -> float:
    """Return by how many deviations one sample is the slower one."""
    greater = sum((mine > theirs) + (mine == theirs) / 2 for mine in one for theirs in other)
    both = len(one) * len(other)
    return (greater - both / 2) / sqrt(both * (len(one) + len(other) + 1) / 12)


def waited(desk: Desk, organisation: Organisation, family: str, *, longer: float = 0) -> float:
    """Return the seconds of one answer to a person who was sent; each lives in another house."""
    data = {"division": organisation.journal(ZLOBIN).hex(), "written_in": "be", "family": family, "given": "Вера"}
    begin = time.perf_counter()
    answer = desk.browser.post("/entry/", {**data, "settlement": "Жлобін", "street": f"Савецкая {next(_houses)}"})
    time.sleep(longer if family == KNOWN else 0)
    told = time.perf_counter() - begin
    assert answer.status_code == 303
    return told


def both(desk: Desk, organisation: Organisation, *, longer: float = 0) -> float:
    """Send known and unknown people in turn, each as often first; return how much slower known ones are answered."""
    seconds: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    for pair in range(PAIRS):
        for family in (KNOWN, UNKNOWN) if pair % 2 else (UNKNOWN, KNOWN):
            seconds[family].append(waited(desk, organisation, family, longer=longer))
    return z(seconds[KNOWN], seconds[UNKNOWN])


def test_an_answer_takes_as_long_for_somebody_who_is_stored_as_for_anybody_else(
    arrive: Arrive, organisation: Organisation
) -> None:
    editor = arrive("editor").session
    for _ in range(50):
        person = EntryPerson({"family_be": KNOWN, "given_be": "Вера"})
        add_contact(editor, organisation.journal(ZLOBIN), person=person.contact, about=[])
    desk = arrive("collector")
    waited(desk, organisation, UNKNOWN)  # what the first answer alone costs
    assert abs(both(desk, organisation)) < 5
    assert both(desk, organisation, longer=0.02) > 5
