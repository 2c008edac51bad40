"""Columns about somebody else in the same row: the mother's name, the telephone of a wife.

A target names who it is and what of them: "related:mother:phone". Whoever has a name and something by which they are
found again (a telephone, an e-mail address, a date of birth) becomes a person beside the row's own; else it is a note.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from busel.sheets.reach_cells import read_phones

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.draft import Draft

SIDES = {
    "spouse": "spouse.other",
    "mother": "parent.contact",
    "father": "parent.contact",
    "parent": "parent.contact",
    "child": "parent.other",
    "sibling": "sibling.other",
    "relative": "relative.other",
}
"""Who it is -> what they are to the row's person, as a relationship says it."""
PARTS = ("full_name", "family", "given", "patronymic", "phone", "email", "birth", "sex")
"""What a column can say about them."""
_PREFIX = "related"
_SEX = {"mother": "f", "father": "m"}
_NUMBER = re.compile(r"[+(]?\d[\d\s()./-]{5,}\d")


def related(role: str, part: str) -> str:
    """Return the target for a part of somebody else."""
    return f"{_PREFIX}:{role}:{part}"


def related_of(target: str) -> tuple[str, str] | None:
    """Return who is meant and what of them; None for other targets."""
    words = target.split(":")
    is_one = len(words) == len((_PREFIX, "role", "part")) and words[0] == _PREFIX
    return (words[1], words[2]) if is_one and words[1] in SIDES and words[2] in PARTS else None


def related_filler(role: str, part: str, header: str, fill: Callable[[Draft, str], str]) -> Callable[[Draft, str], str]:
    """Return what fills a part of somebody else; `fill` fills that part of a person of their own."""
    return partial(_fill, (role, header), partial(_fill_name_and_number, fill) if part == "full_name" else fill)


def _fill(who: tuple[str, str], fill: Callable[[Draft, str], str], draft: Draft, cell: str) -> str:
    role, header = who
    other = draft.beside(role)
    other.as_written.append(f"{header}: {cell}")
    return fill(other, cell)


def _fill_name_and_number(fill: Callable[[Draft, str], str], draft: Draft, cell: str) -> str:
    """Take "Иванова Мария, 8029 123-45-67" for a name and a telephone. Whole names are taken last and told first."""
    draft.as_written.insert(0, draft.as_written.pop())
    numbers = _NUMBER.findall(cell)
    warning = ""
    for number in numbers:
        found, warning = read_phones(number)
        draft.phones += [one for one in found if one not in draft.phones]
    name = _NUMBER.sub(" ", cell).strip(" ,;:") if numbers else cell
    return (fill(draft, name) if any(map(str.isalpha, name)) else "") or warning


def settle_related(draft: Draft) -> None:
    """Say what the role says: a mother is a woman. The cells stay at hand for who may tell them as a note only."""
    for role, other in draft.related.items():
        draft.as_written += other.as_written
        if role in _SEX and other.contact:
            other.contact.setdefault("sex", _SEX[role])


def is_findable(role: str, draft: Draft) -> bool:
    """Is enough known of somebody else that a list with them finds them again? A child is kept for a telephone only."""
    is_named = any(name.startswith(("family", "given")) for name in draft.contact)
    is_called = any(phone["number"] for phone in draft.phones)
    return is_named and (is_called or (role != "child" and bool(draft.emails or "birth" in draft.contact)))
