"""What a column of a list can be."""

from __future__ import annotations

NAME_PARTS = ("family", "given", "patronymic")
PLACE_PARTS = ("settlement", "street")
IN_BOTH_LANGUAGES = (*NAME_PARTS, *PLACE_PARTS)
"""Targets that exist with a language ("family_be", "family_ru") and without: then each value tells its own."""

TARGETS = (
    *(f"{part}{language}" for part in NAME_PARTS for language in ("", "_be", "_ru")),
    "full_name",
    "nickname",
    "phone",
    "email",
    "region",
    "district",
    *(f"{part}{language}" for part in PLACE_PARTS for language in ("", "_be", "_ru")),
    "house",
    "building",
    "flat",
    "postcode",
    "address",
    "birth",
    "sex",
    "language",
    "support",
    "tags",
    "notes",
    "source",
    "external_ids",
    "ignore",
)
"""Everything that a column can be mapped to; "ignore" brings nothing in."""

REPEATABLE = ("phone", "email", "tags", "notes", "external_ids", "ignore")
"""Targets that several columns of one list may have."""

NAMES = (*(target for target in TARGETS if target.split("_")[0] in NAME_PARTS), "full_name")


def base_of(target: str) -> str:
    """Return the target without its language: "family_be" -> "family"."""
    part = target.removesuffix("_be").removesuffix("_ru")
    return part if part in IN_BOTH_LANGUAGES else target
