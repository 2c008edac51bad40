"""Newcomers, by the true way: an administrator's slip, the newcomer's own keys, a hello to office and division."""

from __future__ import annotations

from busel.desk.access.inviting import Wish, invite
from busel.desk.access.office_hellos import take_in_hellos
from busel.desk.account.accounts import Credentials
from busel.desk.account.accounts import Wish as Made
from busel.desk.account.beginning import accept_invitation, greet_division
from busel.desk.session import Session, Typed
from busel.registry.roles import Role
from busel.vault.lock import CHEAP, Profile


def begin(session: Session, division: bytes, *, role: Role | None = None) -> tuple[Credentials, Session]:
    """Invite somebody from an administrator's desk and begin the account as the newcomer's does; no zone is opened."""
    slip = invite(session, Wish(division, role), profile=CHEAP)
    typed = Typed(slip.handle, slip.code)
    organisation = session.keyring.organisation
    told, newcomer = accept_invitation(session.shelf, organisation, typed, made=Made(), profile=CHEAP)
    newcomer.certificates = session.certificates  # what it would read from commons
    return told, newcomer


def add_account(
    session: Session, *, division: bytes, role: Role | None = None, profile: Profile = CHEAP
) -> Credentials:
    """Let a newcomer begin, say hello to a division, and be noted in the office."""
    assert profile == CHEAP
    told, newcomer = begin(session, division, role=role)
    greet_division(newcomer, division, role=role)
    take_in_hellos(session)
    return told
