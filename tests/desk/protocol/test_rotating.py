"""A rotation, seen from every desk: who began it, who was let go, who was away, who was writing."""

from __future__ import annotations

import msgspec
import pytest

from busel.desk.access.grants import Terms, grant, newcomers, revoke
from busel.desk.journals.changes import history_of, undo_change
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.history import is_owed
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.posting import handles_of, publish, send_bundles
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.journal.fold import changes
from busel.registry.roles import Role
from busel.registry.statements import InboxKey
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, EpochMovedError, Segment
from busel.vault.sign import SigningKey
from factories.changed_desk import without_asking
from factories.desks import DISTRICT, REGION, Organisation
from factories.newcomers import add_account


def add(session: Session, journal: bytes, id_: int, **fields: object) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, dict(fields))])])


def edit(session: Session, journal: bytes, id_: int, *, was: dict[str, object], now: dict[str, object]) -> None:
    fields, before = changes(was, now)
    write(session, journal, "edit_contact", [(id_, [Op("contact", id_, fields, before)])])


def test_a_rotation_keeps_the_state_and_every_holder_goes_on_writing(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    desks = {who: organisation.desk(who).open() for who in ("coordinator", "editor", "viewer")}
    with desks["editor"].at_work() as session:
        add(session, journal, 1, family_be="Бусел")
    with desks["coordinator"].at_work() as session:
        rotate(session, journal)
        assert session.ledgers[journal].link.epoch == 1
    with desks["editor"].at_work() as session:
        add(session, journal, 2, family_be="Зубр")
        assert session.ledgers[journal].bundle.epoch == 1
    with desks["viewer"].at_work() as session:
        pull(session)
    expected = {1: {"family_be": "Бусел"}, 2: {"family_be": "Зубр"}}
    with desks["coordinator"].at_work() as session:
        pull(session)
    for who, desk in desks.items():
        assert desk.workspace(journal)["contact"] == expected, who
        assert desk.session.shut == set()
        assert [aside for aside in desk.session.aside if aside.cause is not Cause.SHUT] == []


def test_who_was_away_finds_the_new_keys_at_the_next_sign_in(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, family_be="Бусел")
        rotate(session, journal)
        add(session, journal, 2, family_be="Зубр")
        rotate(session, journal)
    viewer = organisation.desk("viewer").open()
    assert viewer.session.aside == []
    assert viewer.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}, 2: {"family_be": "Зубр"}}
    again = organisation.desk("viewer").open()
    assert again.session.keyring.bundles[journal.hex()].epoch == 2
    with again.at_work() as session:
        assert open_mailbox(session) == []


def test_every_old_body_lies_under_the_new_history_key_and_old_keys_open_nothing(
    organisation: Organisation, shelf: MemoryShelf
) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        for number in range(1, 4):
            add(session, journal, number, family_be="Бусел")
        fold_journal(session, journal)
        add(session, journal, 4, family_be="Зубр")
        rotate(session, journal)
        assert not is_owed(session, journal)
        assert list(session.keyring.bundles[journal.hex()].epochs) == [1]
    stored = shelf._journals[journal].commits
    assert [(commit.segment, commit.key_epoch) for commit in stored] == [
        *[(Segment.HISTORY, 1)] * 6,
        *[(Segment.STATE, 1)] * 2,  # the snapshot, and that the epoch began
    ]


def test_a_member_let_go_gets_no_letter_and_no_ciphertext(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    coordinator, viewer = organisation.desk("coordinator").open(), organisation.desk("viewer").open()
    with coordinator.at_work() as session:
        assert not rotations_owed(session, [journal])
        assert revoke(session, journal, organisation.account("viewer"))
        rotate(session, journal)
        assert not rotations_owed(session, [journal])
        add(session, journal, 7, family_be="Тайна")
    with viewer.at_work() as session:
        pull(session)
        assert session.shut == {journal}
        assert session.aside == [Aside(journal, 0, Cause.SHUT)]
        assert open_mailbox(session) == []
        with pytest.raises(BadTicketError):
            session.shelf.history(session.token, journal, session.ledgers[journal].keys.read_ticket(), 99)


def test_an_editor_let_go_cannot_write(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    coordinator, other = organisation.desk("coordinator").open(), organisation.desk("other").open()
    with coordinator.at_work() as session:
        revoke(session, journal, organisation.account("other"))
        rotate(session, journal)
    with other.at_work() as session, pytest.raises(EpochMovedError):
        add(session, journal, 1, family_be="Бусел")


def test_who_writes_before_the_rotation_is_done_is_refused_by_every_desk(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    coordinator, other = organisation.desk("coordinator").open(), organisation.desk("other").open()
    with coordinator.at_work() as session:
        revoke(session, journal, organisation.account("other"))
    with other.at_work() as session, without_asking():
        add(session, journal, 1, family_be="Бусел")
    with coordinator.at_work() as session:
        pull(session)
        assert session.aside == [Aside(journal, 2, Cause.FORGED)]
    assert "contact" not in coordinator.workspace(journal)
    assert "contact" not in organisation.desk("editor").open().workspace(journal)


def test_envelopes_sealed_before_a_rotation_still_open_and_new_ones_go_to_the_new_key(
    organisation: Organisation,
) -> None:
    journal = organisation.journal(DISTRICT)
    administrator = organisation.desk("administrator").open()
    with administrator.at_work() as session:
        first = add_account(session, division=journal, role=Role.VIEWER)
    coordinator = organisation.desk("coordinator").open()
    with coordinator.at_work() as session:
        rotate(session, journal)
        assert [one.hello.handle for one in newcomers(session, journal)] == [first.handle]
    with administrator.at_work() as session:
        pull(session)
        assert session.certificates.inbox_key(journal).epoch == 1
        second = add_account(session, division=journal)
    with coordinator.at_work() as session:
        assert sorted(one.hello.handle for one in newcomers(session, journal)) == sorted([first.handle, second.handle])
        assert sorted(session.keyring.bundles[journal.hex()].inbox_seeds) == [0, 1]
        for handle in (first.handle, second.handle):
            grant(session, journal, handle, Terms(Role.VIEWER))
        rotate(session, journal)
        assert list(session.keyring.bundles[journal.hex()].inbox_seeds) == [2]


def test_a_newcomer_reads_after_the_grant_and_only_what_was_granted(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        made = add_account(session, division=journal, role=Role.EDITOR)
    organisation.known["newcomer"] = made
    newcomer = organisation.desk("newcomer").open()
    assert [bundle.name for bundle in newcomer.session.keyring.bundles.values()] == ["own", "commons"]
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, family_be="Бусел")
        account = grant(session, journal, made.handle, Terms(Role.EDITOR))
        assert grant(session, journal, made.handle, Terms(Role.EDITOR)) == account
        assert newcomers(session, journal) == []
        assert handles_of(session, journal)[account] == made.handle
        assert len(session.ledgers[journal].roster.grants[account]) == 1
    with newcomer.at_work() as session:
        assert open_mailbox(session) == [journal]
        assert open_mailbox(session) == []
        add(session, journal, 2, family_be="Зубр")
    assert newcomer.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}, 2: {"family_be": "Зубр"}}
    assert organisation.journal(REGION) not in newcomer.session.numbers
    assert newcomer.session.aside == []


def test_a_new_coordinator_can_rotate(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        organisation.known["newcomer"] = made = add_account(session, division=journal)
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, journal, made.handle, Terms(Role.COORDINATOR))
    with organisation.desk("newcomer").open().at_work() as session:
        rotate(session, journal)
    viewer = organisation.desk("viewer").open()
    assert viewer.session.keyring.bundles[journal.hex()].epoch == 1
    assert viewer.session.certificates.inbox_key(journal).epoch == 1


def test_from_now_on_only_opens_no_history(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        organisation.known["newcomer"] = made = add_account(session, division=journal)
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, family_be="Бусел")
        fold_journal(session, journal)
        grant(session, journal, made.handle, Terms(Role.VIEWER, history=False))
        edit(session, journal, 1, was={"family_be": "Бусел"}, now={"family_be": "Зубр"})
    newcomer = organisation.desk("newcomer").open()
    assert newcomer.workspace(journal)["contact"] == {1: {"family_be": "Зубр"}}
    with newcomer.at_work() as session:
        past = history_of(session, journal, 1)
    assert [change.name for change in past.changes] == ["edit_contact"]
    assert past.sealed == 2
    with organisation.desk("editor").open().at_work() as session:
        fold_journal(session, journal)
        edit(session, journal, 1, was={"family_be": "Зубр"}, now={"family_be": "Лось"})
    with newcomer.at_work() as session:
        pull(session)
    assert newcomer.workspace(journal)["contact"] == {1: {"family_be": "Лось"}}
    assert newcomer.session.aside == []


def test_only_coordinators_rotate(organisation: Organisation) -> None:
    for who in ("editor", "viewer"):
        with organisation.desk(who).open().at_work() as session, pytest.raises(NotAllowedError):
            rotate(session, organisation.journal(DISTRICT))
    with organisation.desk("coordinator").open().at_work() as session, pytest.raises(NotAllowedError):
        rotate(session, session.keyring.named("commons").journal)


def test_an_epoch_that_an_editor_began_is_not_believed(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    viewer = organisation.desk("viewer").open()
    with organisation.desk("editor").open().at_work() as session:
        ledger, commons = session.ledgers[journal], session.keyring.named("commons")
        false = msgspec.structs.replace(ledger.bundle, role=Role.COORDINATOR, division_seed=SigningKey.new().seed)
        session.put(msgspec.structs.replace(commons, write=bytes(32)))
        session.put(false)
        ledger.bundle = false
        with without_asking(), pytest.raises(NotAllowedError):
            rotate(session, journal)
        send_bundles(session, session.keyring.pending[0])
    with viewer.at_work() as session:
        pull(session)
        assert session.shut == {journal}
        assert session.aside == [
            Aside(journal, 0, Cause.SHUT),
            Aside(session.keyring.account.mailbox, -1, Cause.THROWN_OUT),
        ]
        assert session.keyring.bundles[journal.hex()].epoch == 0


def test_folding_by_one_desk_does_not_cost_another_what_it_has_not_seen(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    editor, viewer = organisation.desk("editor").open(), organisation.desk("viewer").open()
    with editor.at_work() as session:
        add(session, journal, 1, family_be="Бусел")
        fold_journal(session, journal)
        add(session, journal, 2, family_be="Зубр")
        fold_journal(session, journal)
    with viewer.at_work() as session:
        pull(session)
    assert viewer.workspace(journal) == editor.workspace(journal)
    assert viewer.session.aside == []


def test_folding_keeps_what_others_wrote_meanwhile(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    editor, other = organisation.desk("editor").open(), organisation.desk("other").open()
    with other.at_work() as session:
        add(session, journal, 1, family_be="Бусел")
    with editor.at_work() as session:
        assert fold_journal(session, journal)
    assert editor.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}}


def test_keys_for_an_inbox_that_the_division_did_not_sign_do_not_count(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        forged = InboxKey(
            organisation=session.keyring.organisation, division=journal, epoch=9, public=bytes(1216), deposit=bytes(32)
        )
        publish(session, [forged.sign(SigningKey.new())], SigningKey.new())
        assert session.certificates.inbox_key(journal).epoch == 0
    assert organisation.desk("collector").open().session.certificates.inbox_key(journal).epoch == 0


def test_a_coordinator_writes_nothing_into_commons_but_keys(organisation: Organisation) -> None:
    viewer = organisation.desk("viewer").open()
    with organisation.desk("coordinator").open().at_work() as session:
        commons = session.keyring.named("commons").journal
        session.keyring.bundles[commons.hex()] = msgspec.structs.replace(
            session.keyring.bundles[commons.hex()], role=Role.COORDINATOR
        )
        with without_asking():
            write(session, commons, "publish_keys", [(5, [Op("field", 5, {"key": "x"})])])
    with viewer.at_work() as session:
        pull(session)
        assert session.aside == [Aside(commons, 1, Cause.FORGED)]
    assert "field" not in viewer.workspace(commons)


def test_changes_and_undo_outlive_folding_and_rotation(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    coordinator = organisation.desk("coordinator").open()
    with coordinator.at_work() as session:
        add(session, journal, 1, family_be="Бусел", notes="a")
        add(session, journal, 2, family_be="Іншы")
        edit(session, journal, 1, was={"family_be": "Бусел", "notes": "a"}, now={"family_be": "Зубр", "notes": "b"})
        edited = history_of(session, journal, 1).changes[0]
        fold_journal(session, journal)
        edit(session, journal, 1, was={"family_be": "Зубр", "notes": "b"}, now={"family_be": "Зубр", "notes": "c"})
        rotate(session, journal)
    editor = organisation.desk("editor").open()
    with editor.at_work() as session:
        past = history_of(session, journal, 1)
        assert [(change.name, change.handle) for change in past.changes] == [
            ("edit_contact", organisation.credentials("coordinator").handle),
            ("edit_contact", organisation.credentials("coordinator").handle),
            ("add_contact", organisation.credentials("coordinator").handle),
        ]
        assert [(one.name, one.was, one.now) for one in past.changes[1].edits()] == [
            ("family_be", "Бусел", "Зубр"),
            ("notes", "a", "b"),
        ]
        assert (past.sealed, past.doubtful) == (0, 0)
        undone = undo_change(session, journal, edited.deed, 1)
        assert [op.now for op in undone.left] == [{"notes": "b"}]
        assert undo_change(session, journal, edited.deed, 1).written is None
        with pytest.raises(LookupError):
            undo_change(session, journal, edited.deed, 2)
        open_again = history_of(session, journal, 1).changes[0]
        assert open_again.name == "undo_change"
    assert editor.workspace(journal)["contact"][1] == {"family_be": "Бусел", "notes": "c"}


def test_undoing_the_making_of_a_person_takes_all_of_it_away(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    editor = organisation.desk("editor").open()
    with editor.at_work() as session:
        phone = Op("phone", 8, {"contact": 1, "number": "+375291234567"})
        written = write(session, journal, "add_contact", [(1, [Op("contact", 1, {"family_be": "Бусел"}), phone])])
        assert undo_change(session, journal, written.deed, 1).left == []
    assert "contact" not in editor.workspace(journal)
    assert "phone" not in editor.workspace(journal)
