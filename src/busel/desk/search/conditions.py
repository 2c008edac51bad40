"""Conditions over contacts, as saved searches hold them: nested all / any / not over fields.

A condition is JSON: `{"all": [...]}`, `{"any": [...]}`, `{"not": ...}`, `{"field": F, "is": V}` or
`{"field": F, "filled": true}`. `FIELDS` and `FILLED` name the fields; a new one is one line there. It becomes SQL over
the workspace's contacts, called `c`, and values that are bound to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

import msgspec

from busel.desk.search.free_text import HOLDERS, TEXTS
from busel.desk.search.text import meant_by
from busel.desk.workspace.load import raw_connection
from busel.names.places import settlement

Condition = dict[str, Any]
EVERYBODY: Condition = {"all": []}
MAX_DEPTH = 20
MAX_PARTS = 200
MAX_LETTERS = 200
"""Of what is looked for; anybody may have saved the search."""
FEW = 2_000
"""A district: so many people are listed in less than a millisecond."""
_LARGEST = 2**63
PEOPLE = "people"
"""The field of a fixed list."""


class BadConditionError(ValueError):
    """The condition is not one that this version understands; the message names the part."""


class Where(NamedTuple):
    """What a contact `c` must meet, as SQL, and the values in it."""

    sql: str
    values: tuple[Any, ...] = ()


class About(NamedTuple):
    """A record `r` about the contact that there must be: in which table, and what it must meet."""

    table: str
    sql: str = "1"
    values: tuple[Any, ...] = ()

    def where(self, *, narrowed: bool) -> Where:
        """Return it as SQL: looked up for each contact when few of them are asked, else listed once."""
        if narrowed:
            found = f"EXISTS (SELECT 1 FROM {self.table} r WHERE r.contact_id = c.id AND {self.sql})"
        else:
            found = f"c.id IN (SELECT r.contact_id FROM {self.table} r WHERE {self.sql})"
        return Where(found, self.values)


def ids_where(condition: Condition, *, among: Collection[int] | None = None) -> list[int]:
    """Return the contacts that meet a condition, in no order; with `among`, those of them. Raises BadConditionError."""
    compiled = compile_condition(condition, narrowed=among is not None)
    if among is not None:
        compiled = _all([ids_in(among), compiled])
    return _ids(compiled)


def few_around(condition: Condition) -> set[int] | None:
    """Return everybody in the divisions that a condition keeps to, if they are few; None where many may meet it."""
    parts = condition.get("all")
    place = next(filter(_is_division, parts), None) if isinstance(parts, list) else None
    if place is None:
        return None
    people = set(_ids(compile_condition(place), most=FEW + 1))
    return people if len(people) <= FEW else None


def _ids(where: Where, *, most: int = -1) -> list[int]:
    """Return contacts, as one JSON text out of SQLite: row by row they take twice the time."""
    select = "SELECT json_group_array(id) FROM (SELECT c.id AS id FROM workspace_contact c WHERE "
    [(found,)] = run(select, where, " LIMIT ?)", (most,))
    return msgspec.json.decode(found, type=list[int])


def _is_division(part: Any) -> bool:
    return isinstance(part, dict) and part.get("field") == "division" and "is" in part


def count_where(condition: Condition) -> int:
    """Return how many contacts meet a condition. Raises BadConditionError."""
    found: int = next(iter(run("SELECT COUNT(*) FROM workspace_contact c WHERE ", compile_condition(condition))))[0]
    return found


def run(select: str, where: Where, rest: str = "", values: tuple[Any, ...] = ()) -> Iterable[tuple[Any, ...]]:
    """Run a query that a condition completes."""
    return raw_connection().execute(f"{select}{where.sql}{rest}", (*where.values, *values))


def ids_in(ids: Collection[int]) -> Where:
    """Match these contacts: one value to bind, however many they are."""
    return Where("c.id IN (SELECT value FROM json_each(?))", (msgspec.json.encode(list(ids)).decode(),))


def compile_condition(condition: Condition, *, narrowed: bool = False, depth: int = 0) -> Where:
    """Return the condition as SQL. `narrowed`: something beside it leaves few contacts. Raises BadConditionError."""
    if depth > MAX_DEPTH or not isinstance(condition, dict) or (depth == 0 and _count_parts(condition) > MAX_PARTS):
        raise BadConditionError(str(depth))
    match condition:
        case {"all": list(parts)}:
            few = narrowed or any(map(_is_division, parts))
            return _all([compile_condition(part, narrowed=few, depth=depth + 1) for part in parts])
        case {"any": list(parts)}:
            return _any([compile_condition(part, narrowed=narrowed, depth=depth + 1) for part in parts])
        case {"not": dict(part)}:
            sql, values = compile_condition(part, narrowed=narrowed, depth=depth + 1)
            return Where(f"NOT {sql}", values)
    found = _field(condition)
    return found.where(narrowed=narrowed) if isinstance(found, About) else found


def _count_parts(condition: Any) -> int:
    """Return how many conditions there are in one, no further than it matters."""
    found, waiting = 0, [condition]
    while waiting and found <= MAX_PARTS:
        found += 1
        one = waiting.pop()
        for inner in one.values() if isinstance(one, dict) else ():
            parts = inner if isinstance(inner, list) else [inner]
            waiting += [part for part in parts if isinstance(part, dict)]  # not the ids of a fixed list
    return found


def _field(condition: Condition) -> Where | About:
    match condition:
        case {"field": str(name), "is": value} if name in FIELDS:
            return FIELDS[name](value)
        case {"field": str(name), "filled": True} if name in FILLED:
            return FILLED[name]
    raise BadConditionError(str(condition.get("field", sorted(condition))))


def _all(parts: Iterable[Where]) -> Where:
    return _joined(parts, "AND", "1")


def _any(parts: Iterable[Where]) -> Where:
    return _joined(parts, "OR", "0")


def _joined(parts: Iterable[Where], word: str, nothing: str) -> Where:
    found = list(parts)
    if not found:
        return Where(nothing)
    return Where(f"({f' {word} '.join(one.sql for one in found)})", tuple(v for one in found for v in one.values))


def _column(name: str) -> Callable[[Any], Where]:
    def where(value: Any) -> Where:
        if not isinstance(value, str) and not (isinstance(value, int) and -_LARGEST <= value < _LARGEST):
            raise BadConditionError(name)
        return Where(f"c.{name} = ?", (value,))

    return where


def _tag(value: Any) -> About:
    return About("workspace_tag", "r.label_id = (SELECT id FROM workspace_label WHERE text = ?)", (str(value),))


def _settlement(value: Any) -> About:
    """Match a place in either language: typed in one, it is also what it is called in the other."""
    text = str(value).strip()
    known = settlement(text)
    names = tuple({text, known.be, known.ru}) if known else (text,)
    marks = ", ".join("?" * len(names))
    return About("workspace_address", f"(r.settlement_be IN ({marks}) OR r.settlement_ru IN ({marks}))", names * 2)


def _division(value: Any) -> Where:
    """Match a division by full name; a region's name matches its districts too."""
    within = "SELECT id FROM workspace_division WHERE name = ? OR substr(name, 1, ?) = ?"
    name = str(value)
    region = f"{name} / "
    return Where(f"c.division_id IN ({within})", (name, len(region), region))


def _activity(value: Any) -> About:
    return About("workspace_activity", "r.type = ?", (str(value),))


def _custom(value: Any) -> Where:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - a pair: field id and value
        raise BadConditionError("custom")
    key, wanted = value
    if not str(key).isidentifier():
        return Where("0")
    same = "json_extract(c.custom, ?) IS json_extract(?, '$')"
    return Where(same, (f'$."{key}"', msgspec.json.encode(wanted).decode()))


def _text(value: Any) -> Where:
    """Match whom the search box would find."""
    return ids_in([hit.contact for hit in meant_by(_short(value))])


def _words(value: Any) -> Where:
    """Match whose notes, addresses and activities hold these words; waits until they are ready to be searched."""
    TEXTS.make_ready()
    asked = TEXTS.asked(_short(value))
    return Where(f"c.id IN ({HOLDERS})", (asked,)) if asked else Where("0")


def _short(value: Any) -> str:
    text = str(value)
    if len(text) > MAX_LETTERS:
        raise BadConditionError(text[:MAX_LETTERS])
    return text


def _people(value: Any) -> Where:
    """Match a fixed list of people, by their ids: who comes later is never in it."""
    if not isinstance(value, list) or not all(type(id_) is int and 0 < id_ < _LARGEST for id_ in value):
        raise BadConditionError("people")
    return ids_in(value)


_COLUMNS = ("sex", "language", "support", "source", "risk", "no_letters", "no_calls", "moved", "deceased")
FIELDS: dict[str, Callable[[Any], Where | About]] = {
    **{name: _column(name) for name in _COLUMNS},
    "tag": _tag,
    "settlement": _settlement,
    "division": _division,
    "activity": _activity,
    "custom": _custom,
    "text": _text,
    "words": _words,
    PEOPLE: _people,
}
FILLED: dict[str, Where | About] = {
    "phone": About("workspace_phone"),
    "address": About("workspace_address", "r.status NOT IN ('bad', 'past')"),
    "email": About("workspace_email"),
    "tag": About("workspace_tag"),
    "activity": About("workspace_activity"),
    "birth": Where("c.birth != ''"),
    "notes": Where("c.notes != ''"),
}
