"""Shutting an account, agreeing to open one again, and the limit of days without use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from busel.desk.actions import action
from busel.desk.freezes import frozen
from busel.desk.journals.writing import ConflictError, NotAllowedError, NotReadError
from busel.desk.keys import organisation
from busel.desk.keys.custodies import OFFICE, holders
from busel.desk.keys.rotation import rotate_all
from busel.desk.running import log
from busel.desk.session import Session
from busel.registry.keyring import Bundle
from busel.shelf.protocol import THAWED, ShelfError


@action("freeze_account")
def freeze_account(session: Session, account: bytes) -> None:
    """Freeze an account by what coordinators keep of it, end its desk, and note it in the divisions where it reads.

    Raises NotAllowedError, frozen.NothingKeptError or a ShelfError; then nothing was shut.
    """
    frozen.shut(session, _divisions(session), account)
    try:
        frozen.note_standings(session)
    except (ShelfError, NotAllowedError, NotReadError, ConflictError) as error:
        log.note_failure(error)  # the account is shut; every coordinator's desk notes it within a minute


@action("freeze_from_office")
def freeze_from_office(session: Session, account: bytes) -> None:
    """Freeze an account by what the office keeps of it, and end its desk. Raises as `freeze_account` does.

    The coordinators' desks learn of it from the shelf and note it.
    """
    frozen.shut(session, [_office(session)], account)


@action("agree_to_thaw")
def agree_to_thaw(session: Session, account: bytes) -> int:
    """Show the coordinators' half of a thaw; returns what the shelf says of it. Raises as `frozen.agree` does."""
    shown = frozen.agree(session, _divisions(session), account)
    if shown == THAWED:
        frozen.note_standings(session)
    return shown


@action("agree_from_office")
def agree_from_office(session: Session, account: bytes) -> int:
    """Show the office's half of a thaw; returns what the shelf says of it. Raises as `frozen.agree` does.

    NotAllowedError for an account that is over.
    """
    if account in organisation.ended_accounts(session):
        raise NotAllowedError
    return frozen.agree(session, [_office(session)], account)


@action("end_account")
def end_account(session: Session, account: bytes) -> None:
    """Freeze an account for good and note that it is over: keys of commons and office go to it no more.

    Raises NotAllowedError or a ShelfError; again goes on.
    """
    organisation.end_account(session, account)
    with suppress(frozen.NothingKeptError):  # nothing is kept of it here: coordinators, or its slip, freeze it
        frozen.shut(session, [_office(session)], account)


@action("rotate_shared_keys")
def change_shared_keys(
    session: Session, *, told: Callable[[int, int], None] = lambda _done, _all: None
) -> dict[bytes, Exception]:
    """Give office and commons new keys; return what failed in which. Raises what `rotation.rotate_all` does."""
    return rotate_all(session, organisation.shared_journals(session), told=told)


@action("set_idle_days")
def set_idle_days(session: Session, days: int) -> None:
    """Set after how many days without use accounts are put to rest. Raises NotAllowedError or a ShelfError."""
    office = _office(session)
    session.shelf.set_idle_days(session.token, office.journal, office.write, days)


def _divisions(session: Session) -> list[Bundle]:
    mine = [one for one in holders(session) if one.name != OFFICE]
    if not mine:
        raise NotAllowedError
    return mine


def _office(session: Session) -> Bundle:
    office = next((one for one in holders(session) if one.name == OFFICE), None)
    if office is None:
        raise NotAllowedError
    return office
