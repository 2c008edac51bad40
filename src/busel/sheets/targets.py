"""What a column of a list can be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from busel.sheets.related import related_of

if TYPE_CHECKING:
    from collections.abc import Collection

NAME_PARTS = ("family", "given", "patronymic")
PLACE_PARTS = ("settlement", "street")
WHOLE_NAMES = ("full_name", "full_name_family_first", "full_name_given_first", "full_name_be", "full_name_ru")
"""Targets for a whole name in one column: its order guessed row by row, or said; its language likewise."""
IN_BOTH_LANGUAGES = (*NAME_PARTS, *PLACE_PARTS)
"""Targets that exist with a language ("family_be", "family_ru") and without: then each value tells its own."""

ADDRESS = (
    "region",
    "district",
    *(f"{part}{language}" for part in PLACE_PARTS for language in ("", "_be", "_ru")),
    "house",
    "building",
    "flat",
    "postcode",
    "address_status",
    "address_type",
    "country",
    "address",
)
"""Targets of an address, the whole of it last. A second one stands in columns of its own: "street_be:2"."""

VOTES = ("constituency", "polling_station")
"""Where a person votes."""

TYPED_PHONES = ("phone_mobile", "phone_home", "phone_work", "phone_other")
"""Telephones of one kind: "phone_" and one of `contacts.records.PHONE_TYPES`."""
WRONG = ("phones_wrong", "emails_wrong")
"""What does not lead to the person: named once more, or only here."""
TIES = ("household", "relationships", "groups", "events")
"""What names other people, or what people of a division share."""
_OF_FIELD = dict.fromkeys((*TYPED_PHONES, "phones_wrong"), "phone") | {"emails_wrong": "email"}
"""Targets that say more about a built-in field of another name."""

MARKS = ("risk", "no_letters", "no_calls", "moved", "deceased")
OUR_ID = "busel_id"
"""Our own number of a person, as our exports write it: it finds the person again, whatever else was changed."""

TARGETS = (
    *(f"{part}{language}" for part in NAME_PARTS for language in ("", "_be", "_ru")),
    *WHOLE_NAMES,
    "nickname",
    "former_family",
    "suggested",
    "phone",
    "email",
    *TYPED_PHONES,
    *WRONG,
    "messengers",
    *ADDRESS,
    "birth",
    "sex",
    "language",
    "support",
    *VOTES,
    "tags",
    "consents",
    *TIES,
    "notes",
    "source",
    *MARKS,
    "external_ids",
    OUR_ID,
    "ignore",
)
"""Everything that a column of any organisation can be mapped to; "ignore" brings nothing in.

Beside them "own:KEY", a field of the organisation's own, and addresses with a number.
"""

REPEATABLE = (
    "former_family", "phone", "email", *TYPED_PHONES, "messengers", "tags", "notes", "external_ids", "ignore",
)  # fmt: skip
"""Targets that several columns of one list may have."""

NAMES = (*(target for target in TARGETS if target.split("_")[0] in NAME_PARTS), *WHOLE_NAMES)

WHO = (*NAMES, "phone", *TYPED_PHONES, OUR_ID)
"""Targets one of which a list needs: without any it is no list of people."""

MOST_ADDRESSES = 20
_OWN = "own:"
_NUMBERED = re.compile(r"(\w+):([1-9]\d?)")


def base_of(target: str) -> str:
    """Return the target without its language: "family_be" -> "family"."""
    part = target.removesuffix("_be").removesuffix("_ru")
    return part if part in IN_BOTH_LANGUAGES else target


def of_own_field(key: str) -> str:
    """Return the target for a field of the organisation's own."""
    return f"{_OWN}{key}"


def own_field(target: str) -> str:
    """Return the key of the organisation's field that a target names; "" for other targets."""
    return target.removeprefix(_OWN) if target.startswith(_OWN) else ""


def numbered(target: str, number: int) -> str:
    """Return the target in the person's address number `number`, from 1."""
    return target if number == 1 else f"{target}:{number}"


def address_of(target: str) -> tuple[str, int]:
    """Return target and number of address: "street_be:2" -> ("street_be", 2), "street_be" -> ("street_be", 1)."""
    found = _NUMBERED.fullmatch(target)
    return (found[1], int(found[2])) if found else (target, 1)


def is_target(target: str) -> bool:
    """Ask whether a column can be mapped to it in some organisation."""
    name, number = address_of(target)
    if own_field(target):
        return own_field(target).isidentifier()
    if related_of(target):
        return True
    return target in TARGETS or (name in ADDRESS and 1 < number <= MOST_ADDRESSES)


def target_of(key: str) -> str:
    """Return the target for a built-in field of the data standard; "" where a list cannot hold it."""
    target = "tags" if key == "tag" else key
    return target if target in TARGETS else ""


def is_offered(target: str, disabled: Collection[str]) -> bool:
    """Ask whether a column may become this, where the organisation keeps some built-in fields no more."""
    name = address_of(target)[0]
    if name in IN_BOTH_LANGUAGES:
        return not {f"{name}_be", f"{name}_ru"} <= set(disabled)
    return _OF_FIELD.get(name, name) not in {target_of(key) for key in disabled}
