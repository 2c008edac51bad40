"""The organisation's own two journals, commons and office: whose accounts are over, and when their keys are due."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TypeVar

import msgspec

from busel.desk.clock import today
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.posting import every_member
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from busel.registry.keyring import Bundle
from busel.registry.organisation import ENDED, LEFT_OUT, Ended, LeftOut
from busel.registry.publishing import keys_name
from busel.registry.roles import Role
from busel.vault.entropy import new_record_id

R = TypeVar("R", bound=msgspec.Struct)


def shared_journals(session: Session) -> list[bytes]:
    """Return the office and commons, in the order in which their keys are changed. Raises NotAllowedError.

    The office first: with the keys of commons everybody is told how to write to it.
    """
    return [_administrated(session, name).journal for name in ("office", "commons")]


def _administrated(session: Session, name: str) -> Bundle:
    bundle = session.keyring.named(name)
    if bundle is None or not bundle.write or not session.may(Role.ADMINISTRATOR, bundle.journal):
        raise NotAllowedError
    return bundle


def ended_accounts(session: Session) -> set[bytes]:
    """Return the accounts that are over."""
    return {one.account for _record, one in _lying(session, ENDED, Ended)}


def administrators(session: Session) -> set[bytes]:
    """Return who holds anything in the office."""
    office = session.keyring.named("office")
    ledger = session.ledgers.get(office.journal) if office is not None else None
    grants = ledger.roster.grants if ledger is not None and ledger.roster is not None else {}
    return {account for account, held in grants.items() if held}


def runs_office(session: Session) -> bool:
    """Is the account an administrator's, by whichever of its keys?"""
    return session.account in administrators(session)


def others_run_office(session: Session) -> bool:
    """Is there another administrator, who could state which of this account's keys counts?"""
    return bool(administrators(session) - ended_accounts(session) - {session.account})


def end_account(session: Session, account: bytes) -> None:
    """Note that an account is over. Raises NotAllowedError, also for an administrator's, which trustees end."""
    _administrated(session, "office")
    if account == session.account or account in administrators(session):
        raise NotAllowedError
    note_ended(session, account)


def note_ended(session: Session, account: bytes) -> None:
    """Note it of whomever. Done twice, it is noted once. Raises NotAllowedError or a ShelfError."""
    with session.lock:
        if account not in ended_accounts(session):
            record = new_record_id()
            fields = msgspec.to_builtins(Ended(account, today()))
            office = _administrated(session, "office")
            write(session, office.journal, "end_account", [(record, [Op(ENDED, record, fields)])])


def organisation_keys_owed(session: Session) -> bool:
    """Are new keys of commons and office due, and is this an administrator, who gives them?

    After the end of an account that got the present ones; of an administrator; of a coordinator, which the division's
    next certificate tells; and after an account has told that it may have been taken.
    """
    try:
        journals = shared_journals(session)
    except NotAllowedError:
        return False
    if any(one not in session.ledgers or session.ledgers[one].link is None for one in journals):
        return False
    note = left_out(session)
    outside, renewed, changed = (note[1].accounts, note[1].renewed, note[1].changed) if note else ([], 0, 0)
    over = ended_accounts(session) - set(outside)
    more = renewals(session) > renewed or key_changes(session) > changed
    return bool(over) or more or bool(rotations_owed(session, journals))


def renewals(session: Session) -> int:
    """Return how often divisions have renewed their certificates, all together."""
    known = map(session.certificates.certificate, list(session.certificates.certificates))
    return sum(one.number for one in known if one is not None)


def key_changes(session: Session) -> int:
    """Return how many keys accounts have changed to, all together, as far as the office knows."""
    office = session.keyring.named("office")
    members = every_member(session, office.journal) if office is not None else []
    return len({(one.account, one.signing) for one in members if one.handovers})


def left_out(session: Session) -> tuple[int, LeftOut] | None:
    """Return who got no letter of the present epoch of commons, with the record's number; None for the first epoch."""
    commons = session.keyring.named("commons")
    if commons is None:
        return None
    names = (commons.epoch, keys_name(commons))
    return next((pair for pair in _lying(session, LEFT_OUT, LeftOut) if (pair[1].epoch, pair[1].keys) == names), None)


def _lying(session: Session, kind: str, type_: type[R]) -> Iterator[tuple[int, R]]:
    office = session.keyring.named("office")
    number = None if office is None else session.numbers.get(office.journal)
    rows = Item.objects.filter(division=number, kind=kind).order_by("record").values_list("record", "fields")
    for record, fields in rows:
        with suppress(msgspec.ValidationError):
            yield record, msgspec.convert(fields, type_)
