"""What is kept longer than the data standard says: found, shown, and let go only when somebody confirms.

The clock of a person begins anew with each deed about them: a call that was noted, a correction, a letter. It is read
from the journal, so what does not open to this account is not proposed. A person with an open follow-up is not, either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import msgspec

from busel.contacts.kept import Kept
from busel.contacts.record import read_record
from busel.contacts.records import ABOUT_A_CONTACT
from busel.contacts.shared import Retention
from busel.contacts.standard import Type
from busel.desk.clock import hours_of, today_date
from busel.desk.journals.annals import annals_of
from busel.desk.keeping.standard import standard
from busel.desk.session import Session
from busel.desk.workspace.aliases import given
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Item
from busel.desk.workspace.rows import ROWS, column_of
from busel.journal.deed import Fields, Op
from busel.registry.roles import Role

KIND = "retention"
PERSON = "the-person"
"""No field has such a key. The rule of the names: who has no name any more is nobody, so the person is to be erased."""
PROTECTING = frozenset({"risk", "no_letters", "no_calls"})
"""What protects somebody is never proposed."""
NO_SIGN_OF_LIFE = frozenset({"clear_old_values", "keep_longer", "note_move"})
"""Deeds that say nothing about the person."""
_WHOLE_RECORDS = frozenset({"phone", "email", "tag"})
"""Kinds whose records are nothing without the value."""


@dataclass(frozen=True)
class Rule:
    """One field, or `PERSON`, and how many months it is kept."""

    key: str
    months: int
    kept: Kept
    """Of `PERSON` one of the names."""


@dataclass
class Due:
    """Who has what too long: rule -> (journal, contact), those not touched for the longest time first."""

    rules: dict[str, Rule] = field(default_factory=dict)
    people: dict[str, list[tuple[bytes, int]]] = field(default_factory=dict)
    ends: dict[bytes, int] = field(default_factory=dict)
    """The end of each journal as it was read: whoever writes after it is asked again."""
    sealed: int = 0
    """Commits that do not open to this account."""


def rules() -> dict[str, Rule]:
    """Return what the data standard lets go of after some months, in its order."""
    found: dict[str, Rule] = {}
    for kept in standard():
        months, key = kept.field.retention_months, kept.key
        if not months or not kept.field.enabled or key in PROTECTING:
            continue
        if kept.built_in is not None and kept.built_in.type is Type.NAME:
            key = PERSON
            months = max(months, found[key].months if key in found else 0)
        found[key] = Rule(key, months, kept)
    return found


def read_due(session: Session) -> Due:
    """Return who has what too long, in the divisions that the account edits. Raises a JournalError or a ShelfError."""
    due = Due(rules())
    oldest: dict[str, list[tuple[int, bytes, int]]] = {key: [] for key in due.rules}
    if due.rules:
        for bundle in session.divisions(least=Role.EDITOR):
            _read_division(session, bundle.journal, due, oldest)
    due.people = {key: [(journal, one) for _hour, journal, one in sorted(some)] for key, some in oldest.items()}
    return due


def _read_division(session: Session, journal: bytes, due: Due, oldest: dict[str, list[tuple[int, bytes, int]]]) -> None:
    annals, last = annals_of(session, journal), dict[int, int]()
    for deed in annals.read_all(session):
        if deed.name not in NO_SIGN_OF_LIFE:
            last.update((subject, max(deed.hour, last.get(subject, 0))) for subject, _touched in deed.touched())
    due.sealed += annals.sealed
    with session.lock:  # what is read of the workspace is of one moment, and of no later one than the history was
        link = session.ledgers[journal].link
        due.ends[journal] = min(annals.sequence, -1 if link is None else link.sequence)
        raw, number = raw_connection(), session.numbers[journal]
        last |= {local: last[stored] for stored, local in given(raw, number).items() if stored in last}
        awaited, longer = _awaited(raw, number), _kept_longer(session, journal)
        for key, rule in due.rules.items():
            before = _hour_before(rule.months)
            for contact in _having(raw, number, rule):
                hour = last.get(contact)
                if hour is not None and hour < before and contact not in awaited and (contact, key) not in longer:
                    oldest[key].append((hour, journal, contact))


def _hour_before(months: int) -> int:
    today = today_date()
    whole = today.year * 12 + today.month - 1 - months
    year, month = divmod(whole, 12)
    return hours_of(date(year, month + 1, min(today.day, 28)))[0]


def _awaited(raw: sqlite3.Connection, number: int) -> set[int]:
    query = (
        "SELECT a.contact_id FROM workspace_activity a JOIN workspace_contact c ON c.id = a.contact_id"
        " WHERE c.division_id = ? AND a.due != '' AND a.done = ''"
    )
    return {one for (one,) in raw.execute(query, (number,))}


def _kept_longer(session: Session, journal: bytes) -> set[tuple[int, str]]:
    today, found = today_date().isoformat(), set()
    for fields in Item.objects.filter(division=session.numbers[journal], kind=KIND).values_list("fields", flat=True):
        try:
            one = read_record(Retention, fields)
        except msgspec.ValidationError:
            continue
        if one.until >= today:
            found.add((one.contact, one.field))
    return found


def _having(raw: sqlite3.Connection, number: int, rule: Rule) -> Iterator[int]:
    built_in = rule.kept.built_in
    if rule.key == PERSON:
        query, values = "SELECT id FROM workspace_contact WHERE division_id = ?", (number,)
    elif built_in is None:
        query = (
            "SELECT c.id FROM workspace_contact c WHERE c.division_id = ? AND custom != '{}'"
            " AND EXISTS (SELECT 1 FROM json_each(c.custom) j WHERE j.key = ?)"
        )
        values = (number, rule.key)  # type: ignore[assignment]  # of two kinds
    elif built_in.kind == "contact":
        column = column_of(built_in.field)
        query = f"SELECT id FROM workspace_contact WHERE division_id = ? AND {column} NOT IN ('', 0, '[]')"
        values = (number,)
    else:
        # A telephone that cannot be dialled has no number, and is kept all the same.
        filled = "" if built_in.kind in _WHOLE_RECORDS else f" AND r.{column_of(built_in.field)} != ''"
        query = (
            f"SELECT DISTINCT r.contact_id FROM {ROWS[built_in.kind].name} r"
            f" JOIN workspace_contact c ON c.id = r.contact_id WHERE c.division_id = ?{filled}"
        )
        values = (number,)
    for (contact,) in raw.execute(query, values).fetchall():
        yield contact


def clearing(raw: sqlite3.Connection, contact: int, rule: Rule) -> list[Op]:
    """Return what empties a field of a person; nothing for the rule of whole persons, or where it is empty."""
    built_in = rule.kept.built_in
    held = current_fields(raw, "contact", contact) or {}
    if rule.key == PERSON:
        return []
    if built_in is None:
        custom = held.get("custom", {})
        left = {key: value for key, value in custom.items() if key != rule.key}
        return [Op("contact", contact, {"custom": left or None}, {"custom": custom})] if left != custom else []
    if built_in.kind == "contact":
        name = built_in.field
        return [Op("contact", contact, {name: None}, {name: held[name]})] if name in held else []
    return list(_clearing_records(raw, contact, built_in.kind, built_in.field))


def _clearing_records(raw: sqlite3.Connection, contact: int, kind: str, name: str) -> Iterator[Op]:
    assert kind in ABOUT_A_CONTACT  # noqa: S101 - a table's name in the query
    query = f"SELECT id FROM {ROWS[kind].name} WHERE contact_id = ? ORDER BY id"
    for (id_,) in raw.execute(query, (contact,)).fetchall():
        fields: Fields = current_fields(raw, kind, id_) or {}
        if kind in _WHOLE_RECORDS:
            yield Op(kind, id_, None, fields)
        elif name in fields:
            yield Op(kind, id_, {name: None}, {name: fields[name]})
