"""An epoch that a coordinator's changed desk states before it has begun: no desk believes it, and nothing is lost."""

from __future__ import annotations

from busel.desk.access.grants import revoke
from busel.desk.access.stating import note_epoch, roster_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import append
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.journal.deed import Draft, Op, encode_parts
from busel.registry.statements import Epoch, statement_fields
from busel.vault.entropy import new_id, new_record_id
from factories.desks import DISTRICT, HOUR, Organisation


def state_epoch(session: Session, journal: bytes, epoch: int) -> None:
    """Write the statement as a changed desk does, which asks nothing."""
    place = roster_of(session, journal).place(since=HOUR, by=session.account)
    statement = Epoch(**place, epoch=epoch, certificate=0).sign(session.keyring.account.signing)
    record = new_record_id()
    parts = encode_parts([(record, [Op("epoch", record, statement_fields(statement))])])
    draft = Draft(id=new_id(), name="begin_epoch", author=session.account, hour=HOUR, places=[journal], parts=parts)
    append(session, session.ledgers[journal], draft)


def epochs(session: Session, journal: bytes) -> list[int]:
    return [one.epoch for one in roster_of(session, journal).statements if isinstance(one, Epoch)]


def test_an_epoch_that_has_not_begun_is_kept_aside_and_the_true_one_is_noted(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    viewer = organisation.desk("viewer").open()
    with organisation.desk("coordinator").open().at_work() as session:
        at = session.ledgers[journal].next_header().sequence
        state_epoch(session, journal, 2**32 - 1)
    with viewer.at_work() as session:
        pull(session)
        assert session.aside == [Aside(journal, at, Cause.FORGED)]
        assert epochs(session, journal) == []
    with organisation.desk("deputy").open().at_work() as session:
        revoke(session, journal, organisation.account("other"))
        rotate(session, journal)
        assert epochs(session, journal) == [1]
        assert not rotations_owed(session, [journal])
        assert fold_journal(session, journal)
    with organisation.desk("editor").open().at_work() as session:
        assert epochs(session, journal) == [1]
        assert session.aside == []


def test_an_epoch_that_two_desks_note_is_stated_once(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        note_epoch(session, journal)
    with organisation.desk("deputy").open().at_work() as session:
        note_epoch(session, journal)
        assert epochs(session, journal) == [1]
