"""Does the newest snapshot say what its deeds say? Whoever holds the history looks, once for each, and tells.

A manifest names in its header the digest of the commit before it, and so every deed that it covers: nobody can exchange
those. But its blocks are what its editor made of them. Only who folds the deeds anew can tell, and that takes seconds
in a large division: so idle desks do it, and no page waits.
"""

from __future__ import annotations

import msgspec

from busel.desk.journals.aside import Aside, Cause
from busel.desk.journals.verifying import compared
from busel.desk.running.patience import without_collecting
from busel.desk.session import Session
from busel.registry.roles import Role

NEVER = -1


def snapshots_to_prove(session: Session) -> list[tuple[bytes, int]]:
    """Return (journal, last commit that is covered) of snapshots that this account could prove and has not yet.

    Only who writes there looks: that are many enough, and a division's viewers need not all fold it.
    """
    return [
        (journal, ledger.snapshot.covers)
        for journal, ledger in list(session.ledgers.items())
        if ledger.snapshot is not None
        and ledger.bundle.write
        and ledger.bundle.name != "own"
        and all(keys.history for keys in ledger.bundle.epochs.values())
        and session.keyring.proven.get(journal.hex(), NEVER) < ledger.snapshot.covers
        and any(session.may(role, journal) for role in (Role.EDITOR, Role.ADMINISTRATOR))
    ]


def prove_snapshot(session: Session, journal: bytes) -> bool:
    """Compare a journal's newest snapshot with its deeds; keep aside what differs, remember what agrees.

    What differs is looked at anew at each sign-in, so that it stays told until somebody lays it together truly. A deed
    that is not believed is told of once for each snapshot: it may have been refused when it came. Raises NotReadError
    or a ShelfError.
    """
    with session.upkeep, without_collecting():
        found = compared(session, session.ledgers[journal].bundle)
    if found.manifest is None or not found.is_read:
        return False
    if found.differs:
        session.keep_aside(Aside(journal, found.manifest.covers + 1, Cause.FALSE_SNAPSHOT))
    for one in found.annals.aside:  # also what is not believed: a body that was sealed anew may hold anything
        cause = Cause.HISTORY_GONE if one.cause is Cause.NOT_OPENED else one.cause
        session.keep_aside(Aside(journal, one.sequence, cause))
    if found.proven:
        with session.lock:
            proven = {**session.keyring.proven, journal.hex(): found.manifest.covers}
            session.keyring = msgspec.structs.replace(session.keyring, proven=proven)
            session.save_keyring()
    return found.proven
