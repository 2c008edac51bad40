"""Which agreements to a thaw this account gave itself: of the two that an account needs, it gives one.

Who is administrator and coordinator at once reads both halves. The shelf knows nobody and takes both, so desks keep to
it: before a half is shown it is noted in the account's own journal, for as long as the shelf awaits the other one.
"""

from __future__ import annotations

from collections.abc import Sequence

from busel.desk.access.stating import roster_of
from busel.desk.account.preferences import own_records
from busel.desk.clock import this_hour
from busel.desk.journals.writing import write
from busel.desk.keys.custodies import OFFICE
from busel.desk.keys.posting import handles_of
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields, Op
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.shelf.protocol import THAW_DAYS, AccountState
from busel.vault.entropy import new_record_id

KIND = "agreed_to_thaw"
OFFICE_HALF, COORDINATORS_HALF = 1, 2


class SameHandError(Exception):
    """The other agreement is this account's own: the second one is somebody else's."""


def half_of(places: Sequence[Bundle]) -> int:
    """Return which half is kept in these places: the office's, or the coordinators'."""
    return OFFICE_HALF if any(place.name == OFFICE for place in places) else COORDINATORS_HALF


def administers(session: Session, account: bytes) -> bool:
    """Does an account run the office, as commons says, which every member reads?"""
    commons = session.keyring.named("commons")
    ledger = session.ledgers.get(commons.journal) if commons else None
    roster = ledger.roster if ledger else None
    return roster is not None and roster.holds(account, Role.ADMINISTRATOR, this_hour())


def gave_other_half(session: Session, account: bytes, half: int, *, state: AccountState) -> bool:
    """Was the half that the shelf holds already, beside this one, last shown by this very account?

    Its day tells: whoever shows a half again moves the day until which the other one is awaited, by a day at least.
    """
    other = OFFICE_HALF + COORDINATORS_HALF - half
    mine = [
        one for one in own_records(session, KIND) if (one.get("account"), one.get("half")) == (account.hex(), other)
    ]
    days = {one.get("until", 0) for one in mine}
    return state.shown_half == other and not days.isdisjoint((state.shown_until, state.shown_until - 1))


def note_half(session: Session, account: bytes, half: int, *, today: int) -> None:
    """Note in the own journal that a half is about to be shown; what is over goes. Raises as `writing.write` does."""
    mailbox = session.keyring.account.mailbox
    rows = Item.objects.filter(division=session.numbers.get(mailbox), kind=KIND).values_list("record", "fields")
    fields: Fields = {"account": account.hex(), "half": half, "until": today + THAW_DAYS}
    over = [(record, was) for record, was in rows if was.get("until", 0) < today or _is_same(was, fields)]
    record = new_record_id()
    ops = [Op(KIND, record, fields), *(Op(KIND, old, None, was) for old, was in over)]
    write(session, mailbox, "note_agreement", [(record, ops)])


def _is_same(was: Fields, fields: Fields) -> bool:
    return all(was.get(name) == fields[name] for name in ("account", "half"))


def who_else(session: Session, places: Sequence[Bundle], half: int) -> list[str]:
    """Return the handles of all others who may hold a half that is kept in these places, as far as they are known."""
    role, found = Role.ADMINISTRATOR if half == OFFICE_HALF else Role.COORDINATOR, set()
    for place in places:
        handles, roster = handles_of(session, place.journal), roster_of(session, place.journal)
        holding = [one for one in roster.grants if one != session.account and roster.holds(one, role, this_hour())]
        found |= {handles[one] for one in holding if one in handles}
    return sorted(found)
