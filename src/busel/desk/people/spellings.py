"""How names are spelt in the other language: learned from people of this zone with both spellings, else by rule.

A suggestion only: a person looks at it and saves it, or not. Only desks that read people can learn from them.
"""

from __future__ import annotations

from busel.desk.workspace.load import raw_connection
from busel.names.spelling import Language, Part, Source, Suggestion, suggested

PARTS: tuple[Part, ...] = ("family", "given", "patronymic")
LANGUAGES: tuple[tuple[Language, Language], ...] = (("be", "ru"), ("ru", "be"))
"""What is there, and what may be missing."""
_LEARNED_IS_SURE = 0.95
_OTHERS_DISAGREE = 0.5
"""What a rule says is no more than a guess where people of that name are spelt in different ways."""
_LEARNED = (
    "SELECT {lack}, COUNT(*) AS n FROM workspace_contact WHERE {have} = ? AND {lack} != ''"
    " GROUP BY {lack} ORDER BY n DESC LIMIT 2"
)


def spelling_of(part: Part, name: str, *, to: Language) -> Suggestion | None:
    """Return how a part of a name is spelt in the other language, None where nothing is known of such a name."""
    spelt: Language = "be" if to == "ru" else "ru"
    if known := learned(part, spelt, name):
        return Suggestion(known, _LEARNED_IS_SURE, Source.LEARNED)
    found = suggested(name, part=part, to=to)
    if found and _is_spelt_in_several_ways(part, spelt, name):
        return found._replace(confidence=min(found.confidence, _OTHERS_DISAGREE))
    return found


def learned(part: str, spelt: str, name: str) -> str:
    """Return how most people who are spelt `name` in one language ("be", "ru") are spelt in the other; "" if unclear.

    Raises LookupError for another part than family, given or patronymic name.
    """
    rows = _spellings(part, spelt, name)
    if not rows or (len(rows) > 1 and rows[0][1] == rows[1][1]):
        return ""
    return rows[0][0]


def _is_spelt_in_several_ways(part: str, spelt: str, name: str) -> bool:
    return len(_spellings(part, spelt, name)) > 1


def _spellings(part: str, spelt: str, name: str) -> list[tuple[str, int]]:
    """Return the two most frequent spellings in the other language, with how many people have them."""
    if part not in PARTS:
        raise LookupError(part)
    have, lack = (f"{part}_be", f"{part}_ru") if spelt == "be" else (f"{part}_ru", f"{part}_be")
    return raw_connection().execute(_LEARNED.format(have=have, lack=lack), (name,)).fetchall()
