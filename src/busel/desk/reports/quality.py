"""How good is what we keep: how often each field is filled, and who has something to be mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from busel.contacts.kept import Kept
from busel.contacts.standard import Type
from busel.desk.keeping.standard import standard
from busel.desk.search.conditions import PEOPLE, Condition, count_where
from busel.desk.workspace.load import raw_connection
from busel.names.places import settlements

_NOTHING = "''"
_EMPTY = {"support": "0", "external_ids": "'[]'"}
"""What an empty column of a contact holds, where that is no empty text."""
_IN = " WHERE c.division_id = ?"


@dataclass(frozen=True)
class Filled:
    """How many of the people of a division have something in a field of the data standard."""

    kept: Kept
    filled: int
    people: int

    @property
    def share(self) -> int:
        """Percent, rounded down: nothing is called whole that is not."""
        return 100 * self.filled // self.people if self.people else 0


def fill_rates(division: int = 0) -> list[Filled]:
    """Return each field that is switched on, in the standard's order; of one division (its number here), or of all."""
    counted = _Counting(division)
    people = counted.people()
    found = {**counted.of_contacts(), **counted.of_records(), **counted.of_own_fields()}
    return [Filled(one, found.get(one.key, 0), people) for one in standard() if one.field.enabled and _is_open(one)]


def _is_open(kept: Kept) -> bool:
    """Can it be said of the field that nothing stands in it? A mark that is not set says no."""
    return kept.built_in is None or kept.built_in.type is not Type.YES_NO


class _Counting:
    """A few passes over the tables, each for many fields."""

    def __init__(self, division: int) -> None:
        self._where = _IN if division else ""
        self._values: tuple[int, ...] = (division,) if division else ()
        self._fields = [one.built_in for one in standard() if one.built_in is not None]

    def people(self) -> int:
        return int(self._one("COUNT(*)")[0])

    def of_contacts(self) -> dict[str, int]:
        names = {one.key: one.field for one in self._fields if one.kind == "contact"}
        sums = ", ".join(f"SUM(c.{name} != {_EMPTY.get(name, _NOTHING)})" for name in names.values())
        return dict(zip(names, (count or 0 for count in self._one(sums)), strict=True))

    def of_records(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for kind in {one.kind for one in self._fields} - {"contact"}:
            keys = [one for one in self._fields if one.kind == kind]
            columns = ["label_id" if kind == "tag" else one.field for one in keys]
            [counts] = raw_connection().execute(self._query(f"workspace_{kind}", columns), self._values * 2)
            found |= {one.key: count or 0 for one, count in zip(keys, counts, strict=True)}
        return found

    def _query(self, table: str, columns: list[str]) -> str:
        """Return how many people have a record with something in each column. Most have one record: quickly counted."""
        filled = [f"r.{column} != ''" for column in columns]
        once = ", ".join(f"{one} AS f{at}" for at, one in enumerate(filled))
        any_of = ", ".join(f"MAX({one})" for one in filled)
        sums = ", ".join(f"SUM(f{at})" for at in range(len(columns)))
        here = f"r.contact_id IN (SELECT c.id FROM workspace_contact c{self._where})" if self._where else "1"
        several = f"(SELECT contact_id FROM {table} GROUP BY contact_id HAVING COUNT(*) > 1)"
        single = f"SELECT {once} FROM {table} r WHERE r.contact_id NOT IN {several} AND {here}"
        rest = f"SELECT {any_of} FROM {table} r WHERE r.contact_id IN {several} AND {here} GROUP BY r.contact_id"
        return f"SELECT {sums} FROM ({single} UNION ALL {rest})"

    def of_own_fields(self) -> dict[str, int]:
        here = f"{self._where} AND" if self._where else " WHERE"
        each = f"workspace_contact c, json_each(c.custom) j{here} c.custom != '{{}}'"
        query = f"SELECT j.key, COUNT(*) FROM {each} GROUP BY j.key"
        return dict(raw_connection().execute(query, self._values).fetchall())

    def _one(self, what: str) -> tuple[int, ...]:
        [row] = raw_connection().execute(f"SELECT {what} FROM workspace_contact c{self._where}", self._values)
        return tuple(row)


def lacking(key: str) -> Condition | None:
    """Return who has nothing in a field of the data standard; None for a field that there is not."""
    kept = standard().by_key.get(key)
    if kept is None:
        return None
    known = kept.built_in
    if known is None:
        return {"field": f"own.{key}", "filled": False}
    if known.kind == "contact":
        empty = _EMPTY.get(known.field, _NOTHING)
        return {"field": PEOPLE, "is": _ids(f"SELECT c.id FROM workspace_contact c WHERE c.{known.field} = {empty}")}
    column = "label_id" if known.kind == "tag" else known.field
    has = f"SELECT 1 FROM workspace_{known.kind} r WHERE r.contact_id = c.id AND r.{column} != ''"
    return {"field": PEOPLE, "is": _ids(f"SELECT c.id FROM workspace_contact c WHERE NOT EXISTS ({has})")}


def _ids(query: str) -> list[int]:
    [(found,)] = raw_connection().execute(f"SELECT json_group_array(id) FROM ({query})")
    return msgspec.json.decode(found, type=list[int])


_USABLE_ADDRESS = {"some": "address", "of": [{"not": {"field": "status", "any_of": ["bad", "past"]}}]}
_LAST_YEAR = {"last": 1, "unit": "year"}
_HAS_FAMILY = {language: {"field": f"family_{language}", "filled": True} for language in ("be", "ru")}


def _unreachable() -> Condition:
    ways = [{"some": kind, "of": [{"field": "valid", "is": True}]} for kind in ("phone", "email")]
    return {"not": {"any": [*ways, {"some": "messenger"}, _USABLE_ADDRESS]}}


def _bad_phone() -> Condition:
    return {"some": "phone", "of": [{"field": "valid", "is": False}]}


def _bad_address() -> Condition:
    return {"some": "address", "of": [{"field": "status", "any_of": ["bad"]}]}


def _one_language() -> Condition:
    only = [{"all": [_HAS_FAMILY[one], {"not": _HAS_FAMILY[other]}]} for one, other in (("be", "ru"), ("ru", "be"))]
    return {"any": only}


def _silent() -> Condition:
    """Nobody spoke with them for a year, and they did not come within it."""
    spoken = {"some": "activity", "of": [{"field": "day", "during": _LAST_YEAR}]}
    return {"not": {"any": [spoken, {"field": "added", "during": _LAST_YEAR}]}}


def _overdue() -> Condition:
    late = [{"field": "open", "is": True}, {"field": "due", "during": {"from": "", "to": "yesterday"}}]
    return {"some": "follow_up", "of": late}


def _lacks_required() -> Condition:
    return {"field": "missing", "between": [1, None]}


def _unknown_place() -> Condition:
    """Their town or village is in no table of ours: perhaps a slip of the pen."""
    both = "r.settlement_be || char(10) || r.settlement_ru"
    here = "FROM workspace_address r WHERE r.country IN ('', 'BY')"
    named = raw_connection().execute(f"SELECT DISTINCT r.settlement_be, r.settlement_ru {here}").fetchall()
    unknown = ["\n".join(pair) for pair in named if any(pair) and not any(map(_is_known, filter(None, pair)))]
    listed = "(SELECT value FROM json_each(?))"
    who = f"SELECT r.contact_id AS id {here} AND {both} IN {listed}"
    return {"field": PEOPLE, "is": _ids_of(who, msgspec.json.encode(unknown).decode())}


@lru_cache(maxsize=20_000)
def _is_known(place: str) -> bool:
    return bool(settlements(place))


def _ids_of(query: str, *values: str) -> list[int]:
    [(found,)] = raw_connection().execute(f"SELECT json_group_array(DISTINCT id) FROM ({query})", values)
    return msgspec.json.decode(found, type=list[int])


CHECKS: dict[str, Callable[[], Condition]] = {
    "unreachable": _unreachable,
    "lacks-required": _lacks_required,
    "bad-phone": _bad_phone,
    "bad-address": _bad_address,
    "unknown-place": _unknown_place,
    "one-language": _one_language,
    "silent": _silent,
    "overdue": _overdue,
}
"""What can be mended, the heaviest first: key -> who it is about."""


def within(condition: Condition, division: str) -> Condition:
    """Return a condition for the people of one division, by its full name; for all with ""."""
    return {"all": [{"field": "division", "is": division}, condition]} if division else condition


def to_mend(division: str = "") -> dict[str, int]:
    """Return how many people each check finds; those that find nobody, too."""
    return {key: count_where(within(make(), division)) for key, make in CHECKS.items()}
