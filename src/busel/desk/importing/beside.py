"""People whom rows name beside their own ("Мать", "Телефон матери"): found here or in the list, else brought in.

They are looked for when all rows are read, by the same rules as rows are: it does not matter which row comes first.
Who is found stays as they are; only the relationship is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from busel.desk.importing.bringing import new_person
from busel.desk.importing.known import Known
from busel.desk.importing.numbering import tie_id
from busel.desk.importing.outcomes import WAS_ERASED
from busel.desk.importing.plan import About
from busel.desk.importing.relating import Said
from busel.desk.importing.telling import called, names_in
from busel.desk.importing.tying import Tying
from busel.sheets.draft import TIE_UNSURE, Problem
from busel.sheets.related import SIDES
from busel.sheets.ties import Tie


class Found(NamedTuple):
    """Who is, or may be, somebody whom a row names: stored before, or coming in with the list."""

    contacts: tuple[int, ...]


def bring_beside(known: Known, tying: Tying, tags: Sequence[str]) -> Iterator[About | Problem | Found]:
    """Yield the operations for each who is new, who was found, and a warning for each who cannot be told from another.

    The warning holds the note that such a one has to become.

    Each who is found or brought in is related to the row's person by `tying`.
    """
    known.sounds.learn(names_in(one.draft for one in tying.beside))
    for row, contact, role, draft in tying.beside:
        person = known.sounds.person(draft.contact)
        phones = [phone["number"] for phone in draft.phones if phone["number"]]
        match = known.match(person, phones=phones, ids=(), but={contact})
        other = match.contact or tie_id(tying.shared.seed, "beside", row, role)
        if found := match.candidates or (match.contact,) * bool(match.contact):
            yield Found(found)
        if match.code:
            yield Problem(row, "", "\n".join(draft.as_written), TIE_UNSURE)
            continue
        if other not in known.people:
            if day := known.erased.get(other):
                yield Problem(row, "", day, WAS_ERASED)
                continue
            known.add(other, person, phones=phones, ids=())
            yield row, other, new_person(other, draft, tags)
        tying.who[other] = other
        tying.relating.said.append(Said(row, contact, Tie(f"{SIDES[role]}: {called(draft)}", {}, other)))
