"""Where nobody else coordinates a division, its one coordinator states there which of its own keys counts now."""

from __future__ import annotations

from functools import partial

from busel.desk.access.hellos import own_member
from busel.desk.access.stating import Hand, roster_of, state
from busel.desk.clock import this_hour
from busel.desk.journals.writing import About, store
from busel.desk.session import Session
from busel.journal.deed import Draft, Op, encode_parts
from busel.registry.roles import Role
from busel.registry.statements import NewKey, statement_fields
from busel.vault.entropy import new_id, new_record_id
from busel.vault.sign import SigningKey

DEED = "state_own_key"


def state_own_key(session: Session) -> int:
    """State it in each such division that is open here and knows an older key; return in how many. Raises a ShelfError.

    Why safe: whoever has taken the account could state another key, too, and holds the division's keys anyway; the
    quicker one counts. New keys of the division, and a next certificate, are owed from then on.
    """
    past = {SigningKey(seed).public: SigningKey(seed) for seed in session.keyring.account.past_signing}
    stated = 0
    for bundle in session.divisions(least=Role.COORDINATOR):
        with session.lock:
            key = past.get(roster_of(session, bundle.journal).keys.get(session.account, b""))
            if key is not None and coordinates_alone(session, bundle.journal):
                state(session, bundle.journal, partial(_write, session, key))
                stated += 1
    return stated


def coordinates_alone(session: Session, division: bytes) -> bool:
    """Does nobody else coordinate a division at this hour?"""
    held = roster_of(session, division).in_force(this_hour())
    others = [grant for account, grant in held.items() if account != session.account]
    return not any(grant.role is Role.COORDINATOR for grant in others)


def _write(session: Session, key: SigningKey, hand: Hand) -> None:
    member = own_member(session)
    statement = NewKey(**hand.place, account=session.account, handovers=member.handovers).sign(key)
    fields = {**statement_fields(statement), "epoch": hand.epoch}
    records = [(new_record_id(), "new_key", fields), (new_record_id(), "member", statement_fields(member))]
    about: About = [(record, [Op(kind, record, told)]) for record, kind, told in records]
    draft = Draft(
        id=new_id(),
        name=DEED,
        author=session.account,
        hour=this_hour(),
        places=[hand.division],
        parts=encode_parts(about),
    )
    store(session, hand.division, draft, about, key=key)
