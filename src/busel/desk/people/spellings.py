"""How names are spelt in the other language: learned from people of this zone with both spellings, else by rule.

A suggestion only: a person looks at it and saves it, or not. Only desks that read people can learn from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from busel.desk.workspace.load import raw_connection
from busel.names.spelling import Language, Part, Source, Suggestion, suggested

PARTS: tuple[Part, ...] = ("family", "given", "patronymic")
LANGUAGES: tuple[tuple[Language, Language], ...] = (("be", "ru"), ("ru", "be"))
"""What is there, and what may be missing."""
_LEARNED_IS_SURE = 0.95
_OTHERS_DISAGREE = 0.5
"""What a rule says is no more than a guess where people of that name are spelt in different ways."""
_LEARNED = (
    "SELECT {have}, {lack}, COUNT(*) AS n FROM workspace_contact"
    " WHERE {have} IN (SELECT value FROM json_each(?)) AND {lack} != '' GROUP BY 1, 2 ORDER BY n DESC"
)


def spelling_of(part: Part, name: str, *, to: Language) -> Suggestion | None:
    """Return how a part of a name is spelt in the other language, None where nothing is known of such a name."""
    return spellings_of(part, [name], to=to).get(name)


def spellings_of(part: Part, names: Iterable[str], *, to: Language) -> dict[str, Suggestion]:
    """Return the same for many names, of which something is known: the zone is asked once."""
    asked = list(dict.fromkeys(names))
    used = _spellings(part, "be" if to == "ru" else "ru", asked)
    found = {name: _spelling(part, name, to, used.get(name, [])) for name in asked}
    return {name: one for name, one in found.items() if one is not None}


def _spelling(part: Part, name: str, to: Language, used: list[tuple[str, int]]) -> Suggestion | None:
    if known := _usual(used):
        return Suggestion(known, _LEARNED_IS_SURE, Source.LEARNED)
    found = suggested(name, part=part, to=to)
    if found and len(used) > 1:
        return found._replace(confidence=min(found.confidence, _OTHERS_DISAGREE))
    return found


def learned(part: str, spelt: str, name: str) -> str:
    """Return how most people who are spelt `name` in one language ("be", "ru") are spelt in the other; "" if unclear.

    Raises LookupError for another part than family, given or patronymic name.
    """
    return _usual(_spellings(part, spelt, [name]).get(name, []))


def _usual(used: list[tuple[str, int]]) -> str:
    if not used or (len(used) > 1 and used[0][1] == used[1][1]):
        return ""
    return used[0][0]


def _spellings(part: str, spelt: str, names: list[str]) -> dict[str, list[tuple[str, int]]]:
    """Return each name's spellings in the other language, the most frequent first, with how many people have them."""
    if part not in PARTS:
        raise LookupError(part)
    have, lack = (f"{part}_be", f"{part}_ru") if spelt == "be" else (f"{part}_ru", f"{part}_be")
    asked = (msgspec.json.encode(names).decode(),)
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, other, people in raw_connection().execute(_LEARNED.format(have=have, lack=lack), asked):
        found[name].append((other, people))
    return found
