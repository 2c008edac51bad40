"""Saving a search and taking it away."""

from __future__ import annotations

from collections.abc import Sequence

from busel.contacts.records import SavedSearch
from busel.desk.actions import action
from busel.desk.journals.writing import write
from busel.desk.search.conditions import PEOPLE, Condition, every_part
from busel.desk.search.saved_searches import KIND, Saved, journals_holding
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.journal.fold import changes
from busel.registry.roles import Role
from busel.vault.entropy import new_id, new_record_id


@action("save_search")
def save_search(session: Session, title: str, where: Condition, *, columns: Sequence[str] = (), order: str = "") -> int:
    """Keep a search in each division that it covers and the person edits, under one id in one deed; return the id.

    Who edits none of them keeps it in the own journal. Raises ShelfError.
    """
    record, deed = new_record_id(), new_id()
    fields = SavedSearch(title=title, where=where, columns=tuple(columns), order=order).fields()
    places = places_for(session, where)
    for journal in places:
        write(session, journal, "save_search", [(record, [Op(KIND, record, fields)])], deed=deed, places=places)
    return record


@action("save_search")
def change_search(session: Session, saved: Saved, changed: SavedSearch) -> bool:
    """Change a search wherever it lies; False where it cannot stay in all of these journals as it is then.

    Raises NotAllowedError, ConflictError or ShelfError.
    """
    wanted = changed.fields()
    if not set(saved.journals) <= set(_journals_for(session, changed.where)):
        return False
    deed = new_id()
    ops = {}
    for journal, held in saved.held.items():
        now, was = changes(held, wanted)
        if now:
            ops[journal] = Op(KIND, saved.record, now, was)
    for journal, op in ops.items():
        write(session, journal, "save_search", [(saved.record, [op])], deed=deed, places=list(ops))
    return True


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

    One that names people by id goes nowhere else: no division is told who stands in another. Nor does it go where
    another search that it names is not.
    """
    own = [session.keyring.account.mailbox]
    covered = {bundle.journal for bundle in session.divisions(least=Role.EDITOR) if _covers(where, bundle.name)}
    return [journal for journal in _journals_for(session, where) if journal in covered] or own


def _journals_for(session: Session, where: Condition) -> list[bytes]:
    """Return the journals that may hold it: edited divisions and the own journal; with people by id the last alone."""
    own = session.keyring.account.mailbox
    parts = list(every_part(where))
    if any(part.get("field") == PEOPLE for part in parts):
        return [own]
    named = [set(journals_holding(session, part["search"])) for part in parts if "search" in part]
    edited = [bundle.journal for bundle in session.divisions(least=Role.EDITOR)]
    return [journal for journal in (*edited, own) if journal == own or all(journal in held for held in named)]


def _covers(where: Condition, division: str) -> bool:
    """Can somebody of this division fit? No, where the condition asks for another division."""
    inner = where.get("of", where) if "sample" in where else where
    asked = [part for part in inner.get("all", [inner]) if part.get("field") == "division"]
    names = [part["any_of"] if "any_of" in part else [part["is"]] for part in asked]
    return all(any(division == name or division.startswith(f"{name} / ") for name in one) for one in names)
