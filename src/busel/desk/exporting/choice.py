"""What is to be taken out: from which divisions, whom, in which form, and which fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from busel.desk.exporting.right import divisions_to_export
from busel.desk.search.conditions import Condition, ids_where
from busel.desk.session import Session
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.sheets.out.layout import PARTS

FORMATS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/octet-stream", "vcf": "text/vcard; charset=utf-8",
           "vcf3": "text/vcard; charset=utf-8", "osdi": "application/json"}  # fmt: skip
"""Format -> what the browser is told that it is."""
TABLES = ("csv", "xlsx")
ALL_PARTS = tuple(PARTS)


@dataclass(frozen=True)
class Choice:
    """One choice. `journals` in the order of the divisions' names; `where` None for everybody."""

    journals: tuple[bytes, ...]
    where: Condition | None = field(default=None, repr=False)
    what: str = ""
    """The title of the saved search."""
    format: str = "xlsx"
    parts: tuple[str, ...] = ALL_PARTS


class NoRightError(Exception):
    """The account may not take people out of one of the divisions (any more)."""


def people_of(session: Session, choice: Choice) -> dict[bytes, list[int]]:
    """Return the people by division, those without anybody left out. Raises NoRightError, BadConditionError."""
    numbers = numbers_of(session, choice.journals)
    ids = ids_where(choice.where or {"all": []})
    home = divisions_of(raw_connection(), ids)
    found: dict[bytes, list[int]] = {journal: [] for journal in choice.journals}
    by_number = {number: journal for journal, number in numbers.items()}
    for id_ in sorted(ids):
        journal = by_number.get(home.get(id_, 0))
        if journal is not None:
            found[journal].append(id_)
    return {journal: held for journal, held in found.items() if held}


def numbers_of(session: Session, journals: Sequence[bytes]) -> dict[bytes, int]:
    """Return the workspace's numbers of divisions. Raises NoRightError where one may not be taken out of."""
    allowed = {bundle.journal for bundle in divisions_to_export(session)}
    if not journals or not set(journals) <= allowed:
        raise NoRightError
    return {journal: session.numbers[journal] for journal in journals}
