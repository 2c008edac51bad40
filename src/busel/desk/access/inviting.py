"""Inviting: an administrator makes a slip, with which a newcomer's own desk makes the keys. Nobody else has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from busel.desk.account.accounts import TICKET_BYTES, digest
from busel.desk.clock import today
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.posting import handles_of
from busel.desk.session import Session
from busel.desk.trustees.founding import office_of
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from busel.registry.invitation import Invitation
from busel.registry.keyring import Bundle, bundle_for
from busel.registry.locker import INVITATION, Unlocked, seal_unlock_row
from busel.registry.roles import Role
from busel.shelf.protocol import NewInvitation, UnlockRow
from busel.vault.entropy import new_id, new_record_id, random_bytes
from busel.vault.hidden import hidden
from busel.vault.lock import STANDARD, Profile, unlocking
from busel.vault.words import new_handle, new_passphrase

DAYS = 14
"""So long does a slip open, unless it is said otherwise."""


@hidden
@dataclass(frozen=True)
class Slip:
    """What stands on the paper: the account name and the one-time code, until the end of a day (since 1970)."""

    handle: str
    code: str
    last_day: int


@dataclass(frozen=True)
class Outstanding:
    """An invitation that nobody has used yet, as far as this desk has read. Its code is known to the paper only."""

    record: int
    id: bytes
    handle: str
    division: bytes
    role: Role | None
    last_day: int
    fields: dict[str, Any]

    @property
    def is_over(self) -> bool:
        """Does its slip open nothing any more?"""
        return self.last_day < today()


@dataclass(frozen=True)
class Wish:
    """What is wished for a newcomer, and the slip's language and days."""

    division: bytes
    role: Role | None = None
    days: int = DAYS
    language: str = "en"


def invite(session: Session, wish: Wish, *, profile: Profile = STANDARD) -> Slip:
    """Lay an invitation and return its slip, which is shown once. Costs one Argon2id.

    Raises NotAllowedError without the office's keys, LookupError for a division that is not certified, or a ShelfError.
    """
    office, commons = office_bundle(session), session.keyring.named("commons")
    if commons is None:
        raise NotAllowedError
    if session.certificates.inbox_key(wish.division) is None:
        raise LookupError
    handle, code = _new_handle(session, wish.language), new_passphrase(wish.language)
    inside = Invitation(
        organisation=session.keyring.organisation,
        root=session.keyring.root,
        office=office_of(office),
        commons=_newest(commons),
        handle=handle,
        division=wish.division,
        role=wish.role,
    )
    id_, ticket = new_id(), random_bytes(TICKET_BYTES)
    keys = unlocking(inside.organisation, handle, passphrase=code, profile=profile)
    row = UnlockRow(keys.tag, seal_unlock_row(keys.key, Unlocked(id_, ticket, INVITATION, inside)))
    # First: a slip that the office does not know of would greet it in vain.
    _note(session, office, id_, inside, last_day=today() + wish.days)
    invitation = NewInvitation(id_, digest(ticket), row, wish.days)
    last_day = session.shelf.invite(session.token, office.journal, office.write, invitation)
    return Slip(handle, code, last_day)


def withdraw(session: Session, invitation: Outstanding) -> None:
    """Make a slip worthless. Harmless for one that was used. Raises NotAllowedError or a ShelfError."""
    office = office_bundle(session)
    session.shelf.withdraw(session.token, office.journal, office.write, invitation.id)
    removal = Op("invitation", invitation.record, None, invitation.fields)
    write(session, office.journal, "withdraw_invitation", [(invitation.record, [removal])])


def clear_over(session: Session) -> int:
    """Take what is over off the list, and out of the shelf; return how many. Raises NotAllowedError or a ShelfError."""
    office = office_bundle(session)
    over = [one for one in outstanding(session) if one.is_over]
    for one in over:
        session.shelf.withdraw(session.token, office.journal, office.write, one.id)
    if over:
        about = [(one.record, [Op("invitation", one.record, None, one.fields)]) for one in over]
        write(session, office.journal, "withdraw_invitation", about)
    return len(over)


def outstanding(session: Session) -> list[Outstanding]:
    """Return the invitations that the office's records hold, by handle. Raises NotAllowedError."""
    number = session.numbers.get(office_bundle(session).journal)
    rows = Item.objects.filter(division=number, kind="invitation").values_list("record", "fields")
    found = [one for record, fields in rows if (one := _read(record, fields)) is not None]
    return sorted(found, key=lambda one: one.handle)


def office_bundle(session: Session) -> Bundle:
    """Return the office's keys. Raises NotAllowedError for who is no administrator."""
    office = session.keyring.named("office")
    if office is None or not session.may(Role.ADMINISTRATOR, office.journal):
        raise NotAllowedError
    return office


def _newest(commons: Bundle) -> Bundle:
    """Return what a viewer needs of commons today: its newest epoch opens all that is there."""
    viewed = bundle_for(commons, Role.VIEWER)
    return Bundle(
        journal=viewed.journal,
        name=viewed.name,
        role=viewed.role,
        epochs={viewed.epoch: viewed.keys},
        deposit=viewed.deposit,
    )


def _new_handle(session: Session, language: str) -> str:
    office = office_bundle(session)
    taken = {*handles_of(session, office.journal).values(), *(one.handle for one in outstanding(session))}
    while (handle := new_handle(language)) in taken:
        pass
    return handle


def _note(session: Session, office: Bundle, id_: bytes, inside: Invitation, *, last_day: int) -> None:
    record = new_record_id()
    fields = {
        "id": id_.hex(),
        "handle": inside.handle,
        "last_day": last_day,
        "division": inside.division.hex(),
        "role": inside.role.value if inside.role else "",
    }
    said = {name: value for name, value in fields.items() if value}
    write(session, office.journal, "invite", [(record, [Op("invitation", record, said)])])


def _read(record: int, fields: dict[str, Any]) -> Outstanding | None:
    try:
        return Outstanding(
            record=record,
            id=bytes.fromhex(fields["id"]),
            handle=str(fields["handle"]),
            division=bytes.fromhex(fields.get("division", "")),
            role=Role(fields["role"]) if fields.get("role") else None,
            last_day=int(fields["last_day"]),
            fields=fields,
        )
    except (KeyError, TypeError, ValueError):
        return None
