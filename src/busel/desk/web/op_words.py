"""Operations in words: each field with what stood there before and after."""

from __future__ import annotations

from collections.abc import Iterable

from busel.desk.web.components import Change
from busel.desk.web.field_words import field_words, value_words
from busel.journal.deed import Op

NOT_TOLD = ("contact", "batch")
"""Fields that join records; they say nothing to a person, except who is related to whom."""


_ABOUT_TWO = ("relationship", "distinct")


def op_lines(ops: Iterable[Op]) -> tuple[Change, ...]:
    """Return one line for each field that the operations change, as far as it shows."""
    lines = [
        Change(
            field_words(op.kind, name),
            value_words(op.kind, name, op.was.get(name)),
            value_words(op.kind, name, (op.now or {}).get(name)),
        )
        for op in ops
        for name in {**op.was, **(op.now or {})}
        if name not in NOT_TOLD or op.kind in _ABOUT_TWO
    ]
    return tuple(line for line in lines if line.old != line.new)
