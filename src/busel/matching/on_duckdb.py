"""The model on DuckDB: everything in this process's memory, on one core, and nothing on a disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from busel.matching.columns import COLUMNS, FREQUENT, columns_of, shares_of
from busel.matching.judging import Weighed
from busel.matching.model import settings
from busel.matching.preparing import Keyed
from busel.matching.within_reach import within_reach

QUIET = 50
"""Splink's messages hold values."""
MEMORY = "900MB"
PEOPLE, KNOWN, NEW, SHARES = "people", "known", "new_people", "shares"
pa.set_cpu_count(1)
pa.set_io_thread_count(1)
_TYPES = {"BIGINT": pa.int64(), "VARCHAR": pa.string(), "VARCHAR[]": pa.list_(pa.string())}
_SCHEMA = pa.schema([(column, _TYPES[kind]) for column, kind in COLUMNS.items()])


class Database(NamedTuple):
    """A database in memory, and Splink's way to it."""

    connection: duckdb.DuckDBPyConnection
    api: DuckDBAPI


def opened(memory: str = MEMORY) -> Database:
    """Return a database in memory that spills nothing, loads nothing and starts no thread.

    Why safe: even a database in memory would write what does not fit into a folder `.tmp`; without a folder it stops
    with OutOfMemoryException. After the last line no later statement can change any of this.
    """
    connection = duckdb.connect(":memory:", config={"threads": 1, "async_threads": 0})
    for setting in (
        "temp_directory = ''",
        f"memory_limit = '{memory}'",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "enable_external_access = false",
        "enable_progress_bar = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    api = DuckDBAPI(connection=connection, materialisation="table")
    api._ddb_con.close()  # noqa: SLF001 - Splink opens a second one, with threads and a folder to spill to
    api._ddb_con = connection  # noqa: SLF001 - the same
    return Database(connection, api)


def weigh(people: Sequence[Keyed], database: Database, *, least: float) -> list[Weighed]:
    """Return the pairs within these people that are one person with a probability of `least` or more."""
    _lay(people, database, PEOPLE)
    linker = Linker(database.api.register(PEOPLE), settings(len(people)), log_level=QUIET)
    found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
    return _read(found.as_duckdbpyrelation())


def weigh_between(new: Sequence[Keyed], known: Sequence[Keyed], database: Database, *, least: float) -> list[Weighed]:
    """Return the pairs of a new and a known record; all keys differ.

    Only who can be met at all is laid into the database; how frequent a name is, is counted among all.
    """
    everybody, near = [*known, *new], within_reach(known, new)
    if not near:
        return []
    _lay(some := [*near, *new], database, PEOPLE, among=everybody)
    for table, rows, start in ((KNOWN, len(near), 0), (NEW, len(new), len(near))):
        database.connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {PEOPLE} LIMIT {rows} OFFSET {start}")
    register = database.api.register
    linker = Linker(register(PEOPLE), settings(len(everybody)), log_level=QUIET)
    for column in FREQUENT:
        _lay_shares(shares_of(some, column, everybody), database, column)
        linker.table_management.register_term_frequency_lookup(register(f"{SHARES}_{column}"), column)
    found = linker.inference.predict_between(
        register(NEW), register(KNOWN), threshold_match_probability=least, warning_mode="never"
    )
    return _read(found.as_duckdbpyrelation())


def _lay(people: Sequence[Keyed], database: Database, table: str, *, among: Sequence[Keyed] | None = None) -> None:
    """Lay the columns into a table of the database's own: reading Arrow again and again would start threads."""
    _lay_arrow(pa.table(columns_of(people, among), schema=_SCHEMA), database, table)


def _lay_shares(shares: dict[str, float], database: Database, column: str) -> None:
    columns = {column: pa.array(shares, pa.string()), f"tf_{column}": pa.array(shares.values(), pa.float64())}
    _lay_arrow(pa.table(columns), database, f"{SHARES}_{column}")


def _lay_arrow(columns: pa.Table, database: Database, table: str) -> None:
    connection = database.connection
    connection.register("columns", columns)
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM columns")
    connection.unregister("columns")


def _read(found: duckdb.DuckDBPyRelation) -> list[Weighed]:
    rows = found.select("unique_id_l, unique_id_r, match_weight").fetchall()
    return [Weighed(min(one, other), max(one, other), weight) for one, other, weight in rows]
