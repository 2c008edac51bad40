"""Totals for the level above: a coordinator sends them, an editor above accepts them, or takes them back."""

from __future__ import annotations

from typing import Any

import msgspec

from busel.desk.access.hellos import own_member
from busel.desk.actions import action
from busel.desk.actions.entries import DecidedAlreadyError, decide
from busel.desk.clock import this_hour
from busel.desk.inboxes.depositing import deposit
from busel.desk.inboxes.envelopes import Reader
from busel.desk.inboxes.inbox import Waiting, envelope_at
from busel.desk.inboxes.totals import TOTALS, Told, is_news
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.reports.totals import SENT, Below, Plan, Sent, below_of, plan_of, record_below, totals_of
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.journal.envelope import Message
from busel.journal.errors import ForgedError
from busel.journal.fold import changes
from busel.registry.roles import Role
from busel.registry.totals import KIND, Totals
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey


class TooEarlyError(Exception):
    """The week is not over: nothing was sent."""


class NotSignedError(Exception):
    """The account has no key that counts for the division now: nothing was sent."""


class NoNewsError(Exception):
    """Newer totals stand here, or such of the same week: nothing was written."""


@action("send_totals")
def send_totals(session: Session, journal: bytes) -> Totals:
    """Send a division's totals to the division above, and note it. Raises TooEarlyError or NotSignedError.

    It is noted first: of two coordinators who press at once one sends, and what did not arrive goes again as the same
    envelope. Raises LookupError where nobody stands above, NotAllowedError, ConflictError, NoInboxError or a ShelfError
    too.
    """
    if not session.may(Role.COORDINATOR, journal):
        raise NotAllowedError
    with session.lock:
        plan = _plan(session, journal)
        if not plan.may_send:
            raise TooEarlyError
        statement = _unarrived(session, plan)
        if statement is None:
            statement = _signed(session, plan, totals_of(session, plan))
            fresh = msgspec.structs.replace(plan.sent, statement=statement, envelope=new_id().hex(), arrived=False)
            plan = _note(session, plan, fresh, "send_totals")
        deposit(session, plan.above, _message(session, statement, bytes.fromhex(plan.sent.envelope)))
        _note(session, plan, msgspec.structs.replace(plan.sent, arrived=True), "send_totals")
    return statement


@action("send_totals_weekly")
def send_totals_weekly(session: Session, journal: bytes, *, on: bool) -> None:
    """Let coordinators' desks send a division's totals each week by themselves, or not. Raises NotAllowedError."""
    with session.lock:
        plan = _plan(session, journal)
        if plan.sent.weekly != on:
            _note(session, plan, msgspec.structs.replace(plan.sent, weekly=on), "send_totals_weekly")


@action("accept_totals")
def accept_totals(session: Session, waiting: Waiting) -> Totals:
    """Let totals stand in the division above in the place of older ones; the envelope is taken.

    Raises NoNewsError, DecidedAlreadyError, ForgedError for what is not believed any more, NotAllowedError,
    ConflictError or a ShelfError.
    """
    if not session.may(Role.EDITOR, waiting.division):
        raise NotAllowedError
    bundle = session.ledgers[waiting.division].bundle
    envelope = envelope_at(session, bundle, waiting.id)
    if envelope is None:
        raise DecidedAlreadyError
    told = Reader(session, bundle).read_totals(envelope)
    if told is None:
        raise ForgedError
    with session.lock:
        if not is_news(session, told.statement):
            raise NoNewsError
        below = below_of(session, waiting.division, told.statement.division)
        _decide(session, waiting, below, told.statement)
    return told.statement


def _decide(session: Session, waiting: Waiting, below: Below, totals: Totals) -> None:
    before = (below.fields or {}).get("statement")
    stored: dict[str, Any] = {"statement": msgspec.to_builtins(totals)} | ({"before": before} if before else {})
    now, was = changes(below.fields or {}, stored)
    record = record_below(waiting.division, below.division)
    decide(session, waiting, "accept_totals", [(record, [Op(KIND, record, now, was)])])


@action("take_back_totals")
def take_back_totals(session: Session, above: bytes, division: bytes) -> None:
    """Let those before them stand again, or none. Raises NotAllowedError, ConflictError or a ShelfError."""
    with session.lock:
        below, record = below_of(session, above, division), record_below(above, division)
        if below.fields is None:
            return
        before = below.fields.get("before")
        if before:
            now, was = changes(below.fields, {"statement": before})
            op = Op(KIND, record, now, was)
        else:
            op = Op(KIND, record, None, below.fields)
        write(session, above, "take_back_totals", [(record, [op])])


def _plan(session: Session, journal: bytes) -> Plan:
    plan = plan_of(session, journal)
    if plan is None:
        raise LookupError
    return plan


def _unarrived(session: Session, plan: Plan) -> Totals | None:
    """Return what was signed within the week and did not arrive: no other numbers go out instead of it."""
    statement = plan.sent.statement
    if statement is None or not (plan.is_stuck and plan.is_same_week):
        return None
    return statement if statement == _signed(session, plan, statement) else None


def _signed(session: Session, plan: Plan, totals: Totals) -> Totals:
    """Return totals signed with the division's key. Raises NotSignedError where another one is certified by now."""
    seed = session.ledgers[plan.journal].bundle.division_seed
    if not seed or SigningKey(seed).public != session.certificates.public(plan.journal):
        raise NotSignedError
    return totals.sign(SigningKey(seed))


def _message(session: Session, statement: Totals, envelope: bytes) -> Message:
    content = msgspec.json.encode(Told(member=own_member(session), statement=statement))
    return Message(id=envelope, kind=TOTALS, author=session.account, hour=this_hour(), content=msgspec.Raw(content))


def _note(session: Session, plan: Plan, sent: Sent, deed: str) -> Plan:
    fields = msgspec.to_builtins(sent)
    now, was = changes(plan.fields or {}, fields)
    write(session, plan.journal, deed, [(plan.record, [Op(SENT, plan.record, now, was)])])
    return Plan(plan.journal, plan.name, plan.above, plan.above_name, sent, fields)
