"""Giving and taking away access, refusing a newcomer, changing keys: what a coordinator does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from busel.desk.access.asked import Asked
from busel.desk.access.granting import Work, carry_out
from busel.desk.access.newcomers import ENTRANCE, Arrived
from busel.desk.access.proposing import complete, withdraw
from busel.desk.access.renewed import ALARMS, Renewed, concerned
from busel.desk.access.taking_in import take_in
from busel.desk.account.vouching import vouch
from busel.desk.actions import action
from busel.desk.journals.writing import NotAllowedError
from busel.desk.keys.rotation import rotate_all
from busel.desk.session import Session
from busel.registry.roles import Role


@action("grant")
def change_access(
    session: Session, work: Work, *, told: Callable[[int, int], None] = lambda _done, _all: None
) -> list[bytes]:
    """Give, or end, what the work says, in every division of it. Returns and raises what `granting.carry_out` does."""
    waits = carry_out(session, work, told=told)
    if work.hello:
        ENTRANCE.let_go(work.hello_division + work.hello)
    return waits


@action("grant")
def agree(session: Session, asked: Asked) -> None:
    """Complete another coordinator's proposals. Raises what `proposing.complete` does; again goes on."""
    for division, one in asked.proposals:
        complete(session, division, one.proposal.id)
    ENTRANCE.forget()


@action("withdraw_proposal")
def withdraw_asked(session: Session, asked: Asked) -> None:
    """Take proposals back, or refuse another's. Raises what `proposing.withdraw` does; again goes on."""
    for division, one in asked.proposals:
        withdraw(session, division, one.proposal.id)


@action("take_in_anew")
def take_in_anew(session: Session, renewed: Renewed) -> list[bytes]:
    """Let an account go on under its new keys in every division coordinated here that knows it; then its alarms go.

    The office is told, so that the account is sent the keys of commons, too.

    Returns where a second coordinator has to agree. Raises what `taking_in.take_in` does: again goes on where it
    stopped. New keys of these divisions are owed: the caller changes them next.
    """
    divisions = concerned(session, renewed.member)
    waits = [one for one in divisions if not take_in(session, one, renewed.member)]
    if divisions:
        vouch(session, divisions[0], renewed.member)
    _put_away(session, renewed)
    return waits


@action("refuse_newcomer")
def put_alarm_away(session: Session, renewed: Renewed) -> None:
    """Take the alarms of an account out of the inboxes and change nothing. Raises a ShelfError."""
    _put_away(session, renewed)


def _put_away(session: Session, renewed: Renewed) -> None:
    for division, envelope in renewed.places:
        if not session.may(Role.COORDINATOR, division):
            raise NotAllowedError
        session.shelf.take(session.token, division, session.ledgers[division].bundle.write, [envelope])
        session.waiting[division] = max(session.waiting.get(division, 0) - 1, 0)
    ALARMS.forget()


@action("refuse_newcomer")
def refuse_newcomer(session: Session, arrived: Arrived) -> None:
    """Take a hello out of the inbox and let nobody in. Raises NotAllowedError or a ShelfError."""
    if not session.may(Role.COORDINATOR, arrived.division):
        raise NotAllowedError
    bundle = session.ledgers[arrived.division].bundle
    session.shelf.take(session.token, arrived.division, bundle.write, [arrived.newcomer.envelope])
    session.waiting[arrived.division] = max(session.waiting.get(arrived.division, 0) - 1, 0)
    ENTRANCE.let_go(arrived.name)


@action("rotate_keys")
def change_keys(
    session: Session, divisions: Sequence[bytes], *, told: Callable[[int, int], None] = lambda _done, _all: None
) -> dict[bytes, Exception]:
    """Give divisions new keys; return what failed in which. Raises what `rotation.rotate_all` does."""
    return rotate_all(session, divisions, told=told)
