"""What a grant's end does: rows and keys go, a rotation is owed, and the person is told before and after."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from busel.cli.output import CommandError
from busel.cli.signed_in import division_of
from busel.desk import clock
from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.journals.ledger import Cause
from busel.desk.journals.opening import look_again, pull
from busel.desk.journals.writing import NotAllowedError, store, to_commit, write
from busel.desk.keys.endings import SOON, Ending, ending_soon
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import finish_rotations, rotate
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.journal.commit import seal_commit
from busel.journal.deed import Draft, Op, encode_parts
from busel.journal.snapshot import Manifest
from busel.registry.roles import Role
from busel.shelf.protocol import BadTicketError, Staged, Want
from busel.vault.entropy import new_id
from factories.desks import DISTRICT, HOUR, REGION, Desk, Organisation
from factories.newcomers import add_account

DAYS = 30
LAST = HOUR + DAYS * 24
"""The last hour of a grant of so many days."""
WEEK = 7 * 24


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(DISTRICT)


@pytest.fixture(autouse=True)
def let_it_be(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return what sets every desk's clock; it stands at the founding."""

    def set_to(hour: int) -> None:
        monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: hour * clock.HOUR_SECONDS))

    set_to(HOUR)
    return set_to


def add(session: Session, journal: bytes, id_: int, name: str) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": name})])])


def let_in(organisation: Organisation, journal: bytes, who: str, role: Role, *, not_after: int = LAST) -> None:
    """End what somebody held and let them in until an hour; their desk has used the letter."""
    with organisation.desk("coordinator").open().at_work() as session:
        if revoke(session, journal, organisation.account(who)):
            rotate(session, journal)
        grant(session, journal, organisation.credentials(who).handle, Terms(role, not_after=not_after))
    organisation.desk(who).open().end()


def reads_nothing(desk: Desk, journal: bytes) -> None:
    """Neither rows, nor keys that anything on the desk uses, and the person is told."""
    with desk.at_work() as session:
        assert journal not in session.ledgers
        assert journal not in session.numbers
        assert session.keyring.bundle(journal) is None
        assert session.ended == {DISTRICT}
        assert DISTRICT not in [bundle.name for bundle in session.divisions()]
        assert {one.cause for one in session.aside} <= {Cause.SHUT}
        with pytest.raises(NotAllowedError):
            add(session, journal, 9, "Ліс")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.COORDINATOR])
def test_an_open_desk_is_without_the_division_an_hour_after_its_grant(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None], role: Role
) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, "Бусел")
    let_in(organisation, journal, "other", role)
    let_it_be(LAST)
    desk = organisation.desk("other").open()
    assert desk.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}}
    keys = desk.session.keyring.bundle(journal).keys
    let_it_be(LAST + 1)
    with desk.at_work() as session:
        pull(session)
    reads_nothing(desk, journal)
    again = organisation.desk("other")
    assert again.session.keyring.bundle(journal) is None
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
    with again.at_work() as session, pytest.raises(BadTicketError):
        session.shelf.fetch(session.token, [Want(journal, keys.read_ticket())])


def test_who_signs_in_after_the_end_finds_the_division_gone(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "editor", Role.EDITOR)
    let_it_be(LAST + 1)
    desk = organisation.desk("editor").open()
    reads_nothing(desk, journal)
    assert [bundle.name for bundle in desk.session.divisions()] == [REGION]
    with pytest.raises(CommandError, match="has ended"):
        division_of(desk.session, DISTRICT, least=Role.VIEWER)


def test_the_keys_are_closed_for_a_week_and_then_gone(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "editor", Role.EDITOR)
    for hour, closed in ((LAST + 1, [DISTRICT]), (LAST + WEEK, [DISTRICT]), (LAST + WEEK + 1, [])):
        let_it_be(hour)
        desk = organisation.desk("editor").open()
        reads_nothing(desk, journal)
        desk.end()
        assert [one.name for one in organisation.desk("editor").session.keyring.closed] == closed
    assert organisation.desk("editor").open().session.ended == set()


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.VIEWER, Role.EDITOR, Role.COORDINATOR])
@pytest.mark.parametrize("waits", [False, True], ids=["used", "waiting"])
def test_a_clock_that_ran_ahead_for_one_sign_in_costs_nobody_the_keys(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None], role: Role, *, waits: bool
) -> None:
    with organisation.desk("administrator").open().at_work() as session:
        organisation.known["newcomer"] = made = add_account(session, division=journal)
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, "Бусел")
        grant(session, journal, made.handle, Terms(role, not_after=LAST))
    if not waits:
        organisation.desk("newcomer").open().end()
    let_it_be(LAST + 1)
    reads_nothing(organisation.desk("newcomer").open(), journal)
    let_it_be(LAST)
    desk = organisation.desk("newcomer").open()
    with desk.at_work() as session:
        assert session.may(role, journal)
        assert (session.ended, session.keyring.closed, session.aside) == (set(), [], [])
    if role.reads:
        assert desk.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}}


def test_a_collector_again_after_a_time_as_editor_collects(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, journal, organisation.credentials("collector").handle, Terms(Role.EDITOR, not_after=LAST))
    organisation.desk("collector").open().end()
    let_it_be(LAST + 1)
    for _ in range(2):
        with organisation.desk("collector").open().at_work() as session:
            pull(session)
            assert (session.may(Role.COLLECTOR, journal), session.may(Role.VIEWER, journal)) == (True, False)
            assert session.keyring.bundle(journal).epochs == {}
    let_it_be(LAST)
    with organisation.desk("collector").open().at_work() as session:
        add(session, journal, 1, "Бусел")


def test_a_collector_whose_access_was_renewed_goes_on(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    with organisation.desk("administrator").open().at_work() as session:
        organisation.known["newcomer"] = made = add_account(session, division=journal)
    with organisation.desk("coordinator").open().at_work() as session:
        for days in (0, 7, 30, 1):  # the letters wait together, and come in no order
            grant(session, journal, made.handle, Terms(Role.COLLECTOR, not_after=days and HOUR + days * 24))
    organisation.desk("newcomer").open().end()
    let_it_be(LAST + 1)
    session = organisation.desk("newcomer").open().session
    assert (session.may(Role.COLLECTOR, journal), session.ended) == (True, set())


def test_who_is_let_in_lower_beside_the_role_held_keeps_writing(organisation: Organisation, journal: bytes) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        for role in (Role.COLLECTOR, Role.VIEWER):
            grant(session, journal, organisation.credentials("editor").handle, Terms(role))
    with organisation.desk("editor").open().at_work() as session:
        add(session, journal, 1, "Бусел")


def stop(session: Session, journal: bytes) -> None:
    """Lay a snapshot that nobody believes: the journal has no end any more."""
    bundle, ledger, stage = session.keyring.bundle(journal), session.ledgers[journal], new_id()
    session.shelf.stage(session.token, journal, bundle.write, stage, [b"x"])
    header = ledger.next_header()
    manifest = Manifest(
        id=new_id(), author=session.account, hour=HOUR, covers=header.sequence - 2, stage=stage, blocks=[bytes(32)]
    ).sign(header, session.keyring.account.signing)
    sealed = to_commit(seal_commit(bundle.keys, header, manifest))
    session.shelf.append(session.token, journal, bundle.write, sealed, Staged(stage, 1))


def test_an_end_comes_where_the_journal_was_stopped_too(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "viewer", Role.VIEWER)
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, "Бусел")
    desk = organisation.desk("viewer").open()
    with organisation.desk("editor").open().at_work() as session:
        stop(session, journal)
    with desk.at_work() as session:
        pull(session)
        assert session.ledgers[journal].link is None
        assert session.may(Role.VIEWER, journal)
        let_it_be(LAST + 1)
        assert not session.may(Role.VIEWER, journal)
        number = session.numbers[journal]
        pull(session)
        assert (session.ended, session.keyring.bundle(journal)) == ({DISTRICT}, None)
        assert raw_connection().execute(
            "SELECT COUNT(*) FROM workspace_contact WHERE division_id = ?", (number,)
        ).fetchone() == (0,)
    let_it_be(LAST + WEEK + 1)
    with organisation.desk("viewer").open().at_work() as session:
        assert (session.ended, session.keyring.bundle(journal)) == ({DISTRICT}, None)
        assert [one.name for one in session.keyring.closed] == [
            DISTRICT
        ]  # the roster was not read: it may say otherwise
    with organisation.desk("other").open().at_work() as session:  # whose grant has no end
        assert (session.ended, session.keyring.bundle(journal).role) == (set(), Role.EDITOR)


def test_a_page_that_waited_while_the_division_was_closed_is_told_so(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "other", Role.EDITOR)
    with organisation.desk("other").open().at_work() as session:
        fields = {"family_be": "Бусел"}
        about = [(1, [Op("contact", 1, fields)])]
        draft = Draft(
            id=new_id(),
            name="add_contact",
            author=session.account,
            hour=HOUR,
            places=[journal],
            parts=encode_parts(about),
        )
        let_it_be(LAST + 1)
        pull(session)
        with pytest.raises(NotAllowedError):
            store(session, journal, draft, about)


def test_a_letter_that_comes_after_the_end_is_taken_and_tells_of_the_end(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "viewer", Role.VIEWER)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
    let_it_be(LAST + 1)
    for _ in range(2):  # the letter waits for the first only
        desk = organisation.desk("viewer").open()
        reads_nothing(desk, journal)
        assert desk.session.aside == []


def test_a_collector_sends_nothing_after_the_end(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    with organisation.desk("administrator").open().at_work() as session:
        organisation.known["newcomer"] = made = add_account(session, division=journal)
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, journal, made.handle, Terms(Role.COLLECTOR, not_after=LAST))
    desk = organisation.desk("newcomer").open()
    let_it_be(LAST)
    with desk.at_work() as session:
        pull(session)
        assert session.may(Role.COLLECTOR, journal)
        assert [one.hour for one in ending_soon(session)] == [LAST]
        let_it_be(LAST + 1)
        pull(session)
        assert not session.may(Role.COLLECTOR, journal)
        assert (session.ended, session.keyring.bundle(journal)) == ({DISTRICT}, None)


def test_a_higher_role_that_ends_leaves_the_lower_one_with_its_keys_only(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "other", Role.EDITOR)
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, "Бусел")
        grant(session, journal, organisation.credentials("other").handle, Terms(Role.VIEWER))
    desk = organisation.desk("other").open()
    let_it_be(LAST + 1)
    with desk.at_work() as session:
        pull(session)
        bundle = session.keyring.bundle(journal)
        assert (bundle.role, bundle.write, bundle.inbox_seeds, bundle.division_seed) == (Role.VIEWER, b"", {}, b"")
        assert session.ledgers[journal].bundle == bundle
        with pytest.raises(NotAllowedError):
            add(session, journal, 9, "Ліс")
        assert session.ended == set()
    assert desk.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}}
    with organisation.desk("coordinator").open().at_work() as session:
        assert rotations_owed(session, [journal])


def test_a_grant_that_is_over_owes_a_rotation_until_it_is_done(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "other", Role.EDITOR)
    with organisation.desk("coordinator").open().at_work() as session:
        let_it_be(LAST)
        assert not rotations_owed(session, [journal])
        let_it_be(LAST + 1)
        assert rotations_owed(session, [journal])
        rotate(session, journal)
        assert not rotations_owed(session, [journal])
        let_it_be(LAST + 2)
        assert not rotations_owed(session, [journal])
    with organisation.desk("deputy").open().at_work() as session:
        assert not rotations_owed(session, [journal])
    reads_nothing(organisation.desk("other").open(), journal)


def test_a_renewed_grant_ends_nothing_and_owes_nothing(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "other", Role.EDITOR)
    desk = organisation.desk("other").open()
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, journal, organisation.credentials("other").handle, Terms(Role.EDITOR, not_after=LAST + 24))
        let_it_be(LAST + 1)
        assert not rotations_owed(session, [journal])
    with desk.at_work() as session:
        pull(session)
        add(session, journal, 1, "Бусел")
        assert session.may(Role.EDITOR, journal)
        assert session.ended == set()


def test_who_was_let_in_again_after_the_end_reads_at_the_next_sign_in(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "other", Role.EDITOR)
    let_it_be(LAST + 1)
    organisation.desk("other").open().end()
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        add(session, journal, 1, "Бусел")
        grant(session, journal, organisation.credentials("other").handle, Terms(Role.EDITOR))
    desk = organisation.desk("other").open()
    assert desk.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}}
    assert (desk.session.ended, desk.session.aside) == (set(), [])


def closed_on(desk: Desk) -> None:
    with desk.at_work() as session:
        pull(session)
        assert len(session.ended) == 1
        look_again(session)
        assert len(session.ended) == 1


def test_who_was_let_in_again_after_the_end_reads_at_an_open_desk_too(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "other", Role.EDITOR)
    desk = organisation.desk("other").open()
    let_it_be(LAST + 1)
    closed_on(desk)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        add(session, journal, 1, "Бусел")
        grant(session, journal, organisation.credentials("other").handle, Terms(Role.EDITOR))
    with desk.at_work() as session:
        look_again(session)
        assert session.may(Role.EDITOR, journal)
        assert (session.ended, session.aside) == (set(), [])
        add(session, journal, 2, "Зубр")
    assert desk.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}, 2: {"family_be": "Зубр"}}


def test_a_clock_that_ran_ahead_and_was_put_right_gives_an_open_desk_back_what_it_had(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "other", Role.EDITOR)
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, "Бусел")
    desk = organisation.desk("other").open()
    let_it_be(LAST + 1)
    closed_on(desk)
    let_it_be(LAST)
    with desk.at_work() as session:
        look_again(session)
        assert session.may(Role.EDITOR, journal)
        assert (session.ended, session.keyring.closed, session.aside) == (set(), [], [])
    assert desk.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}}
    with organisation.desk("other").open().at_work() as session:
        assert session.may(Role.EDITOR, journal)


def test_who_was_taken_out_for_good_gets_nothing_back_by_looking_again(
    organisation: Organisation, journal: bytes
) -> None:
    desk = organisation.desk("other").open()
    with organisation.desk("coordinator").open().at_work() as session:
        assert revoke(session, journal, organisation.account("other"))
    with desk.at_work() as session:
        pull(session)
        look_again(session)
    reads_nothing(desk, journal)


def test_a_person_is_told_a_fortnight_before_the_end_and_the_last_coordinator_that_nobody_follows(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_in(organisation, journal, "deputy", Role.COORDINATOR)
    with organisation.desk("deputy").open().at_work() as session:
        let_it_be(LAST - SOON - 1)
        assert ending_soon(session) == []
        let_it_be(LAST - SOON)
        assert ending_soon(session) == [Ending(DISTRICT, LAST, last_coordinator=False)]
        revoke(session, journal, organisation.account("coordinator"))
        assert ending_soon(session) == [Ending(DISTRICT, LAST, last_coordinator=True)]
        rotate(session, journal)
        grant(session, journal, organisation.credentials("deputy").handle, Terms(Role.COORDINATOR, not_after=LAST + 1))
        let_it_be(LAST + 1)
        pull(session)
        assert session.may(Role.COORDINATOR, journal)


def test_the_last_coordinators_keys_are_closed_and_kept(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    """A clock that ran ahead must not end a division: without these keys nobody could ever let anybody in."""
    let_in(organisation, journal, "deputy", Role.COORDINATOR)
    with organisation.desk("deputy").open().at_work() as session:
        revoke(session, journal, organisation.account("coordinator"))
        rotate(session, journal)
        add(session, journal, 1, "Бусел")
    let_it_be(LAST + 1)
    with organisation.desk("deputy").open().at_work() as session:
        pull(session)
        assert journal not in session.numbers
        assert session.ended == {DISTRICT}
        assert not session.may(Role.VIEWER, journal)
    let_it_be(LAST)
    assert organisation.desk("deputy").open().workspace(journal)["contact"] == {1: {"family_be": "Бусел"}}


@pytest.mark.parametrize(("who", "lower"), [("other", Role.EDITOR), ("viewer", Role.VIEWER)])
def test_the_last_coordinators_keys_are_closed_and_kept_beside_a_lower_role(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None], *, who: str, lower: Role
) -> None:
    """Who coordinated last goes on with the lower role; a clock put right, or a renewal, makes all of it good."""
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, journal, organisation.credentials(who).handle, Terms(Role.COORDINATOR, not_after=LAST))
    with organisation.desk(who).open().at_work() as session:
        for one in ("coordinator", "deputy"):
            revoke(session, journal, organisation.account(one))
        rotate(session, journal)
    let_it_be(LAST + WEEK + 1)
    for _ in range(2):
        with organisation.desk(who).open().at_work() as session:
            pull(session)
            bundle = session.keyring.bundle(journal)
            assert (bundle.role, bundle.division_seed) == (lower, b"")
            assert session.ledgers[journal].bundle == bundle
            assert not session.may(Role.COORDINATOR, journal)
            assert session.ended == set()
            with pytest.raises(NotAllowedError):
                rotate(session, journal)
    let_it_be(LAST)
    with organisation.desk(who).open().at_work() as session:
        grant(session, journal, organisation.credentials("editor").handle, Terms(Role.COORDINATOR))
        rotate(session, journal)
    with organisation.desk("editor").open().at_work() as session:
        assert session.may(Role.COORDINATOR, journal)


def test_a_removed_members_open_desk_shows_nothing_once_the_keys_were_changed(
    organisation: Organisation, journal: bytes
) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, "Бусел")
    viewer = organisation.desk("viewer").open()
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("viewer"))
        rotate(session, journal)
    with viewer.at_work() as session:
        pull(session)
        assert session.shut == {journal}
    assert viewer.workspace(journal) == {}
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, journal, organisation.credentials("viewer").handle, Terms(Role.VIEWER))
    with viewer.at_work() as session:
        pull(session)
    assert viewer.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}}


def test_a_removed_members_open_desk_shows_nothing_before_the_keys_are_changed(
    organisation: Organisation, journal: bytes
) -> None:
    viewer = organisation.desk("viewer").open()
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("viewer"))
    with viewer.at_work() as session:
        pull(session)
    reads_nothing(viewer, journal)
    assert organisation.desk("viewer").session.keyring.closed == []


def test_two_desks_of_one_account_both_let_go_of_what_ended(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    """Each merges what the other keeps in the locker: neither brings the keys back."""
    let_in(organisation, journal, "other", Role.EDITOR)
    one, two = organisation.desk("other").open(), organisation.desk("other").open()
    let_it_be(LAST + 1)
    for desk in (one, two, one):
        with desk.at_work() as session:
            session.save_keyring()
            pull(session)
    for desk in (one, two):
        reads_nothing(desk, journal)
    with organisation.desk("other").at_work() as session:
        assert session.keyring.bundle(journal) is None
        finish_rotations(session)
