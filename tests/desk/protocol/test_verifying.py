"""What a desk refuses is a fact nowhere: not on a person's history, not to `busel verify`, and not in a snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from busel.cli import verify as command
from busel.cli.main import main
from busel.desk.access.grants import revoke
from busel.desk.clock import this_hour
from busel.desk.journals.changes import history_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.verifying import verify_zone
from busel.desk.journals.writing import append, write
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.desk.workspace.models import Contact
from busel.journal.body import pack
from busel.journal.commit import EpochKeys, open_commit, seal_packed_history
from busel.journal.deed import Deed, Draft, Op, encode_parts
from busel.journal.fold import State
from busel.journal.header import Header
from busel.shelf.protocol import Resealed, Segment
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey
from factories.changed_desk import lay, without_asking
from factories.desks import DISTRICT, Organisation


def add(session: Session, journal: bytes, id_: int, name: str) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": name})])])


def reseal(session: Session, journal: bytes, sequence: int, change: Callable[[Deed], Deed]) -> None:
    """Fold, and put another body into the history, as a changed desk can.

    What lies in the history already no call replaces, so it must be the one that folds.
    """
    lay(session, journal, lambda _state: None)
    ledger = session.ledgers[journal]
    bundle = ledger.bundle
    [*_, commit] = session.shelf.history(session.token, journal, bundle.keys.read_ticket(), sequence + 1)[:1]
    header = Header(ledger.place, commit.epoch, commit.sequence, commit.previous)
    other = change(open_commit(bundle.keys, header, commit.body))  # type: ignore[arg-type]  # a deed stands there
    sealed = seal_packed_history(bundle.keys, header, pack(other))
    body = Resealed(sequence, Segment.HISTORY, bundle.epoch, sealed)
    session.shelf.reseal(session.token, journal, bundle.write, [body])


def found(session: Session) -> tuple[list[tuple[int, str]], list[dict[str, Any]], list[tuple[str, int]]]:
    """Return what verifying told: (sequence, cause) aside, the differences, (division, commits) unchecked."""
    report = verify_zone(session)
    return (
        [(one["sequence"], one["cause"]) for one in report["aside"]],
        report["differences"],
        [(one["division"], one["commits"]) for one in report["unchecked"]],
    )


NOTHING = ([], [], [])


@pytest.fixture
def worked(organisation: Organisation) -> Organisation:
    """A district with a snapshot, a second epoch, deeds since, and somebody who has left."""
    journal = organisation.journal(DISTRICT)
    with organisation.desk("other").open().at_work() as session:
        add(session, journal, 1, "Бусел")
        add(session, journal, 2, "Лось")
        fold_journal(session, journal)
        write(session, journal, "edit_contact", [(2, [Op("contact", 2, None, {"family_be": "Лось"})])])
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("other"))
        rotate(session, journal)
        add(session, journal, 3, "Зубр")
        fold_journal(session, journal)
        add(session, journal, 4, "Рысь")
    return organisation


@pytest.mark.parametrize("who", ["coordinator", "deputy", "editor", "viewer", "administrator", "collector"])
def test_honest_work_verifies_whole_for_everybody(worked: Organisation, who: str) -> None:
    with worked.desk(who).open().at_work() as session:
        assert found(session) == NOTHING


def test_a_former_members_deeds_stay_facts(worked: Organisation) -> None:
    with worked.desk("viewer").open().at_work() as session:
        past = history_of(session, worked.journal(DISTRICT), 1)
    assert [(change.name, change.author) for change in past.changes] == [("add_contact", worked.account("other"))]
    assert (past.sealed, past.doubtful) == (0, 0)


@pytest.mark.parametrize("is_folded", [False, True], ids=["in the tail", "in the history"])
def test_a_refused_deed_is_no_fact_in_the_history(organisation: Organisation, is_folded: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    journal = organisation.journal(DISTRICT)
    coordinator, editor = organisation.desk("coordinator").open(), organisation.desk("editor").open()
    with coordinator.at_work() as session:
        add(session, journal, 1, "Бусел")
        revoke(session, journal, organisation.account("editor"))
    with editor.at_work() as session, without_asking():  # before the rotation is through the ticket still opens
        note = [Op("contact", 1, {"notes": "данос"}, {})]
        refused = write(session, journal, "edit_contact", [(1, note)])
    with coordinator.at_work() as session:
        pull(session)
        if is_folded:
            fold_journal(session, journal)
        assert Contact.objects.get(id=1).notes == ""
    for who in ("coordinator", "viewer"):
        with organisation.desk(who).open().at_work() as session:
            past = history_of(session, journal, 1)
            assert ([change.name for change in past.changes], past.doubtful) == (["add_contact"], 1)
            assert found(session) == ([(refused.sequence, Cause.FORGED)], [], [])


def test_an_operation_that_fits_nothing_is_no_fact_and_hides_none(organisation: Organisation) -> None:
    """An editor says again that a person was made: nothing older would be told of that person."""
    journal = organisation.journal(DISTRICT)
    with organisation.desk("other").open().at_work() as session:
        add(session, journal, 1, "Бусел")
        draft = Draft(
            id=new_id(),
            name="add_contact",
            author=session.account,
            hour=this_hour(),
            places=[journal],
            parts=encode_parts([(1, [Op("contact", 1, {"family_be": "Падробка"})])]),
        )
        append(session, session.ledgers[journal], draft)
    with organisation.desk("viewer").open().at_work() as session:
        past = history_of(session, journal, 1)
        assert [edit.now for change in past.changes for edit in change.edits()] == ["Бусел"]
        assert past.doubtful == 1


def test_a_snapshot_that_says_what_no_deed_says_is_told(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        for id_, name in enumerate(("Бусел", "Лось", "Зубр"), 1):
            add(session, journal, id_, name)
    stays_open = organisation.desk("deputy").open()

    def lie(state: State) -> None:
        people = state.records["contact"]
        people.pop(2)
        people[3] = {"family_be": "Зубрык"}
        people[4] = {"family_be": "Прыдуманы"}
        state.records["revocation"] = {5: {"epoch": 0}}

    with organisation.desk("editor").open().at_work() as session:
        lay(session, journal, lie)
    place = {
        "journal": journal.hex(),
        "division": DISTRICT,
        "sequence": 4,
        "author": organisation.credentials("editor").handle,
    }
    told = [
        {**place, "kind": "contact", "left_out": 1, "made_up": 1, "altered": 1},
        {**place, "kind": "revocation", "left_out": 0, "made_up": 1, "altered": 0},
    ]
    for desk in (organisation.desk("coordinator").open(), organisation.desk("viewer").open(), stays_open):
        with desk.at_work() as session:
            pull(session)
            assert found(session) == ([], told, [])


def test_a_false_snapshot_is_told_after_honest_ones_over_it(organisation: Organisation) -> None:
    """A rotation carries its blocks as they are, and a fold lays them anew: neither makes them true."""
    journal = organisation.journal(DISTRICT)
    with organisation.desk("editor").open().at_work() as session:
        add(session, journal, 1, "Бусел")
        lay(session, journal, lambda state: state.records["contact"].pop(1))
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        add(session, journal, 2, "Лось")
        fold_journal(session, journal)
        [difference] = found(session)[1]
    assert (difference["kind"], difference["left_out"], difference["sequence"]) == ("contact", 1, 6)
    assert difference["author"] == organisation.credentials("coordinator").handle


def padded(deed: Deed) -> Deed:
    return msgspec.structs.replace(deed, parts=encode_parts([(1, [Op("contact", 1, {"family_be": "Падробка"})])]))


def stolen(deed: Deed) -> Deed:
    return msgspec.structs.replace(deed, signature=SigningKey.new().sign(b"x"))


@pytest.mark.parametrize("change", [padded, stolen])
def test_a_deed_in_the_history_that_its_author_did_not_sign_is_told(
    organisation: Organisation, change: Callable[[Deed], Deed]
) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, "Бусел")
    with organisation.desk("editor").open().at_work() as session:
        reseal(session, journal, 1, change)
    with organisation.desk("viewer").open().at_work() as session:
        past = history_of(session, journal, 1)
        aside, differences, unchecked = found(session)
    assert (past.changes, past.doubtful) == ([], 1)
    assert (aside, unchecked) == ([(1, Cause.FORGED)], [])
    assert [(one["kind"], one["made_up"]) for one in differences] == [("contact", 1)]


def test_an_emptied_history_is_told_and_nothing_is_compared_with_it(worked: Organisation) -> None:
    journal = worked.journal(DISTRICT)
    commits = worked.shelf._journals[journal].commits  # type: ignore[attr-defined]  # the memory twin's own
    commits[2] = msgspec.structs.replace(commits[2], segment=Segment.EMPTIED, body=b"")  # no call does it
    with worked.desk("viewer").open().at_work() as session:
        aside, differences, unchecked = found(session)
        # Whoever has left since cannot be believed any more: their role might have ended in what is gone.
        assert aside == [(2, Cause.NOT_OPENED), (3, Cause.FORGED), (4, Cause.FORGED)]
        assert (differences, unchecked) == ([], [(DISTRICT, 1)])
        assert history_of(session, journal, 3).changes != []


def test_who_holds_no_key_to_the_history_is_told_what_could_not_be_checked(worked: Organisation) -> None:
    journal = worked.journal(DISTRICT)
    with worked.desk("viewer").open().at_work() as session:
        bundle = session.ledgers[journal].bundle
        only_state = {epoch: EpochKeys(keys.state) for epoch, keys in bundle.epochs.items()}
        session.ledgers[journal].bundle = msgspec.structs.replace(bundle, epochs=only_state)
        aside, differences, unchecked = found(session)
        assert (aside, differences) == ([], [])
        [(division, commits)] = unchecked
        assert (division, commits) == (DISTRICT, session.ledgers[journal].snapshot.covers + 1)
        past = history_of(session, journal, 4)
        assert ([change.name for change in past.changes], past.doubtful) == (["add_contact"], 0)


def test_the_command_says_each_thing_in_a_line_and_ends_with_one(
    worked: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    journal, commons = worked.journal(DISTRICT), worked.journal("commons")
    coordinator = worked.desk("coordinator").open()

    @contextmanager
    def signed_in(_options: object) -> Iterator[Session]:
        yield coordinator.session

    monkeypatch.setattr(command, "signed_in", signed_in)
    around = ["verify", "--dir", str(tmp_path), "--as", worked.credentials("coordinator").handle]
    with coordinator.at_work():
        assert main(around) == 0
        assert len(capsys.readouterr().out.splitlines()) == 1
    with worked.desk("editor").open().at_work() as session:
        lay(session, journal, lambda state: state.records["contact"].pop(3))
    with coordinator.at_work() as session:
        pull(session)
        session.keep_aside(Aside(commons, 7, Cause.FORGED))
        assert main(around) == 1
        _count, *lines = capsys.readouterr().out.splitlines()
    handle = worked.credentials("editor").handle
    place = f"not to be believed: {DISTRICT}: the snapshot at 11, laid by {handle}, does not say what the deeds say"
    told = [f"{place}. contact: 1 left out, 0 made up, 0 altered"]
    assert lines == [f"  {line}" for line in ["not believed: commons at 7: forged", *told]]
