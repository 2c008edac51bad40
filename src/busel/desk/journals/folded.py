"""A plain state under the rules of the workspace: what does not fit its kind, or names who stands, is refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from busel.desk.workspace.apply import STANDING
from busel.desk.workspace.rows import is_typed
from busel.journal.deed import MERGE, Deed, Op
from busel.journal.fold import Conflict, State
from busel.registry.erasures import RESTATING, named_by
from busel.registry.merged import is_founded


@dataclass
class Folded(State):
    """The folded state of one journal beside the workspace."""

    taken: set[int] = field(default_factory=set)
    """Whom the deed at hand took out, as far as it was applied."""

    def apply(self, deed: Deed) -> list[Conflict]:
        """Apply a verified deed; return the operations that did not fit, which are kept aside."""
        self.begin(deed)
        return super().apply(deed)

    def apply_one(self, op: Op) -> Conflict | None:
        """Apply one operation of the deed that was begun, or return its conflict."""
        named = named_by(op)
        if named and any(not named.isdisjoint(self.records.get(kind, ())) for kind in STANDING):
            return Conflict(op, self.get(op.kind, op.id))
        if op.kind == MERGE and op.now is not None and not self._may_merge(op):
            return Conflict(op, self.get(op.kind, op.id))
        stood = op.kind == "contact" and op.now is None and self.get("contact", op.id) is not None
        conflict = super().apply_one(op)
        if stood and conflict is None:
            self.taken.add(op.id)
        return conflict

    def _may_merge(self, op: Op) -> bool:
        gone, held = (op.now or {}).get("contact"), self.records.get(MERGE, {})
        named = any(fields.get("contact") == gone for id_, fields in held.items() if id_ != op.id)
        return is_founded(op, self.taken, named_before=named)

    def begin(self, deed: Deed) -> None:
        """Make ready for the operations of a deed.

        Whom it notes as erased and whose removal was erased from it is taken out before them.
        """
        self.taken.clear()
        self.meet(deed, restates=deed.name in RESTATING)
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
