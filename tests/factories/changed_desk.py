"""A desk whose program was changed: it asks no roster before it writes, folds or rotates, closes nothing, and lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from busel.desk.journals import opening
from busel.desk.journals.ledger import Ledger
from busel.desk.journals.rereading import reread
from busel.desk.journals.staging import Stage
from busel.desk.session import Session
from busel.journal.fold import State
from busel.journal.snapshot import blocks_of, pack_block


@contextmanager
def without_asking() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(Session, "may", lambda *_asked: True)
        changed.setattr(Ledger, "allows", lambda *_asked: True)
        changed.setattr(Stage, "_is_allowed", lambda *_asked: True)
        changed.setattr(opening, "close_what_ended", lambda *_asked: None)
        yield


def lay(session: Session, journal: bytes, lie: Callable[[State], object]) -> None:
    """Lay a snapshot as a changed desk would: of a state that no deeds make."""
    bundle = session.ledgers[journal].bundle
    whole = reread(session, bundle)
    state = whole.folded()
    lie(state)
    stage = Stage(session, whole, bundle.keys, bundle.epoch)
    stage.lay([pack_block(block)[0] for block in blocks_of(state.all_records())])
    stage.adopt(
        lambda commit: session.shelf.append(session.token, journal, bundle.write, commit, stage.laid),
        still=lambda: True,
    )
