"""The records about a person that a search can ask for, and their columns. A new one is one line here.

`{"some": SOURCE, "of": [{"field": COLUMN, OPERATOR: VALUE}, ...], "at_least": n}` matches who has such records.
"""

from __future__ import annotations

from dataclasses import dataclass

from busel.desk.search.columns import Column, Type


@dataclass(frozen=True)
class Source:
    """A table (or a query in parentheses) of records `r` with `contact_id`, and what can be asked of them."""

    table: str
    columns: dict[str, Column]
    only: str = ""
    """SQL that holds for each of its records."""
    common: bool = False
    """Do nearly all people have one, so that a list of who has would be of nearly everybody?"""


def _text(*names: str) -> Column:
    return Column(Type.TEXT, tuple(f"r.{name}" for name in names))


def _choice(name: str, choices: str) -> Column:
    return Column(Type.CHOICE, (f"r.{name}",), choices)


def _reference(name: str, choices: str, *, empty: str = "0") -> Column:
    return Column(Type.REFERENCE, (f"r.{name}",), choices, empty)


def _day(name: str) -> Column:
    return Column(Type.DATE, (f"r.{name}",))


def _partial(name: str) -> Column:
    return Column(Type.PARTIAL, (f"r.{name}",))


def _yes(sql: str) -> Column:
    return Column(Type.YES_NO, (f"({sql})",))


def _place(choices: str, *names: str) -> Column:
    return Column(Type.PLACE, tuple(f"r.{name}" for name in names), choices)


def _of_event(type_: Type, name: str, choices: str = "") -> Column:
    """Return a column of the event that a record names."""
    within = "r.event IN (SELECT i.record FROM workspace_item i WHERE i.kind = 'event' AND {})"
    return Column(type_, (f"COALESCE(json_extract(i.fields, '$.{name}'), '')",), choices, within=within)


_LABELS = "SELECT l.id FROM workspace_label l WHERE"
_LABEL = Column(Type.CHOICE, ("l.text",), "tag", within=f"r.label_id IN ({_LABELS} {{}})")
_TYPES = "SELECT json_extract(i.fields, '$.label') FROM workspace_item i WHERE i.kind = 'tag_type' AND"
_TAG_GROUP = Column(
    Type.CHOICE,
    ("COALESCE(json_extract(i.fields, '$.group'), '')",),
    "tag_group",
    within=f"r.label_id IN ({_LABELS} l.text IN ({_TYPES} {{}}))",
)
_HOUSE = "CAST(r.house AS INTEGER)"
_BOTH_WAYS = (
    "(SELECT contact_id, type || '.contact' AS type, since, until FROM workspace_relationship"
    " UNION ALL SELECT other, type || '.other', since, until FROM workspace_relationship)"
)

SOURCES: dict[str, Source] = {
    "phone": Source(
        "workspace_phone",
        {
            "number": _text("number", "written"),
            "type": _choice("type", "phone_type"),
            "valid": _yes("r.number != '' AND r.status != 'bad'"),
        },
        common=True,
    ),
    "email": Source("workspace_email", {"address": _text("address"), "valid": _yes("r.status != 'bad'")}),
    "messenger": Source("workspace_messenger", {"service": _choice("service", "messenger"), "name": _text("name")}),
    "address": Source(
        "workspace_address",
        {
            "region": _place("region", "region"),
            "district": _place("district", "district"),
            "settlement": _place("settlement", "settlement_be", "settlement_ru"),
            "street": Column(Type.STREET, ("r.street_be", "r.street_ru")),
            "house": Column(Type.NUMBER, (_HOUSE,), empty="0"),
            "side": Column(
                Type.CHOICE, (f"(CASE WHEN {_HOUSE} = 0 THEN '' WHEN {_HOUSE} % 2 THEN 'odd' ELSE 'even' END)",), "side"
            ),
            "postcode": _text("postcode"),
            "country": _text("country"),
            "type": _choice("type", "address_type"),
            "status": _choice("status", "address_status"),
        },
        common=True,
    ),
    "tag": Source(
        "workspace_tag",
        {
            "label": _LABEL,
            "group": _TAG_GROUP,
            "value": _text("value"),
            "day": _day("day"),
        },
    ),
    "activity": Source(
        "workspace_activity",
        {
            "type": _choice("type", "activity_type"),
            "day": _day("day"),
            "outcome": _choice("outcome", "outcome"),
            "text": _text("subject", "details"),
            "assignee": _reference("assignee", "account", empty="''"),
            "batch": _reference("batch", "batch"),
            "event": _reference("event", "event"),
        },
    ),
    "follow_up": Source(
        "workspace_activity",
        {
            "open": _yes("r.done = ''"),
            "due": _day("due"),
            "assignee": _reference("assignee", "account", empty="''"),
            "type": _choice("type", "activity_type"),
        },
        only="r.due != ''",
    ),
    "membership": Source(
        "workspace_membership",
        {
            "group": _reference("group_id", "group"),
            "now": _yes("r.left = ''"),
            "joined": _day("joined"),
            "left": _day("left"),
        },
    ),
    "attendance": Source(
        "workspace_attendance",
        {
            "event": _reference("event", "event"),
            "type": _of_event(Type.CHOICE, "type", "event_type"),
            "day": _of_event(Type.DATE, "day"),
            "invited": _yes("r.invited != ''"),
            "answer": _choice("answer", "answer"),
            "attended": _choice("attended", "attended"),
        },
    ),
    "consent": Source(
        "workspace_consent",
        {
            "purpose": _text("purpose"),
            "in_force": _yes("r.withdrawn = '' AND (r.until = '' OR r.until >= {today})"),
            "how": _choice("how", "consent_way"),
            "day": _day("day"),
            "until": _day("until"),
        },
    ),
    "relationship": Source(
        _BOTH_WAYS,
        {"type": _choice("type", "relationship"), "lasts": _yes("r.until = ''"), "since": _partial("since")},
    ),
    "external_id": Source("workspace_externalid", {"value": _text("value")}),
}
