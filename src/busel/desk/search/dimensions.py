"""By what people can be counted. A new one is one line in `dimensions`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

from busel.desk.clock import today_date
from busel.desk.keeping.standard import own_fields
from busel.desk.search.crosstab import Dimension, Value
from busel.desk.search.special import OWN
from busel.desk.workspace.load import raw_connection

TAGS = "tags."
"""Begins the keys of groups of tags: "tags.Выбары"."""
BANDS = (0, 18, 25, 35, 45, 55, 65, 75)
"""From which age on each band is."""
_COLUMNS = ("sex", "language", "support", "source", "constituency", "polling_station")
_FLAGS = ("risk", "no_letters", "no_calls", "moved", "deceased")
_HOLDS = ("phone", "email", "address")
_NOT_PAST = "r.status NOT IN ('bad', 'past')"


def dimensions() -> dict[str, Dimension]:
    """Return all of them by key, the organisation's own choices and groups of tags among them."""
    single = [
        *(Dimension(name, f"c.{name}", fold=_unknown, is_scale=name == "support") for name in _COLUMNS),
        Dimension("added", "substr(c.added, 1, 7)", is_scale=True),
        Dimension("age", "c.birth", fold=_band_on(today_date()), is_scale=True),
        Dimension("division", "c.division_id", fold=_names("SELECT id, name FROM workspace_division")),
        *(Dimension(name, f"c.{name}", fold=_yes_no) for name in _FLAGS),
        *(Dimension(f"has.{name}", _exists(name), fold=_yes_no) for name in _HOLDS),
    ]
    several = [
        Dimension("region", "r.region", "workspace_address", _NOT_PAST, mostly_one=True),
        Dimension("district", "r.district", "workspace_address", _NOT_PAST, mostly_one=True),
        Dimension("settlement", _either("settlement"), "workspace_address", _NOT_PAST, mostly_one=True),
        Dimension("tag", "r.label_id", "workspace_tag", fold=_labels(), mostly_one=True),
        Dimension("activity", "r.type", "workspace_activity"),
        Dimension("outcome", "r.outcome", "workspace_activity", "r.outcome != ''"),
        Dimension("month", "substr(r.day, 1, 7)", "workspace_activity", is_scale=True),
        Dimension("group", "r.group_id", "workspace_membership", "r.left = ''", fold=_titles("group")),
        Dimension("event", "r.event", "workspace_attendance", "r.attended = 'yes'", fold=_titles("event")),
        Dimension("consent", "r.purpose", "workspace_consent", "r.withdrawn = ''"),
        *map(_tag_group, tag_groups()),
        *(_own(field.key) for field in own_fields() if field.type in ("choice", "choices", "yes_no")),
    ]
    return {one.key: one for one in (*single, *several)}


def tag_groups() -> list[str]:
    """Return the groups in which tags stand."""
    group = "json_extract(fields, '$.group')"
    query = f"SELECT DISTINCT {group} FROM workspace_item WHERE kind = 'tag_type' AND {group} != '' ORDER BY 1"
    return [name for (name,) in raw_connection().execute(query)]


def _exists(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM workspace_{table} r WHERE r.contact_id = c.id)"


def _either(name: str) -> str:
    return f"iif(r.{name}_be = '', r.{name}_ru, r.{name}_be)"


def _tag_group(name: str) -> Dimension:
    labels = "SELECT json_extract(i.fields, '$.label') FROM workspace_item i WHERE i.kind = 'tag_type'"
    inside = f"{labels} AND json_extract(i.fields, '$.group') = ?"
    only = f"r.label_id IN (SELECT l.id FROM workspace_label l WHERE l.text IN ({inside}))"
    return Dimension(TAGS + name, "r.label_id", "workspace_tag", only, (name,), fold=_labels())


def _own(key: str) -> Dimension:
    return Dimension(OWN + key, "c.custom -> ?", values=(f'$."{key}"',), packed=True, fold=_answer)


def _answer(value: Value) -> Value:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _unknown(value: Value) -> Value:
    return "" if value == 0 else value


def _yes_no(value: Value) -> Value:
    return "yes" if value else "no"


def _band_on(today: dt.date) -> Callable[[Value], Value]:
    """Return from which age on the band of a date of birth is, as far as the date is known."""

    @cache
    def band(born: Value) -> Value:
        text = f"{born}{ {4: '-07-01', 7: '-15'}.get(len(str(born)), '') }"
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            return ""
        age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
        return max((least for least in BANDS if least <= age), default="")

    return band


def _names(query: str, *values: str) -> Callable[[Value], Value]:
    known = dict(raw_connection().execute(query, values))
    return lambda value: known.get(value, "") if value != "" else ""


def _labels() -> Callable[[Value], Value]:
    return _names("SELECT id, text FROM workspace_label")


def _titles(kind: str) -> Callable[[Value], Value]:
    title = "json_extract(fields, '$.title')"
    return _names(f"SELECT record, {title} FROM workspace_item WHERE kind = ?", kind)
