"""Conditions over contacts, as saved searches hold them: nested all / any / not over fields.

A condition is JSON: `{"all": [...]}`, `{"any": [...]}`, `{"not": ...}`, `{"field": F, "is": V}` or
`{"field": F, "filled": true}`. `FIELDS` names the fields; a new one is one line there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet

from busel.desk.search.text import meant_by
from busel.desk.workspace.models import Activity, Address, Contact, Division, Email, Phone, Tag
from busel.names.places import settlement

Condition = dict[str, Any]
MAX_DEPTH = 20


class BadConditionError(ValueError):
    """The condition is not one that this version understands; the message names the part."""


def compile_condition(condition: Condition, *, depth: int = 0) -> Q:
    """Return the condition as a query over Contact. Raises BadConditionError."""
    if depth > MAX_DEPTH or not isinstance(condition, dict):
        raise BadConditionError(str(depth))
    match condition:
        case {"all": list(parts)}:
            return reduce(and_, (compile_condition(part, depth=depth + 1) for part in parts), Q())
        case {"any": list(parts)}:
            return reduce(or_, (compile_condition(part, depth=depth + 1) for part in parts), Q(pk__in=[]))
        case {"not": dict(part)}:
            return ~compile_condition(part, depth=depth + 1)
        case {"field": str(name), "is": value} if name in FIELDS:
            return FIELDS[name](value)
        case {"field": str(name), "filled": True} if name in FILLED:
            return FILLED[name]()
    raise BadConditionError(str(condition.get("field", sorted(condition))))


def _column(name: str) -> Callable[[Any], Q]:
    return lambda value: Q(**{name: value})


def _among(records: QuerySet[Any, Any]) -> Q:
    """Match the contacts of these records.

    As a list that is made once: asked for each contact apart, SQLite looks through all bearers of a label each time.
    """
    return Q(pk__in=records.values("contact_id"))


def _tag(value: Any) -> Q:
    return _among(Tag.objects.filter(label__text=str(value)))


def _settlement(value: Any) -> Q:
    """Match a place in either language: typed in one, it is also what it is called in the other."""
    text = str(value).strip()
    known = settlement(text)
    names = {text, known.be, known.ru} if known else {text}
    here = Q(settlement_be__in=names) | Q(settlement_ru__in=names)
    return _among(Address.objects.filter(here))


def _division(value: Any) -> Q:
    """Match a division by full name; a region's name matches its districts too."""
    name = str(value)
    numbers = Division.objects.filter(Q(name=name) | Q(name__startswith=f"{name} / ")).values_list("pk", flat=True)
    return Q(division__in=list(numbers))


def _activity(value: Any) -> Q:
    return _among(Activity.objects.filter(type=str(value)))


def _custom(value: Any) -> Q:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - a pair: field id and value
        raise BadConditionError("custom")
    key, wanted = value
    return Q(**{f"custom__{key}": wanted}) if str(key).isidentifier() else Q(pk__in=[])


def _text(value: Any) -> Q:
    """Match whom the search box would find."""
    return Q(pk__in=[hit.contact for hit in meant_by(str(value))])


_COLUMNS = ("sex", "language", "support", "source", "risk", "no_letters", "no_calls", "moved", "deceased")
FIELDS: dict[str, Callable[[Any], Q]] = {
    **{name: _column(name) for name in _COLUMNS},
    "tag": _tag,
    "settlement": _settlement,
    "division": _division,
    "activity": _activity,
    "custom": _custom,
    "text": _text,
}


def _has(model: type[Phone | Address | Email | Tag | Activity], **more: Any) -> Callable[[], Q]:
    return lambda: _among(model.objects.filter(**more))


FILLED: dict[str, Callable[[], Q]] = {
    "phone": _has(Phone),
    "address": lambda: _among(Address.objects.exclude(status__in=("bad", "past"))),
    "email": _has(Email),
    "tag": _has(Tag),
    "activity": _has(Activity),
    "birth": lambda: ~Q(birth=""),
    "notes": lambda: ~Q(notes=""),
}


def people_where(condition: Condition) -> Any:
    """Return the contacts that meet a condition, as a queryset. Raises BadConditionError."""
    return Contact.objects.filter(compile_condition(condition))
