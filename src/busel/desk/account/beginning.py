"""Beginning: with the slip's code a newcomer's desk makes all keys, lays them in one step, and says hello."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from busel.desk.access.hellos import Hello, Inbox, own_member, send_hello
from busel.desk.account.accounts import Credentials, FreshAccount, fresh_account
from busel.desk.account.accounts import Wish as Made
from busel.desk.clock import this_hour
from busel.desk.keys.mailbox import without_half
from busel.desk.session import Session, SignInRefusedError, Typed, open_locker, unlock
from busel.registry.custody import Custody, seal_custody
from busel.registry.keyring import Beginning
from busel.registry.locker import INVITATION, Unlocked
from busel.registry.roles import Role
from busel.shelf.protocol import BadTicketError, Shelf, UnreachableError
from busel.vault.errors import VaultError
from busel.vault.lock import STANDARD, Profile


def new_account(unlocked: Unlocked, *, language: str, key_file: bool = False, quiet: bool = False) -> FreshAccount:
    """Return the account that an opened invitation is to become. Nothing is laid yet, and nothing is asked.

    Raises SignInRefusedError for an invitation of another organisation, or none.
    """
    invitation = unlocked.invitation
    if invitation is None:
        raise SignInRefusedError
    wish = Made(language, invitation.handle, key_file=key_file, code=True, quiet=quiet)
    fresh = fresh_account(invitation.organisation, invitation.root, hour=this_hour(), wish=wish)
    office_half, division_half = fresh.credentials.thaw_halves
    beginning = Beginning(
        invitation=unlocked.locker,
        division=invitation.division,
        role=invitation.role,
        office_half=office_half,
        division_half=division_half,
    )
    fresh = fresh.with_bundles([invitation.commons]).with_office(invitation.office)
    return replace(fresh, keyring=msgspec.structs.replace(fresh.keyring, beginning=beginning))


def accept(shelf: Shelf, ticket: bytes, fresh: FreshAccount, *, profile: Profile = STANDARD) -> Session:
    """Lay the account and return its session; the slip is used up. Costs an Argon2id for each row that opens.

    Raises BadTicketError when the slip was used, withdrawn, or is over: nothing was made then; or a ShelfError.
    """
    locker, own = fresh.lay(profile=profile)
    unlocked = Unlocked(fresh.locker, fresh.user_key)
    try:
        shelf.accept(ticket, locker, own)
    except UnreachableError:  # the answer may have been lost after all was laid
        return _after_all(shelf, unlocked, fresh, UnreachableError())
    except BadTicketError:  # so may it, before this try
        return _after_all(shelf, unlocked, fresh, BadTicketError())
    return open_locker(shelf, fresh.keyring.organisation, unlocked)


def _after_all(shelf: Shelf, unlocked: Unlocked, fresh: FreshAccount, error: Exception) -> Session:
    try:
        return open_locker(shelf, fresh.keyring.organisation, unlocked)
    except SignInRefusedError:
        raise error from None


def greet_office(session: Session) -> None:
    """Tell the office of the account and give it a custody: once, whatever is interrupted. Raises a ShelfError.

    Why safe: the half that the office gets is forgotten here with the next save, before the division gets the other.
    """
    beginning, office = session.keyring.beginning, session.keyring.office
    if beginning is None or office is None or not beginning.office_half:
        return
    custody = _custody(session, office.public, holder=office.journal, half=beginning.office_half)
    hello = Hello(own_member(session), custody=custody, invitation=beginning.invitation)
    send_hello(session, Inbox(office.journal, office.epoch, office.public, office.deposit), hello)
    _keep(session, msgspec.structs.replace(beginning, office_half=b""))


def greet_division(session: Session, division: bytes, *, role: Role | None = None) -> None:
    """Say hello to a division's coordinators. Raises LookupError without a certified inbox key, or a ShelfError.

    All get the freeze code: who is let in can be shut there. Until one of them gives access all get the half of a thaw.
    """
    key, certificate = session.certificates.inbox_key(division), session.certificates.certificate(division)
    if key is None or certificate is None:
        raise LookupError
    greet_office(session)
    beginning = session.keyring.beginning
    half = beginning.division_half if beginning else b""
    custody = _custody(session, certificate.sealing, holder=division, half=half)
    send_hello(session, Inbox(division, key.epoch, key.public, key.deposit), Hello(own_member(session), role, custody))
    if beginning is not None:
        _keep(session, msgspec.structs.replace(beginning, division=division, role=role, greeted=True))


def _custody(session: Session, public: bytes, *, holder: bytes, half: bytes) -> bytes:
    keyring = session.keyring
    custody = Custody(account=keyring.account.id, freeze_code=keyring.freeze_code, thaw_half=half)
    try:
        return seal_custody(public, custody, organisation=keyring.organisation, holder=holder)
    except VaultError as error:
        raise LookupError from error


def _keep(session: Session, beginning: Beginning) -> None:
    with session.lock:
        session.keyring = without_half(msgspec.structs.replace(session.keyring, beginning=beginning))
        session.save_keyring()


def accept_invitation(
    shelf: Shelf, organisation: bytes, typed: Typed, *, made: Made, profile: Profile = STANDARD
) -> tuple[Credentials, Session]:
    """Begin an account with what stands on a slip: for terminals. Raises SignInRefusedError as a sign-in does."""
    unlocked = unlock(shelf, organisation, typed, profile=profile)
    if unlocked.kind != INVITATION or unlocked.invitation is None:
        raise SignInRefusedError
    fresh = new_account(unlocked, language=made.language, key_file=made.key_file, quiet=made.quiet)
    session = accept(shelf, unlocked.user_key, fresh, profile=profile)
    greet_office(session)
    return fresh.credentials, session
