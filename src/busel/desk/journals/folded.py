"""A plain state under the rules of the workspace: what does not fit its kind, or names who stands, is refused."""

from __future__ import annotations

from dataclasses import dataclass

from busel.desk.workspace.apply import STANDING
from busel.desk.workspace.rows import is_typed
from busel.journal.deed import Deed, Op
from busel.journal.fold import Conflict, State
from busel.registry.erasures import named_by


@dataclass
class Folded(State):
    """The folded state of one journal beside the workspace."""

    def apply_one(self, op: Op) -> Conflict | None:
        """Apply one operation, or return its conflict."""
        named = named_by(op)
        if named and any(not named.isdisjoint(self.records.get(kind, ())) for kind in STANDING):
            return Conflict(op, self.get(op.kind, op.id))
        return super().apply_one(op)

    def take_out_erased(self, deed: Deed) -> None:
        """Take out whom a deed notes as erased whose removal was erased from it, before its operations are applied."""
        if not deed.lacks_parts:
            return
        gone = set().union(*map(named_by, deed.ops()))
        for kind, records in self.records.items():
            out = [id_ for id_, fields in records.items() if id_ in gone or fields.get("contact") in gone]
            for id_ in out if kind in STANDING else ():
                records.pop(id_)


def new_state() -> Folded:
    """Return an empty state."""
    return Folded(fits=is_typed)
