"""What a row says about others, while a plan is made: what is shared, who is related, and what stays a note."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from busel.contacts.busel_ids import read_busel_id
from busel.desk.importing.relating import Relating, Said
from busel.desk.importing.shared import Shared
from busel.journal.deed import Fields, Op
from busel.sheets.draft import TIE_AS_NOTE, TIE_LEFT_OUT, Draft, Problem
from busel.sheets.related import is_findable
from busel.sheets.targets import OUR_ID
from busel.sheets.ties import write_ties

if TYPE_CHECKING:
    from busel.desk.importing.bringing import Held
    from busel.desk.importing.outcomes import OnMatch
    from busel.desk.importing.plan import Reading

_IN = {"membership": "group", "attendance": "event"}


class Named(NamedTuple):
    """Somebody whom the row of a contact names beside: by `sheets.related`."""

    row: int
    contact: int
    role: str
    draft: Draft


@dataclass
class Tying:
    """The ties of one list. `people` are those of the division and those whom the list brought until now."""

    raw: sqlite3.Connection
    people: Mapping[int, object]
    shared: Shared
    reading: Reading
    relating: Relating = field(default_factory=Relating)
    who: dict[int, int] = field(default_factory=dict)
    """Number in the list -> contact."""
    beside: list[Named] = field(default_factory=list)
    """Who else is named in rows."""
    _coming: set[int] | None = None

    def of(self, draft: Draft, held: Held | None) -> list[tuple[str, Fields]] | str:
        """Return what a row says a person shares, with the household put into the draft; or the code of a problem."""
        if not draft.ties:
            return []
        about = held.about if held else {}
        inside = {fields[name] for kind, name in _IN.items() for _id, fields in about.get(kind, ())}
        home = self.shared.household(draft, held.contact.get("household", 0) if held else 0)
        if isinstance(home, str):
            return home
        if home:
            draft.contact["household"] = home
        return self.shared.records(draft, inside)

    def keep_notes(self, draft: Draft) -> Iterator[Problem]:
        """Turn what names nobody of the division or of the list into a note, with a warning: nothing is lost."""
        for role in [role for role, other in draft.related.items() if not is_findable(role, other)]:
            note = "\n".join(draft.related.pop(role).as_written)
            draft.add_note(note)
            yield Problem(draft.row, "", note, TIE_AS_NOTE)
        lost = [one for one in draft.ties.get("relationships", ()) if not self._is_known(one.number)]
        if lost:
            draft.ties["relationships"] = [one for one in draft.ties["relationships"] if one not in lost]
            note = write_ties("relationships", lost, "be")
            draft.add_note(note)
            yield Problem(draft.row, "", note, TIE_AS_NOTE)

    def relate(self, draft: Draft, contact: int) -> None:
        """Remember whom a row names, until everybody is known."""
        if draft.busel_id:
            self.who[draft.busel_id] = contact
        self.beside += [Named(draft.row, contact, role, other) for role, other in draft.related.items()]
        self.relating.said += [Said(draft.row, contact, one) for one in draft.ties.get("relationships", ())]

    def relationships(self, on_match: OnMatch) -> Iterator[tuple[Said, list[Op] | Problem]]:
        """Yield what the relationships mean, now that everybody is known."""
        who = {said.tie.number: said.tie.number for said in self.relating.said if said.tie.number in self.people}
        found = self.relating.changes(self.raw, who | self.who, on_match=on_match, seed=self.shared.seed)
        for said, ops in found:
            yield said, Problem(said.row, "", said.tie.text, TIE_LEFT_OUT) if ops is None else ops

    def _is_known(self, number: int) -> bool:
        if number in self.people or number in self.who:
            return True
        if self._coming is None:
            self._coming = set(self._numbers())
        return number > 0 and number in self._coming

    def _numbers(self) -> Iterator[int]:
        targets = list(self.reading.targets)
        if OUR_ID in targets:
            at = targets.index(OUR_ID)
            yield from (read_busel_id(cells[at]) for _row, cells in self.reading.table.data() if at < len(cells))
