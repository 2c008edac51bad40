"""A snapshot is what its editor made of the deeds: idle desks that hold the history fold them anew, and tell."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from busel.desk.actions.contacts import erase_contact
from busel.desk.journals.aside import Cause
from busel.desk.journals.doubting import prove_snapshot, snapshots_to_prove
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.kept_aside import kept_aside
from busel.desk.journals.opening import pull
from busel.desk.journals.verifying import verify_zone
from busel.desk.journals.writing import write
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.desk.workspace.models import Contact
from busel.journal.body import pack, pack_json, unpack
from busel.journal.commit import EpochKeys, packed_content, packed_without, seal_packed_history
from busel.journal.deed import Deed, Op
from busel.journal.fold import State
from busel.journal.header import Header
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import Resealed, Segment, Want
from factories.changed_desk import lay
from factories.desks import DISTRICT, Organisation


def add(session: Session, journal: bytes, id_: int, name: str) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": name})])])


def told(session: Session) -> list[tuple[str, int, Cause]]:
    return [(one.name, one.place, one.cause) for one in kept_aside(session)]


@pytest.fixture
def worked(organisation: Organisation) -> Organisation:
    with organisation.desk("coordinator").open().at_work() as session:
        for id_, name in enumerate(("Бусел", "Лось"), 1):
            add(session, organisation.journal(DISTRICT), id_, name)
    return organisation


def drop(state: State) -> None:
    state.records["contact"].pop(2)


def make_up(state: State) -> None:
    state.records["contact"][3] = {"family_be": "Прыдуманы"}


def change(state: State) -> None:
    state.records["contact"][1] = {"family_be": "Не Бусел"}


@pytest.mark.parametrize("lie", [drop, make_up, change])
@pytest.mark.parametrize("who", ["coordinator", "other"])
def test_who_holds_the_history_tells_of_a_snapshot_that_lies(
    worked: Organisation, lie: Callable[[State], None], who: str
) -> None:
    journal = worked.journal(DISTRICT)
    was_open = worked.desk(who).open()
    with worked.desk("editor").open().at_work() as session:
        lay(session, journal, lie)
    for desk in (was_open, worked.desk(who).open()):
        with desk.at_work() as session:
            pull(session)
            [(one, covers)] = snapshots_to_prove(session)
            assert (one, prove_snapshot(session, one)) == (journal, False)
            assert told(session) == [(DISTRICT, covers + 1, Cause.FALSE_SNAPSHOT)]
            session.close()
    with worked.desk(who).open().at_work() as session:  # it stays told at each sign-in
        assert snapshots_to_prove(session) == [(journal, covers)]


def test_a_true_snapshot_is_proven_once_and_the_account_remembers(worked: Organisation) -> None:
    journal = worked.journal(DISTRICT)
    with worked.desk("editor").open().at_work() as session:
        fold_journal(session, journal)
    with worked.desk("coordinator").open().at_work() as session:
        assert prove_snapshot(session, journal)
        assert (snapshots_to_prove(session), told(session)) == ([], [])
        session.close()
    with worked.desk("coordinator").open().at_work() as session:
        assert snapshots_to_prove(session) == []
        rotate(session, journal)
        [(one, _covers)] = snapshots_to_prove(session)
        assert (one, prove_snapshot(session, journal)) == (journal, True)


def test_honest_folds_over_a_lie_do_not_make_it_true(worked: Organisation) -> None:
    journal = worked.journal(DISTRICT)
    with worked.desk("editor").open().at_work() as session:
        lay(session, journal, drop)
    with worked.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        add(session, journal, 5, "Рысь")
        fold_journal(session, journal)
        assert not prove_snapshot(session, journal)
        assert [cause for _name, _place, cause in told(session)] == [Cause.FALSE_SNAPSHOT]


def test_a_roster_that_lacks_its_newest_statement_is_told_to_who_never_saw_it(worked: Organisation) -> None:
    """A keyring that remembers the roster's end refuses such a snapshot; a newcomer's remembers none."""
    journal = worked.journal(DISTRICT)
    newcomer = worked.desk("other")
    with worked.desk("coordinator").open().at_work() as session:
        rotate(session, journal)  # it states the epoch in the roster
    with worked.desk("editor").open().at_work() as session:
        lay(session, journal, lambda state: state.records["epoch"].clear())
    with newcomer.open().at_work() as session:
        assert told(session) == []
        assert not prove_snapshot(session, journal)
        assert [cause for _name, _place, cause in told(session)] == [Cause.FALSE_SNAPSHOT]


def test_a_history_that_somebody_emptied_is_told_and_put_back(worked: Organisation, shelf: MemoryShelf) -> None:
    journal = worked.journal(DISTRICT)
    with worked.desk("editor").open().at_work() as session:
        lay(session, journal, lambda _state: None)
        bundle = session.ledgers[journal].bundle
        junk = [Resealed(sequence, Segment.HISTORY, bundle.epoch, b"junk") for sequence in (1, 2)]
        session.shelf.reseal(session.token, journal, bundle.write, junk)
    with worked.desk("coordinator").open().at_work() as session:
        assert not prove_snapshot(session, journal)
        assert told(session) == [(DISTRICT, sequence, Cause.HISTORY_GONE) for sequence in (1, 2)]
    shelf._journals[journal].put_back()
    for who in ("coordinator", "viewer"):
        desk = worked.desk(who).open()
        assert [one["family_be"] for one in desk.workspace(journal)["contact"].values()] == ["Бусел", "Лось"]
        with desk.at_work() as session:
            assert told(session) == []
            report = verify_zone(session)
            assert (report["aside"], report["differences"], report["unchecked"]) == ([], [], [])


def test_a_snapshot_that_lies_is_put_back_and_nobody_is_told_any_more(worked: Organisation, shelf: MemoryShelf) -> None:
    journal = worked.journal(DISTRICT)
    stays_open = worked.desk("other").open()
    with worked.desk("editor").open().at_work() as session:
        lay(session, journal, drop)
        add(session, journal, 5, "Рысь")
    shelf._journals[journal].put_back()
    with stays_open.at_work() as session:
        pull(session)
        assert told(session) == []
        add(session, journal, 6, "Воўк")
    with worked.desk("coordinator").open().at_work() as session:
        assert prove_snapshot(session, journal)
        assert sorted(Contact.objects.values_list("family_be", flat=True)) == ["Бусел", "Воўк", "Лось", "Рысь"]
        assert fold_journal(session, journal)
        pull(session)
        assert prove_snapshot(session, journal)
        rotate(session, journal)
        assert told(session) == []
    desk = worked.desk("viewer").open()
    assert sorted(one["family_be"] for one in desk.workspace(journal)["contact"].values()) == [
        "Бусел",
        "Воўк",
        "Лось",
        "Рысь",
    ]


@pytest.mark.parametrize("who", ["viewer", "collector"])
def test_who_only_reads_does_not_fold_a_whole_division_for_it(worked: Organisation, who: str) -> None:
    with worked.desk("editor").open().at_work() as session:
        fold_journal(session, worked.journal(DISTRICT))
    with worked.desk(who).open().at_work() as session:
        assert snapshots_to_prove(session) == []


def test_who_was_let_in_from_now_on_only_cannot_and_does_not_try(worked: Organisation) -> None:
    journal = worked.journal(DISTRICT)
    with worked.desk("editor").open().at_work() as session:
        fold_journal(session, journal)
    with worked.desk("other").open().at_work() as session:
        bundle = session.ledgers[journal].bundle
        only_state = {epoch: EpochKeys(keys.state) for epoch, keys in bundle.epochs.items()}
        session.ledgers[journal].bundle = msgspec.structs.replace(bundle, epochs=only_state)
        assert snapshots_to_prove(session) == []


def nobody_left(body: bytes) -> bytes:
    """Leave a person out of a deed, whose signature still holds."""
    return packed_without(body, frozenset({2}))


def damaged(body: bytes) -> bytes:
    del body
    return pack_json(b"{}")


def another(body: bytes) -> bytes:
    """Put something into a deed that its author did not sign."""
    [deed] = [unpack(body, Deed)]
    return pack(msgspec.structs.replace(deed, signature=bytes(64)))


@pytest.mark.parametrize(
    ("junk", "cause"),
    [(nobody_left, Cause.HISTORY_GONE), (damaged, Cause.DAMAGED), (another, Cause.FORGED), (None, Cause.FORGED)],
    ids=["a part is left out", "damaged", "not signed", "another deed once more"],
)
def test_a_history_that_was_made_to_agree_with_a_lie_is_told(
    worked: Organisation, junk: Callable[[bytes], bytes] | None, cause: Cause
) -> None:
    """Whoever seals older bodies anew leaves the same person out of the history and of the snapshot."""
    journal = worked.journal(DISTRICT)
    make_agree(worked, junk)
    with worked.desk("coordinator").open().at_work() as session:
        assert told(session) == []
        prove_snapshot(session, journal)
        assert told(session) == [(DISTRICT, 2, cause)]
        report = verify_zone(session)
        assert [(one["sequence"], one["cause"]) for one in report["aside"]] == [(2, cause.value)]


def test_what_was_left_out_does_not_hide_behind_somebody_who_is_truly_erased_later(worked: Organisation) -> None:
    journal = worked.journal(DISTRICT)
    make_agree(worked, nobody_left)
    with worked.desk("coordinator").open().at_work() as session:
        erase_contact(session, journal, 1)
        rotate(session, journal)
        prove_snapshot(session, journal)
        assert told(session) == [(DISTRICT, 2, Cause.HISTORY_GONE)]
        assert [(one["sequence"], one["cause"]) for one in verify_zone(session)["aside"]] == [(2, "history-gone")]


def make_agree(worked: Organisation, junk: Callable[[bytes], bytes] | None) -> None:
    """Lay a snapshot without a person, as an editor's changed desk would, and seal a body anew that agrees with it."""
    journal = worked.journal(DISTRICT)
    with worked.desk("editor").open().at_work() as session:
        ledger = session.ledgers[journal]
        keys, place = ledger.keys, ledger.place
        commits = {
            one.sequence: one for one in session.shelf.history(session.token, journal, keys.read_ticket(), 2**31 - 1)
        }
        commits |= {
            one.sequence: one for one in session.shelf.fetch(session.token, [_want(session, journal)]).parts[0].commits
        }

        def header(sequence: int) -> Header:
            one = commits[sequence]
            return Header(place, one.epoch, one.sequence, one.previous)

        def opened(sequence: int) -> bytes:
            return packed_content(keys, header(sequence), commits[sequence].body, history=False)

        lay(session, journal, drop)
        body = junk(opened(2)) if junk is not None else opened(1)
        sealed = seal_packed_history(keys, header(2), body)
        session.shelf.reseal(
            session.token, journal, ledger.bundle.write, [Resealed(2, Segment.HISTORY, ledger.bundle.epoch, sealed)]
        )


def _want(session: Session, journal: bytes) -> Want:
    return Want(journal, session.ledgers[journal].keys.read_ticket(), -1)
