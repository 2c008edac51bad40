"""The successor address, as this desk knows it from commons; and what somebody pasted, held against the root key."""

from __future__ import annotations

from dataclasses import dataclass

from busel.desk.clock import this_hour
from busel.desk.keys.escrows import in_commons
from busel.desk.keys.posting import publish
from busel.desk.session import Session
from busel.registry.root import Root
from busel.registry.statements import Successor
from busel.registry.successor import is_believed, newest, read_text


@dataclass(frozen=True)
class Verdict:
    """What a pasted text is: no statement at all, a false one, one that a newer one replaced, or a true one."""

    successor: Successor | None
    is_true: bool
    replaced_by: Successor | None = None


def known_successor(session: Session) -> Successor | None:
    """Return the newest successor that the root signed and commons holds."""
    return newest(_believed(session))


def _believed(session: Session) -> list[Successor]:
    found = [one for one in in_commons(session, "successor") if isinstance(one, Successor)]
    return [one for one in found if is_believed(one, session.keyring.organisation, session.keyring.root)]


def judge(session: Session, pasted: str) -> Verdict:
    """Hold a pasted text against the pinned root key. It is not believed otherwise, nor kept."""
    statement, known = read_text(pasted), known_successor(session)
    if statement is None:
        return Verdict(None, is_true=False)
    if not is_believed(statement, session.keyring.organisation, session.keyring.root):
        return Verdict(statement, is_true=False)
    older = known is not None and known.number > statement.number
    return Verdict(statement, is_true=True, replaced_by=known if older else None)


def name_successor(session: Session, root: Root, address: str) -> Successor:
    """Sign the next successor with the root key and publish it in commons. The same address again changes nothing.

    Raises NotAllowedError for who may not write commons, or a ShelfError. The root was compared with the pinned one.
    """
    known = known_successor(session)
    if known is not None and known.address == address:
        return known
    numbers = [one.number for one in _believed(session)]
    statement = Successor(
        organisation=session.keyring.organisation,
        address=address,
        number=1 + max(numbers, default=0),
        since=this_hour(),
    ).sign(root.signing)
    publish(session, [statement], root.signing)
    return statement
