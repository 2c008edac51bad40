"""Letters with keys: nobody's end, bad key or early deposit keeps them from others; a handle alone lets nobody in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from busel.desk.access.called import TwoAccountsError
from busel.desk.access.grants import Terms, grant, newcomers, revoke
from busel.desk.access.hellos import own_member
from busel.desk.account import beginning
from busel.desk.account.beginning import greet_division
from busel.desk.clock import this_hour
from busel.desk.journals.history import is_owed
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.keys import new_epochs
from busel.desk.keys.posting import letter_id, members_of
from busel.desk.keys.rotation import finish_rotations, rotate
from busel.desk.session import Session
from busel.desk.trustees import founding
from busel.journal.deed import Op
from busel.registry.letters import GRANT
from busel.registry.roles import Role
from busel.registry.statements import Member, statement_fields
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, Envelope
from busel.vault.entropy import new_id, new_record_id
from busel.vault.wrap import OpeningKey
from factories.desks import DISTRICT, Organisation, found
from factories.mortal import KilledError
from factories.newcomers import add_account, begin

BREST, MINSK = "Brest region", "Minsk region"


@pytest.fixture
def two_regions(shelf: MemoryShelf) -> Organisation:
    posts = {
        "administrator": founding.Post(Role.ADMINISTRATOR),
        "eve": founding.Post(Role.COORDINATOR, (BREST,)),
        "boss": founding.Post(Role.COORDINATOR, (BREST, MINSK)),
        "ann": founding.Post(Role.EDITOR, (BREST, MINSK)),
        "late": founding.Post(Role.VIEWER, (MINSK,)),
    }
    return found(shelf, posts, (BREST, ""), (MINSK, ""))


class Stands:
    """Stands before a shelf and does something before or after one of its calls."""

    def __init__(self, shelf: Any, name: str, *, before: Any = None, after: Any = None) -> None:
        self._shelf, self._name, self._before, self._after = shelf, name, before, after

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._shelf, name)
        if name != self._name:
            return call

        def ask(*args: Any) -> Any:
            if self._before is not None:
                self._before()
            answer = call(*args)
            if self._after is not None:
                self._after()
            return answer

        return ask


def killed() -> None:
    raise KilledError


def test_who_dies_right_after_the_switch_and_never_comes_back_keeps_the_keys_from_nobody(
    organisation: Organisation,
) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        session.shelf = Stands(session.shelf, "switch", after=killed)
        with pytest.raises(KilledError):
            rotate(session, journal)
    for who in ("viewer", "editor", "other", "deputy"):
        desk = organisation.desk(who).open()
        assert desk.session.aside == [], who
        assert desk.session.keyring.bundle(journal).epoch == 1, who
    with organisation.desk("deputy").open().at_work() as session:
        assert session.certificates.inbox_key(journal).epoch == 0
        finish_rotations(session)
        assert session.certificates.inbox_key(journal).epoch == 1
        assert not is_owed(session, journal)
        assert list(session.keyring.bundle(journal).epochs) == [1]
        rotate(session, journal)


def test_letters_of_an_epoch_that_never_began_are_let_go_with_the_next(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        session.shelf = Stands(session.shelf, "switch", before=killed)
        with pytest.raises(KilledError):
            rotate(session, journal)
    viewer = organisation.desk("viewer").open()
    assert (viewer.session.keyring.bundle(journal).epoch, viewer.session.aside) == (0, [])
    with organisation.desk("deputy").open().at_work() as session:
        rotate(session, journal)
    organisation.desk("viewer").open()
    again = organisation.desk("viewer").open()
    assert (again.session.keyring.bundle(journal).epoch, again.session.aside) == (1, [])
    mailbox = organisation.founded.accounts[organisation.names.index("viewer")].keyring.account.mailbox
    assert organisation.shelf._journals[mailbox].inbox == {}


def test_who_is_let_go_between_letter_and_switch_has_keys_of_no_epoch(organisation: Organisation) -> None:
    journal, deputy = organisation.journal(DISTRICT), organisation.desk("deputy").open()
    gone = organisation.account("viewer")

    def let_go() -> None:
        with deputy.at_work() as session:
            revoke(session, journal, gone)

    told: list[set[bytes]] = []
    coordinator = organisation.desk("coordinator").open()
    with coordinator.at_work() as session:
        real, sending = session.shelf, new_epochs.send_bundles

        def counted(session: Session, bundle: Any, *, but: Any) -> Any:
            sent = sending(session, bundle, but=but)
            told.append(set(sent.told))
            return sent

        def once() -> None:
            session.shelf = real
            let_go()

        session.shelf = Stands(real, "switch", before=once)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(new_epochs, "send_bundles", counted)
            rotate(session, journal)
        assert [gone in each for each in told] == [True, False, False]
    viewer = organisation.desk("viewer").open()
    assert viewer.session.shut == {journal}
    editor = organisation.desk("editor").open()
    assert (editor.session.keyring.bundle(journal).epoch, editor.session.aside) == (1, [])


def hello_with(session: Session, journal: bytes, change: Callable[[Member], Member]) -> Member:
    """Lay an account whose changed desk says hello with another member statement; return that."""
    _told, newcomer = begin(session, journal)
    member = change(own_member(newcomer)).sign(newcomer.keyring.account.signing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beginning, "own_member", lambda _session: member)
        greet_division(newcomer, journal, role=Role.VIEWER)
    return member


@pytest.mark.parametrize(
    "sealing",
    [b"x", OpeningKey(bytes(32)).public[:1184] + bytes(32), b"\xff" * 1184 + OpeningKey(bytes(32)).public[1184:]],
    ids=["length", "zero point", "not reduced"],
)
def test_a_newcomer_with_a_key_that_takes_no_letter_is_not_shown(organisation: Organisation, sealing: bytes) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        hello_with(session, journal, lambda member: msgspec.structs.replace(member, sealing=sealing))
    with organisation.desk("coordinator").open().at_work() as session:
        assert newcomers(session, journal) == []


def test_one_mailbox_that_takes_no_letter_costs_the_others_nothing(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        bad = hello_with(session, journal, lambda member: msgspec.structs.replace(member, deposit=bytes(32)))
    coordinator = organisation.desk("coordinator").open()
    with coordinator.at_work() as session:
        with pytest.raises(BadTicketError):
            grant(session, journal, bad.handle, Terms(Role.VIEWER))
        revoke(session, journal, organisation.account("editor"))
        grant(session, journal, organisation.credentials("editor").handle, Terms(Role.EDITOR))
        assert list(session.ledgers[journal].roster.in_force(this_hour()))[-2:] != [organisation.account("editor")]
        rotate(session, journal)
        assert session.aside == [Aside(journal, -1, Cause.NO_LETTER)]
        assert session.keyring.pending == []
    for who in ("viewer", "other", "editor", "deputy"):
        desk = organisation.desk(who).open()
        assert (desk.session.keyring.bundle(journal).epoch, desk.session.aside) == (1, []), who


def test_no_reader_knows_the_id_of_a_letter_beforehand(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        organisation.known["newcomer"] = made = add_account(session, division=journal)
    viewer = organisation.desk("viewer").open()

    def squat() -> None:
        with viewer.at_work() as session:
            pull(session)
            for held in session.ledgers[journal].roster.grants.values():
                for one in held:
                    member = members_of(session, journal).get(one.account)
                    ids = [one.digest()[:16], letter_id(session.keyring.bundle(journal), GRANT, one.digest())]
                    for id_ in ids if member else []:
                        session.shelf.deposit(session.token, member.mailbox, member.deposit, Envelope(id_, b"noise"))

    with organisation.desk("coordinator").open().at_work() as session:
        session.shelf = Stands(session.shelf, "append", after=squat)
        grant(session, journal, made.handle, Terms(Role.EDITOR))
    newcomer = organisation.desk("newcomer").open()
    assert [bundle.name for bundle in newcomer.session.keyring.divisions()] == [DISTRICT]


def plant(session: Session, journal: bytes, member: Member) -> None:
    record = new_record_id()
    write(session, journal, "grant", [(record, [Op("member", record, statement_fields(member))])])


def test_a_handle_that_two_accounts_have_lets_nobody_in(two_regions: Organisation) -> None:
    """Whoever coordinates one division plants an own member there under the handle of somebody else's."""
    brest, minsk, late = two_regions.journal(BREST), two_regions.journal(MINSK), two_regions.credentials("late").handle
    with two_regions.desk("eve").open().at_work() as session:
        mine = msgspec.structs.replace(members_of(session, brest)[session.account], handle=late)
        plant(session, brest, mine.sign(session.keyring.account.signing))
        stranger = new_id()
        claim = msgspec.structs.replace(mine, account=two_regions.account("late"), mailbox=stranger)
        plant(session, brest, claim.sign(session.keyring.account.signing))
    with two_regions.desk("boss").open().at_work() as session:
        with pytest.raises(TwoAccountsError) as refused:
            grant(session, minsk, late, Terms(Role.COORDINATOR))
        assert set(refused.value.accounts) == {two_regions.account("late"), two_regions.account("eve")}
        account = two_regions.account("late")
        assert grant(session, minsk, account.hex(), Terms(Role.EDITOR)) == account
    with two_regions.desk("late").open().at_work() as session:
        assert session.keyring.bundle(minsk).role is Role.EDITOR
    assert two_regions.desk("eve").open().session.keyring.bundle(minsk) is None


def test_the_handle_is_what_the_member_signed(two_regions: Organisation) -> None:
    brest, late = two_regions.journal(BREST), two_regions.credentials("late").handle
    with two_regions.desk("eve").open().at_work() as session:
        record, mine = new_record_id(), members_of(session, brest)[session.account]
        fields = {**statement_fields(mine), "handle": late}
        write(session, brest, "grant", [(record, [Op("member", record, fields)])])
    with two_regions.desk("boss").open().at_work() as session:
        account = grant(session, two_regions.journal(MINSK), late, Terms(Role.EDITOR))
        assert account == two_regions.account("late")


def test_a_new_coordinator_publishes_with_the_divisions_key_alone(two_regions: Organisation) -> None:
    minsk = two_regions.journal(MINSK)
    with two_regions.desk("boss").open().at_work() as session:
        grant(session, minsk, two_regions.account("ann").hex(), Terms(Role.COORDINATOR))
    with two_regions.desk("ann").open().at_work() as session:
        assert session.keyring.named("commons").write == b""
        rotate(session, minsk)
        assert session.certificates.inbox_key(minsk).epoch == 1


def test_from_now_on_only_carries_no_older_epochs_key(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        organisation.known["newcomer"] = made = add_account(session, division=journal)
    coordinator = organisation.desk("coordinator").open()
    with coordinator.at_work() as session:
        old = session.keyring.bundle(journal)
        session.shelf = Stands(session.shelf, "reseal", before=killed)
        with pytest.raises(KilledError):
            rotate(session, journal)
        assert list(session.keyring.bundle(journal).epochs) == [0, 1]
        session.shelf = organisation.shelf
        grant(session, journal, made.handle, Terms(Role.VIEWER, history=False))
    held = organisation.desk("newcomer").open().session.keyring.bundle(journal)
    assert {epoch: keys.history for epoch, keys in held.epochs.items()} == {1: b""}
    assert old.keys.state not in [keys.state for keys in held.epochs.values()]
