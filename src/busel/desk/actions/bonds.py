"""What ties people to each other: relationships, households, groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from busel.contacts.bonds import Membership, Relationship
from busel.contacts.shared import Group, Household
from busel.desk.actions import action
from busel.desk.clock import today_iso
from busel.desk.journals.writing import Written, write
from busel.desk.people.editing import Edit, operations
from busel.desk.people.groups import GroupHeld, open_memberships
from busel.desk.people.households import members_in
from busel.desk.people.shared_items import changes
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.journal.deed import Fields, Op
from busel.registry.roles import Role
from busel.vault.entropy import new_record_id

TOGETHER = 500
"""People in one commit: pages wait milliseconds for it."""


@action("edit_contact")
def relate(session: Session, journal: bytes, bond: Relationship) -> Written:
    """Note how two people of a division know each other; it stands in the history of both.

    Raises LookupError unless both are of this division, NotAllowedError or ShelfError.
    """
    with session.lock:
        here = session.numbers[journal]
        homes = divisions_of(raw_connection(), (bond.contact, bond.other))
        if bond.contact == bond.other or [homes.get(one) for one in (bond.contact, bond.other)] != [here, here]:
            raise LookupError
        op = Op("relationship", new_record_id(), bond.fields())
        return write(session, journal, "edit_contact", [(bond.contact, [op]), (bond.other, [op])])


@action("edit_contact")
def change_bond(session: Session, journal: bytes, edit: Edit) -> None:
    """Correct a relationship or take it away; it stands in the history of both. Nothing where nothing differs.

    Raises editing.ChangedMeanwhileError (nothing was written), NotAllowedError, ConflictError or ShelfError.
    """
    with session.lock:
        held = current_fields(raw_connection(), edit.kind, edit.id)
        ops = operations(raw_connection(), [edit])
        if ops and held is not None:
            write(session, journal, "edit_contact", [(held["contact"], ops), (held["other"], ops)])


@action("keep_household")
def make_household(session: Session, journal: bytes, contacts: Sequence[int], *, household: Household) -> int:
    """Make a household of people of one division; who lived in another one moves. Return its id.

    Raises LookupError for somebody of another division, NotAllowedError, ConflictError or ShelfError.
    """
    with session.lock:
        record = new_record_id()
        about = [(record, [Op("household", record, household.fields())])]
        left = households_of(contacts)
        write(session, journal, "keep_household", [*about, *_moving(session, journal, contacts, record)])
        let_empty_go(session, journal, left)
    return record


@action("keep_household")
def join_household(session: Session, journal: bytes, household: int, *, contacts: Sequence[int]) -> None:
    """Add people to a household of their division. Raises what `make_household` raises."""
    with session.lock:
        if current_fields(raw_connection(), "household", household) is None:
            raise LookupError
        left, about = households_of(contacts), _moving(session, journal, contacts, household)
        if any(ops for _contact, ops in about):
            write(session, journal, "keep_household", about)
            let_empty_go(session, journal, left)


@action("keep_household")
def leave_household(session: Session, journal: bytes, contact: int) -> None:
    """Take a person out of the household; who was alone in it takes it along. Raises as `make_household` does."""
    with session.lock:
        left, about = households_of([contact]), _moving(session, journal, [contact], 0)
        if any(ops for _contact, ops in about):
            write(session, journal, "keep_household", about)
            let_empty_go(session, journal, left)


@action("keep_household")
def name_household(session: Session, journal: bytes, record: int, *, was: Fields, now: Fields) -> None:
    """Call a household otherwise. Raises NotAllowedError, ConflictError (somebody else did so) or ShelfError."""
    if op := _difference("household", record, was, now):
        write(session, journal, "keep_household", [(record, [op])])


def _difference(kind: str, record: int, was: Fields, now: Fields) -> Op | None:
    names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return Op(kind, record, {n: now.get(n) for n in names}, {n: was.get(n) for n in names}) if names else None


def households_of(contacts: Sequence[int]) -> set[int]:
    """Return the households in which people live now."""
    held = (current_fields(raw_connection(), "contact", contact) or {} for contact in contacts)
    return {fields["household"] for fields in held if fields.get("household")}


def let_empty_go(session: Session, journal: bytes, households: Iterable[int]) -> None:
    """Take out what is empty by now: of two who leave at once each still saw the other one inside."""
    raw, here = raw_connection(), session.numbers[journal]
    for home in households:
        fields = current_fields(raw, "household", home, here)
        if fields is not None and not members_in(raw, home):
            write(session, journal, "keep_household", [(home, [Op("household", home, None, fields)])])


def _moving(session: Session, journal: bytes, contacts: Sequence[int], household: int) -> list[tuple[int, list[Op]]]:
    """Return what moves people into a household (0: out of theirs); one that stays behind empty goes."""
    raw, here = raw_connection(), session.numbers[journal]
    homes = divisions_of(raw, contacts)
    about: list[tuple[int, list[Op]]] = []
    left: dict[int, set[int]] = {}
    for contact in dict.fromkeys(contacts):
        if homes.get(contact) != here:
            raise LookupError
        was = (current_fields(raw, "contact", contact) or {}).get("household", 0)
        if was != household:
            op = Op("contact", contact, {"household": household or None}, {"household": was or None})
            about.append((contact, [op]))
            left.setdefault(was, set()).add(contact)
    return about + [
        (home, [Op("household", home, None, fields)])
        for home, gone in left.items()
        if home and set(members_in(raw, home)) <= gone and (fields := current_fields(raw, "household", home))
    ]


@action("save_group")
def save_group(session: Session, journal: bytes, group: Group) -> int:
    """Make a group in a division; return its id. Raises NotAllowedError or ShelfError."""
    record = new_record_id()
    write(session, journal, "save_group", [(record, [Op("group", record, group.fields())])])
    return record


@action("save_group")
def change_group(session: Session, held: GroupHeld, now: Group, *, was: Fields) -> None:
    """Change what differs from `was` in each division that holds the group, also where one of them was left behind.

    Raises NotAllowedError, ConflictError (somebody else changed the same meanwhile) or ShelfError.
    """
    for journal, op in changes("group", held.record, held.held, was=was, now=now.fields()):
        write(session, journal, "save_group", [(held.record, [op])])


@action("join_group")
def join_group(session: Session, held: GroupHeld, contacts: Sequence[int]) -> int:
    """Add people to a group, from today; return how many were not in it yet.

    Who is of a division that does not know the group brings it there under the same id. People of divisions that this
    account does not edit are left out. Raises ShelfError.
    """
    raw, joined = raw_connection(), 0
    homes = divisions_of(raw, contacts)
    inside = open_memberships(raw, held.record)
    for journal, number in list(session.numbers.items()):
        fresh = [one for one in dict.fromkeys(contacts) if homes.get(one) == number and one not in inside]
        if not fresh or not may_join(session, journal):
            continue
        if journal not in held.held:
            fields = next(iter(held.held.values()))
            write(session, journal, "save_group", [(held.record, [Op("group", held.record, fields)])])
        for at in range(0, len(fresh), TOGETHER):
            about = [(one, [_joining(one, held.record)]) for one in fresh[at : at + TOGETHER]]
            write(session, journal, "join_group", about)
        joined += len(fresh)
    return joined


@action("join_group")
def leave_group(session: Session, journal: bytes, contact: int, *, record: int) -> None:
    """Note that a person left a group today; the membership stays. Raises as `change_group` does."""
    with session.lock:
        held = current_fields(raw_connection(), "membership", record)
        if held is not None and held["contact"] == contact and not held.get("left"):
            op = Op("membership", record, {"left": today_iso()}, {"left": None})
            write(session, journal, "join_group", [(contact, [op])])


def may_join(session: Session, journal: bytes) -> bool:
    """May this account add people of the division to groups?"""
    return any(bundle.journal == journal for bundle in session.divisions(least=Role.EDITOR))


def _joining(contact: int, group: int) -> Op:
    return Op("membership", new_record_id(), Membership(contact=contact, group=group, joined=today_iso()).fields())
