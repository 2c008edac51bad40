"""The fold: how operations become the current state, what a conflict is, and what undo does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from busel.journal.deed import Deed, Fields, Op
from busel.journal.snapshot import Block

Records = dict[int, Fields]


@dataclass(frozen=True)
class Conflict:
    """An operation that does not fit: `current` is what the record holds (None: there is no such record)."""

    op: Op
    current: Fields | None


def apply_op(current: Fields | None, op: Op) -> Fields | Conflict | None:
    """Return the record's fields after `op` (None: removed), or the conflict.

    A conflict is `was` ≠ current and `now` ≠ current, in any field. What already is as `op` wants it stays so: applying
    twice is applying once.
    """
    if op.now is None:
        return None if current is None or current == op.was else Conflict(op, current)
    if current is None:
        return _present(op.now) if not op.was else Conflict(op, current)
    after = dict(current)
    for name, value in op.now.items():
        held = current.get(name)
        if held not in (value, op.was.get(name)):
            return Conflict(op, current)
        after[name] = value
    return _present(after)


def _restated(current: Fields | None, op: Op) -> Fields | Conflict | None:
    """Return what a record holds after an operation that changes nothing, and so tells what it holds."""
    if op.now is None:
        return None
    if not op.was:  # a record as a whole
        return _present(op.now)
    if any(op.now.get(name) != op.was.get(name) for name in {**op.now, **op.was}):
        return Conflict(op, current)
    return _present({**(current or {}), **op.now})


def _present(fields: Fields) -> Fields:
    if None not in fields.values():  # as nearly always: no copy, for nobody changes fields in their place
        return fields
    return {name: value for name, value in fields.items() if value is not None}


@dataclass
class State:
    """The folded state of one journal: kind -> id -> fields. The plain model of what a desk keeps in its workspace."""

    records: dict[str, Records] = field(default_factory=dict)
    deeds: set[tuple[str, bytes]] = field(default_factory=set)
    """Names and ids of the deeds applied since the snapshot: the same deed twice is applied once."""
    fits: Callable[[str, Fields], bool] = lambda _kind, _fields: True
    """Are these the fields that a record of this kind may have? Others are a conflict, as in the workspace."""
    lacks: bool = False
    """Did any deed so far lack parts that were erased?"""
    restating: bool = False
    """Does the deed at hand say again what stands, for those who lack parts?"""

    def meet(self, deed: Deed, *, restates: bool) -> None:
        """Make ready for a deed. `restates`: is it one that says again what stands where parts of others go?"""
        self.lacks = self.lacks or deed.lacks_parts
        self.restating = restates and self.lacks

    def apply(self, deed: Deed) -> list[Conflict]:
        """Apply a verified deed; return the operations that did not fit, which are kept aside."""
        if (deed.name, deed.id) in self.deeds:
            return []
        self.deeds.add((deed.name, deed.id))
        return [conflict for op in deed.ops() if (conflict := self.apply_one(op)) is not None]

    def apply_one(self, op: Op) -> Conflict | None:
        """Apply one operation, or return its conflict."""
        kind = self.records.setdefault(op.kind, {})
        after = apply_op(kind.get(op.id), op)
        if isinstance(after, Conflict) and self.restating:
            after = _restated(kind.get(op.id), op)
        if isinstance(after, Conflict):
            return after
        if after is not None and not self.fits(op.kind, after):
            return Conflict(op, kind.get(op.id))
        if after is None:
            kind.pop(op.id, None)
        else:
            kind[op.id] = after
        return None

    def lay(self, block: Block) -> None:
        """Lay a snapshot block over the state: later blocks win."""
        for kind, records in block.records.items():
            self.records.setdefault(kind, {}).update(records)
        for kind, gone in block.gone.items():
            for id_ in gone:
                self.records.get(kind, {}).pop(id_, None)

    def all_records(self) -> Iterator[tuple[str, int, Fields]]:
        """Yield every record: kind, id, fields."""
        for kind, records in self.records.items():
            for id_, fields in records.items():
                yield kind, id_, fields

    def let_go(self) -> None:
        """Forget all, one record after the other: a hundred thousand freed at once keep every other thread waiting."""
        for records in self.records.values():
            while records:
                records.popitem()

    def get(self, kind: str, id_: int) -> Fields | None:
        """Return a record's fields, or None."""
        return self.records.get(kind, {}).get(id_)


@dataclass(frozen=True)
class Undo:
    """What undoing comes to: operations that put back what was, and those that were changed since and stay."""

    ops: list[tuple[int, Op]]
    left: list[Op]


def undo(deed: Deed, state: State) -> Undo:
    """Return how to undo `deed`: `was` is put back, where current still is `now`; the rest is listed.

    What it did last is undone first: each operation is looked at in the state that it left.
    """
    ops: list[tuple[int, Op]] = []
    left: list[Op] = []
    undone: dict[tuple[str, int], Fields | None] = {}
    for subject, op in reversed([(part.subject, op) for part in deed.read_parts() for op in part.ops]):
        key = (op.kind, op.id)
        current = undone[key] if key in undone else state.get(*key)
        back, stays = undo_op(op, current)
        if stays is not None:
            left.append(stays)
        if back is not None:
            ops.append((subject, back))
            after = apply_op(current, back)
            undone[key] = current if isinstance(after, Conflict) else after
    return Undo(ops, left[::-1])


def undo_op(op: Op, current: Fields | None) -> tuple[Op | None, Op | None]:
    """Return the operation that undoes `op` as far as possible, and what of `op` was changed since and stays."""
    if op.now is None:
        return (Op(op.kind, op.id, op.was), None) if current is None else (None, op)
    if current is None:
        return None, op
    if not op.was and current == _present(op.now):
        return Op(op.kind, op.id, None, current), None
    same = [name for name, value in op.now.items() if current.get(name) == value]
    back = Op(
        op.kind, op.id, {name: op.was.get(name) for name in same}, _present({name: op.now[name] for name in same})
    )
    rest = {name: value for name, value in op.now.items() if name not in same}
    stays = Op(op.kind, op.id, rest, {name: op.was[name] for name in rest if name in op.was})
    return (back if same else None), (stays if rest else None)


def changes(current: Fields | None, wanted: Fields) -> tuple[Fields, Fields]:
    """Return (`now`, `was`) of an operation that turns `current` into `wanted`, only for fields that differ."""
    held = current or {}
    names = [name for name in {**held, **wanted} if held.get(name) != wanted.get(name)]
    return {name: wanted.get(name) for name in names}, {name: held[name] for name in names if name in held}


def delta_block(ops: Iterable[Op], state: State) -> Block:
    """Return a block with the current form of every record that `ops` touched: what a snapshot lacks since."""
    records: dict[str, list[tuple[int, Fields]]] = {}
    gone: dict[str, list[int]] = {}
    for kind, id_ in dict.fromkeys((op.kind, op.id) for op in ops):
        fields = state.get(kind, id_)
        if fields is None:
            gone.setdefault(kind, []).append(id_)
        else:
            records.setdefault(kind, []).append((id_, fields))
    return Block(records, gone, over=True)
