"""Totals in the inbox of a division: what a lower division's coordinator sent, and whether it is news."""

from __future__ import annotations

import msgspec

from busel.desk.clock import today
from busel.desk.reports.totals import below_of
from busel.desk.session import Session
from busel.journal.envelope import Message
from busel.journal.errors import ForgedError, NotOpenedError
from busel.journal.header import Place
from busel.registry.statements import Member
from busel.registry.totals import WEEK, Totals

TOTALS, OLD_TOTALS = "totals", "totals-old"
"""The kind of the message; what is told of totals that are no news: sent before, older, or within the same week."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The content of the message."""

    member: Member
    """Who sent it: need hold nothing in the division that it goes to."""
    statement: Totals


def read_told(session: Session, message: Message, place: Place) -> Told:
    """Return what is in a message. Raises ForgedError, or another JournalError, for what the division did not sign.

    Why safe: the statement needs the key that commons certifies for a division right below this one; the message, the
    key of the account that sends it: the one that this roster knows, else the one that its own statement names.
    """
    told: Told = message.read(Told)
    member, roster = told.member, session.ledgers[place.journal].roster
    if not member.is_sound() or (member.organisation, member.account) != (place.organisation, message.author):
        raise ForgedError
    known = roster.keys.get(member.account) if roster is not None else None
    message.check_signature(place, known or member.signing)
    if told.statement.above != place.journal or not told.statement.is_of(session.certificates):
        raise ForgedError
    if told.statement.day > today() + 1:  # clocks differ by hours; what is dated ahead would shut later ones out
        raise NotOpenedError
    return told


def is_news(session: Session, totals: Totals) -> bool:
    """Are they a week newer than those that were accepted last? What is sent again, or too often, is none."""
    last = below_of(session, totals.above, totals.division).totals
    return last is None or totals.day >= last.day + WEEK
