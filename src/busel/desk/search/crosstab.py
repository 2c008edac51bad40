"""Counting people by two things crossed: whatever is known of each once, or several times.

Of what a person has several of (tags, what happened), each counts: such a person stands in several cells, and once in
each sum. Where there are more columns than a page holds, the rarest are taken together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from busel.desk.search.conditions import EVERYBODY, Condition, compile_condition, ids_where, run
from busel.desk.search.where import Where
from busel.desk.workspace.load import raw_connection

OTHERS = "\0others"
"""Stands for all values that have no row or column of their own."""
MOST_COLUMNS, MOST_ROWS = 16, 150
Value = Hashable
Fold = Callable[[Value], Value]
Together = Counter[tuple[frozenset[Value], frozenset[Value]]]
"""(all that somebody has of the first, of the second) -> how many people have just these."""


@dataclass(frozen=True)
class Dimension:
    """What is counted by. `expr` is SQL over the contact `c`, or over a record `r` of `table`; "" is not known."""

    key: str
    expr: str
    table: str = ""
    only: str = "1"
    """Which of the records count."""
    values: tuple[str, ...] = ()
    """Bound to it, where it asks for something."""
    mostly_one: bool = False
    """Have few people several records there? Then the table is gone through as it lies."""
    packed: bool = False
    """Is it JSON that may hold several values?"""
    is_scale: bool = False
    """Do its values go from one end to another, as ages and months do? Then they stand in that order."""
    fold: Fold = field(default=lambda value: value)
    """From what SQL gives to what is counted."""

    def held(self) -> dict[int, Value]:
        """Return what each person has, as `all_of` understands it.

        The whole comes as two JSON texts out of SQLite: row by row it takes ten times as long.
        """
        if not self.table:
            return dict(zip(*self._lists(f"SELECT c.id, {self.expr} FROM workspace_contact c"), strict=True))
        where = f"FROM {self.table} r WHERE {self.only}"
        if self.mostly_one:
            return _by_person(*self._lists(f"SELECT r.contact_id, {self.expr} {where}"))
        together = f"SELECT r.contact_id, json_group_array({self.expr}) {where} GROUP BY r.contact_id"
        return dict(zip(*self._lists(together), strict=True))

    def _lists(self, query: str) -> tuple[list[int], list[Value]]:
        pairs = f"WITH pairs(id, held) AS ({query}) SELECT json_group_array(id), json_group_array(held) FROM pairs"
        [(ids, held)] = raw_connection().execute(pairs, self.values)
        return msgspec.json.decode(ids, type=list[int]), _texts(held)

    def all_of(self, held: Value) -> frozenset[Value]:
        """Return the values that something `held` gave comes to."""
        if held is None:
            return frozenset({""})
        known: Any = held
        if self.packed or (self.table and not self.mostly_one):
            known = msgspec.json.decode(str(held))
        values = known if isinstance(known, list | tuple) else [known]
        return frozenset(self.fold("" if value is None else value) for value in values) or frozenset({""})


def _by_person(ids: list[int], values: list[Value]) -> dict[int, Value]:
    """Return each person's value; of those who have several, all of them as a tuple."""
    found = dict(zip(ids, values, strict=True))
    if len(found) < len(ids):
        several: dict[int, list[Value]] = {id_: [] for id_, count in Counter(ids).items() if count > 1}
        for id_, value in zip(ids, values, strict=True):
            if id_ in several:
                several[id_].append(value)
        found |= {id_: tuple(some) for id_, some in several.items()}
    return found


def _texts(held: str) -> list[Value]:
    values: list[Value] = msgspec.json.decode(held)
    return values


@dataclass(frozen=True)
class Crosstab:
    """What came out. Rows and columns with the most people first; what is not known stands last."""

    rows: list[Value]
    columns: list[Value]
    cells: dict[tuple[Value, Value], int]
    row_sums: dict[Value, int]
    column_sums: dict[Value, int]
    total: int
    """People, each once."""
    several: bool
    """Does somebody stand in several cells?"""

    def line(self, row: Value) -> list[int]:
        """Return the numbers of a row."""
        return [self.cells.get((row, column), 0) for column in self.columns]


def crossed(rows: Dimension, columns: Dimension, where: Condition | None = None) -> Crosstab:
    """Count the people of a condition by two things. Raises conditions.BadConditionError."""
    if rows.table or columns.table:
        people = ids_where(where or EVERYBODY)
        pairs = zip(map(rows.held().get, people), map(columns.held().get, people), strict=True)
    else:
        values = (*rows.values, *columns.values)
        select = f"SELECT {rows.expr}, {columns.expr} FROM workspace_contact c WHERE "
        where_ = compile_condition(where or EVERYBODY)
        pairs = run(select, Where(where_.sql, (*values, *where_.values)))  # type: ignore[assignment]  # pairs
    together: Together = Counter()
    for (row, column), count in Counter(pairs).items():
        together[rows.all_of(row), columns.all_of(column)] += count
    return _counted(together, rows, columns)


def _counted(together: Together, of_rows: Dimension, of_columns: Dimension) -> Crosstab:
    rows = _ordered(_sums(together, 0), MOST_ROWS, is_scale=of_rows.is_scale)
    columns = _ordered(_sums(together, 1), MOST_COLUMNS, is_scale=of_columns.is_scale)
    if OTHERS in rows or OTHERS in columns:
        together = _with_others(together, set(rows), set(columns))
    cells: Counter[tuple[Value, Value]] = Counter()
    for (some, others), count in together.items():
        for row in some:
            for column in others:
                cells[row, column] += count
    total = together.total()
    return Crosstab(
        rows,
        columns,
        cells,
        _sums(together, 0),
        _sums(together, 1),
        total=total,
        several=cells.total() > total,
    )


def _with_others(together: Together, rows: Container[Value], columns: Container[Value]) -> Together:
    found: Together = Counter()
    for (some, others), count in together.items():
        found[frozenset(_kept(one, rows) for one in some), frozenset(_kept(one, columns) for one in others)] += count
    return found


def _kept(value: Value, kept: Container[Value]) -> Value:
    return value if value in kept else OTHERS


def _sums(together: Together, at: int) -> Counter[Value]:
    found: Counter[Value] = Counter()
    for both, count in together.items():
        for value in both[at]:
            found[value] += count
    return found


def _ordered(sums: Counter[Value], most: int, *, is_scale: bool) -> list[Value]:
    """Return the values with the most people first; those beyond what a page holds as one, the unknown last.

    Those of a scale stand in its order: 1 before 2, however many people there are.
    """
    known: Iterable[tuple[Value, int]] = ((value, count) for value, count in sums.items() if value != "")
    values = [value for value, _count in sorted(known, key=lambda pair: (-pair[1], str(pair[0])))]
    shown, rest = (values, []) if len(values) <= most else (values[: most - 1], [OTHERS])
    if is_scale:
        shown = sorted(shown, key=lambda value: str(value).zfill(len("2026-01")))
    return [*shown, *rest, *([""] if "" in sums else [])]
