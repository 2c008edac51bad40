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

from busel.desk.search.conditions import EVERYBODY, Condition, compile_condition, run
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
    """Have most people one record there, or two? Then the table is gone through as it lies."""
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
    if len(found) == len(ids):
        return found
    found.clear()
    for id_, value in zip(ids, values, strict=True):
        if id_ in found:
            held = found[id_]
            found[id_] = (*held, value) if type(held) is tuple else (held, value)
        else:
            found[id_] = value
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
    together: Together = Counter()
    for (row, column), count in Counter(_pairs(rows, columns, where or EVERYBODY)).items():
        together[rows.all_of(row), columns.all_of(column)] += count
    return _counted(together, rows, columns)


def _pairs(rows: Dimension, columns: Dimension, where: Condition) -> Iterable[tuple[Value, Value]]:
    """Return what each person has of both.

    People come as they lie in their table, and so do the records about them: they are found in half of the time that
    the order of the index of ids takes.
    """
    alone = [one for one in (rows, columns) if not one.table]
    names = ["id", *(f"held{at}" for at in range(len(alone)))]
    select = ", ".join(["c.id", *(f"{one.expr} || ''" if one.packed else one.expr for one in alone)])
    query = f"WITH found({', '.join(names)}) AS (SELECT {select} FROM workspace_contact c NOT INDEXED WHERE "
    lists = ", ".join(f"json_group_array({name})" for name in names)
    met = compile_condition(where)
    bound = (*(value for one in alone for value in one.values), *met.values)
    [texts] = run(query, Where(met.sql, bound), f") SELECT {lists} FROM found")
    people, *known = map(_texts, texts)
    of_contacts = iter(known)
    sides = [map(one.held().get, people) if one.table else next(of_contacts) for one in (rows, columns)]  # type: ignore[arg-type]  # ids
    return zip(sides[0], sides[1], strict=True)


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
