"""Who is frozen, or let go, while the keys are being changed: no new ones, or they are owed once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from busel.desk.access.grants import revoke
from busel.desk.freezes.freeze_notes import note_freeze
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, Want
from factories.desks import DISTRICT, Organisation
from factories.meddling import Meddling


def opens(organisation: Organisation, who: str, journal: bytes) -> bool:
    with organisation.desk(who).open().at_work() as session:
        held = session.keyring.bundle(journal)
        if held is None:
            return False
        try:
            session.shelf.fetch(session.token, [Want(journal, held.keys.read_ticket())])
        except BadTicketError:
            return False
        return True


@pytest.mark.parametrize("deed", [note_freeze, revoke], ids=["frozen", "let go"])
@pytest.mark.parametrize("at", range(0, 20, 2))
def test_who_is_shut_out_between_two_calls_of_a_rotation(
    organisation: Organisation, shelf: MemoryShelf, at: int, deed: Callable[[Session, bytes, bytes], object]
) -> None:
    journal, editor = organisation.journal(DISTRICT), organisation.account("editor")
    deputy = organisation.desk("deputy").open()
    epochs: list[int] = []

    def shut_out() -> None:
        epochs.append(shelf._journals[journal].head.epoch)
        with deputy.at_work() as session:
            deed(session, journal, editor)

    with organisation.desk("coordinator").open().at_work() as session:
        session.shelf = meddling = Meddling(session, shut_out, at=at)  # type: ignore[assignment]  # it stands for one
        rotate(session, journal)
        assert meddling.happened
    was_too_late = epochs == [1]
    # Whom a roster lets go puts no key on the keyring; whose account is frozen cannot sign in to do so.
    assert opens(organisation, "editor", journal) == (was_too_late and deed is note_freeze)
    assert opens(organisation, "viewer", journal)
    with organisation.desk("coordinator").open().at_work() as session:
        assert rotations_owed(session, [journal]) == ([journal] if was_too_late else [])
