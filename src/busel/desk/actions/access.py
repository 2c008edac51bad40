"""Giving and taking away access, refusing a newcomer, changing keys: what a coordinator does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from busel.desk.access.asked import Asked
from busel.desk.access.newcomers import ENTRANCE, Arrived
from busel.desk.actions import action
from busel.desk.granting import Work, carry_out
from busel.desk.proposing import complete, withdraw
from busel.desk.rotation import rotate_all
from busel.desk.session import Session
from busel.desk.writing import NotAllowedError
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
