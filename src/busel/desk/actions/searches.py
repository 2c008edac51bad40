"""Saving a search and taking it away."""

from __future__ import annotations

from collections.abc import Sequence

from busel.contacts.records import SavedSearch
from busel.desk.actions import action
from busel.desk.saved_searches import KIND, Saved
from busel.desk.search.conditions import PEOPLE, Condition
from busel.desk.session import Session
from busel.desk.writing import write
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.vault.entropy import new_id, new_record_id


@action("save_search")
def save_search(session: Session, title: str, where: Condition) -> int:
    """Keep a search in each division that it covers and the person edits, under one id in one deed; return the id.

    Who edits none of them keeps it in the own journal. Raises ShelfError.
    """
    record, deed = new_record_id(), new_id()
    fields = SavedSearch(title=title, where=where).fields()
    places = places_for(session, where)
    for journal in places:
        write(session, journal, "save_search", [(record, [Op(KIND, record, fields)])], deed=deed, places=places)
    return record


@action("delete_search")
def delete_search(session: Session, saved: Saved) -> None:
    """Take a saved search out of every journal that holds it. Raises NotAllowedError, ConflictError or ShelfError."""
    together = new_id()
    is_same = all(fields == next(iter(saved.held.values())) for fields in saved.held.values())
    for journal, fields in saved.held.items():
        gone = Op(KIND, saved.record, None, fields)
        # A deed over several journals does the same in each, so that others can finish it; lists of people differ.
        deed, places = (together, saved.journals) if is_same else (new_id(), [journal])
        write(session, journal, "delete_search", [(saved.record, [gone])], deed=deed, places=places)


def may_delete(session: Session, saved: Saved) -> bool:
    """May the person take it out everywhere?"""
    return all(session.may(Role.EDITOR, journal) for journal in saved.journals)


def places_for(session: Session, where: Condition) -> Sequence[bytes]:
    """Return the journals for a search: the edited divisions that it covers, else the person's own journal.

    One that names people by id goes nowhere else: no division is told who stands in another.
    """
    own = [session.keyring.account.mailbox]
    if _names_people(where):
        return own
    edited = [bundle for bundle in session.divisions(least=Role.EDITOR) if _covers(where, bundle.name)]
    return [bundle.journal for bundle in edited] or own


def _names_people(where: Condition) -> bool:
    return any(part.get("field") == PEOPLE for part in where.get("all", [where]))


def _covers(where: Condition, division: str) -> bool:
    """Can somebody of this division fit? No, where the condition asks for another division."""
    asked = [part["is"] for part in where.get("all", [where]) if part.get("field") == "division"]
    return all(division == name or division.startswith(f"{name} / ") for name in asked)
