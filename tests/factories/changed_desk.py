"""A desk whose program was changed: it asks no roster before it writes, folds or rotates, and closes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from busel.desk import opening
from busel.desk.ledger import Ledger
from busel.desk.session import Session
from busel.desk.staging import Stage


@contextmanager
def without_asking() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(Session, "may", lambda *_asked: True)
        changed.setattr(Ledger, "allows", lambda *_asked: True)
        changed.setattr(Stage, "_is_allowed", lambda *_asked: True)
        changed.setattr(opening, "close_what_ended", lambda *_asked: None)
        yield
