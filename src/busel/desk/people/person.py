"""Everything that the workspace holds about one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from busel.contacts.records import ABOUT_A_CONTACT
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection, read_record
from busel.desk.workspace.merges import whom_today
from busel.desk.workspace.models import Contact
from busel.desk.workspace.rows import ROWS, sources
from busel.journal.deed import Fields
from busel.registry.roles import Role


@dataclass(frozen=True)
class Person:
    """A contact with its records: kind -> id -> fields as stored."""

    id: int
    journal: bytes
    division: str
    records: dict[str, dict[int, Fields]]

    @property
    def contact(self) -> Fields:
        """The fields of the contact's own record."""
        return self.records["contact"][self.id]

    def all(self, kind: str) -> Iterator[Fields]:
        """Yield the records of a kind."""
        yield from self.records[kind].values()

    def may_edit(self, session: Session) -> bool:
        """May the signed-in person change it? Roles are held division by division."""
        return session.may(Role.EDITOR, self.journal)


_NAMES = {kind: [name for name in sources(kind) if name != "contact"] for kind in ABOUT_A_CONTACT}
_SELECT = {
    kind: f"SELECT id, {', '.join(sources(kind)[name] for name in names)}"
    f" FROM {ROWS[kind].name} WHERE contact_id = ? ORDER BY rowid"
    for kind, names in _NAMES.items()
}
"""The query for a person's records of a kind, in the order in which they came."""


def means_today(id_: int) -> int:
    """Return whom a number that stands no more means: who it was made one with; else itself."""
    return whom_today(raw_connection(), [id_])[0]


def person(session: Session, id_: int) -> Person | None:
    """Return a person of the zone, or None."""
    division = Contact.objects.filter(pk=id_).values_list("division_id", "division__name").first()
    if division is None:
        return None
    number, name = division
    raw = raw_connection()
    own = read_record(raw, "contact", id_)
    records: dict[str, dict[int, Fields]] = {"contact": {id_: own.fields() if own else {}}}
    for kind in ABOUT_A_CONTACT:
        rows = raw.execute(_SELECT[kind], (id_,)).fetchall()
        records[kind] = {
            row[0]: {"contact": id_} | {n: v for n, v in zip(_NAMES[kind], row[1:], strict=True) if v not in ("", 0)}
            for row in rows
        }
    journal = next(journal for journal, held in session.numbers.items() if held == number)
    return Person(id_, journal, name, records)
