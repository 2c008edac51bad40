"""Two who look alike and are a family: one deed makes a household of them, ties them, and says that they are two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from busel.contacts.bonds import Relationship
from busel.contacts.shared import Household
from busel.desk.people.households import members_in
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Fields, Op
from busel.matching.outcomes import PairKind
from busel.vault.entropy import new_record_id

TIES = ("parent", "sibling", "spouse", "relative")
_YEAR = 4


@dataclass(frozen=True)
class Family:
    """What somebody says of two people. `title` "" makes no household; `tie` "" no relationship."""

    title: str = ""
    tie: str = ""
    elder: int = 0
    """Of a parent and a child the parent."""


def proposed_tie(kind: PairKind) -> str:
    """Return the relationship that a pair of this kind probably has; "" where nothing tells it."""
    return {PairKind.FATHER_AND_SON: "parent", PairKind.TWINS: "sibling"}.get(kind, "")


def elder_of(one: int, other: int) -> int:
    """Return who of two is the parent, by birth or by the child's patronymic; the first one where nothing tells it."""
    first, second = (current_fields(raw_connection(), "contact", id_) or {} for id_ in (one, other))
    born = [fields.get("birth", "")[:_YEAR] for fields in (first, second)]
    if all(born) and born[0] != born[1]:
        return one if born[0] < born[1] else other
    return other if _bears_name_of(first, second) and not _bears_name_of(second, first) else one


def _bears_name_of(child: Fields, parent: Fields) -> bool:
    pairs = ((child.get(f"patronymic_{one}", ""), parent.get(f"given_{one}", "")) for one in ("be", "ru"))
    return any(patronymic and given and patronymic.startswith(given[:-1] or given) for patronymic, given in pairs)


def household_ops(one: int, other: int, title: str) -> Iterator[tuple[int, list[Op]]]:
    """Yield what lets two live together: in the household of either, else in a new one."""
    raw, homes = raw_connection(), {}
    for id_ in (one, other):
        homes[id_] = (current_fields(raw, "contact", id_) or {}).get("household", 0)
    home = homes[one] or homes[other]
    if not home:
        home = new_record_id()
        yield home, [Op("household", home, Household(title=title).fields())]
    for id_, was in homes.items():
        if was != home:
            yield id_, [Op("contact", id_, {"household": home}, {"household": was or None})]
            left = current_fields(raw, "household", was) if was else None
            if left is not None and set(members_in(raw, was)) == {id_}:
                yield was, [Op("household", was, None, left)]


def tie_ops(one: int, other: int, family: Family) -> Iterator[tuple[int, list[Op]]]:
    """Yield what ties two, in the parts of both; nothing where they are tied so already."""
    first, second = (one, other) if family.elder in (0, one) else (other, one)
    bond = Relationship(contact=first, other=second, type=family.tie)
    known = "SELECT 1 FROM workspace_relationship WHERE type = ? AND contact_id IN (?, ?) AND other IN (?, ?)"
    if raw_connection().execute(known, (family.tie, one, other, one, other)).fetchone() is None:
        op = Op("relationship", new_record_id(), bond.fields())
        yield first, [op]
        yield second, [op]
