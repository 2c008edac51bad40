"""Freezing by who keeps the codes, thawing by two of them, and what every reader and every new key learns of it."""

from __future__ import annotations

import pytest

from busel.desk.access.grants import Terms, grant, let_in
from busel.desk.account.accounts import member_of
from busel.desk.account.preferences import own_records
from busel.desk.actions import accounts
from busel.desk.freezes.freeze_notes import frozen_accounts
from busel.desk.freezes.frozen import NothingKeptError, note_standings, standings
from busel.desk.freezes.renewing import renew_halves
from busel.desk.freezes.thaw_halves import KIND, SameHandError
from busel.desk.freezes.watching import keep_watch
from busel.desk.inboxes.inbox import look_into_inboxes
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.custodies import holders, kept, take_in_custodies
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.custody import Custody, custody_fields, seal_custody
from busel.registry.roles import Role
from busel.shelf.protocol import (
    HALF_AWAITED,
    NO_HALF_NEEDED,
    THAWED,
    BadTicketError,
    FrozenError,
    SessionEndedError,
    ShelfError,
)
from factories.desks import DISTRICT, REGION, Organisation
from factories.newcomers import add_account


def is_frozen(session: Session, account: bytes) -> bool:
    return standings(session, holders(session))[account].state.is_frozen


def test_office_and_coordinators_keep_a_custody_of_every_first_account(organisation: Organisation) -> None:
    everybody = {organisation.account(who) for who in ("administrator", "coordinator", "editor", "viewer", "collector")}
    with organisation.desk("administrator").open().at_work() as session:
        (office,) = holders(session)
        assert everybody <= kept(session, office).keys()
    with organisation.desk("coordinator").open().at_work() as session:
        found = [kept(session, place) for place in holders(session)]
        assert everybody <= {account for some in found for account in some}


@pytest.mark.parametrize("who", ["editor", "viewer", "collector"])
def test_nobody_else_opens_one(organisation: Organisation, who: str) -> None:
    account = organisation.account("coordinator")
    with organisation.desk(who).open().at_work() as session:
        assert holders(session) == []
        for deed in (accounts.freeze_account, accounts.freeze_from_office, accounts.agree_to_thaw):
            with pytest.raises(NotAllowedError):
                deed(session, account)


def test_an_administrator_freezes_and_two_thaw(organisation: Organisation) -> None:
    viewer = organisation.desk("viewer").open()
    account = viewer.session.account
    with organisation.desk("administrator").open().at_work() as session:
        accounts.freeze_from_office(session, account)
        assert is_frozen(session, account)
        with pytest.raises(SessionEndedError):
            viewer.session.shelf.fetch(viewer.session.token, [])
        assert accounts.agree_from_office(session, account) == HALF_AWAITED
        assert accounts.agree_from_office(session, account) == HALF_AWAITED
    with pytest.raises(FrozenError):
        organisation.desk("viewer")
    with organisation.desk("coordinator").open().at_work() as session:
        standing = standings(session, holders(session))[account]
        assert standing.state.shown_half == 1
        assert accounts.agree_to_thaw(session, account) == THAWED
        assert accounts.agree_to_thaw(session, account) == NO_HALF_NEEDED
    assert organisation.desk("viewer").session.account == account


def coordinates_too(organisation: Organisation, who: str) -> None:
    member = member_of(organisation.founded.accounts[organisation.names.index(who)].keyring)
    with organisation.desk("coordinator").open().at_work() as session:
        let_in(session, organisation.journal(DISTRICT), member, Terms(Role.COORDINATOR))


@pytest.mark.parametrize("first", ["office", "division"])
def test_who_is_administrator_and_coordinator_gives_one_of_the_two_agreements(
    organisation: Organisation, first: str
) -> None:
    coordinates_too(organisation, "administrator")
    viewer = organisation.desk("viewer")
    account = viewer.session.account
    viewer.session.shelf.freeze(viewer.session.keyring.freeze_code)
    give, refused = accounts.agree_from_office, accounts.agree_to_thaw
    if first == "division":
        give, refused = refused, give
    for _sign_in in range(2):
        with organisation.desk("administrator").open().at_work() as session:
            assert give(session, account) == HALF_AWAITED
            with pytest.raises(SameHandError):
                refused(session, account)
    with pytest.raises(FrozenError):
        organisation.desk("viewer")
    if first == "division":
        return  # there is no other administrator: the page says so
    with organisation.desk("coordinator").open().at_work() as session:
        assert accounts.agree_to_thaw(session, account) == THAWED


def test_two_who_are_both_open_an_account_together(organisation: Organisation) -> None:
    coordinates_too(organisation, "administrator")
    viewer = organisation.desk("viewer")
    account, code = viewer.session.account, viewer.session.keyring.freeze_code
    viewer.session.shelf.freeze(code)
    with organisation.desk("administrator").open().at_work() as session:
        assert accounts.agree_from_office(session, account) == HALF_AWAITED
    viewer.session.shelf.freeze(code)  # takes back what was shown: the other half may be this account's as well
    with organisation.desk("coordinator").open().at_work() as session:
        assert accounts.agree_to_thaw(session, account) == HALF_AWAITED
    with organisation.desk("administrator").open().at_work() as session:
        assert accounts.agree_from_office(session, account) == THAWED
    with organisation.desk("administrator").open().at_work() as session:
        assert {one["half"] for one in own_records(session, KIND)} == {1}


def test_a_freeze_is_noted_where_the_account_reads_and_every_reader_owes_new_keys(organisation: Organisation) -> None:
    journal, account = organisation.journal(DISTRICT), organisation.account("viewer")
    with organisation.desk("coordinator").open().at_work() as session:
        accounts.freeze_account(session, account)
        noted = {place.name: set(frozen_accounts(session, place.journal)) for place in holders(session)}
        assert noted == {REGION: set(), DISTRICT: {account}}
    with organisation.desk("editor").open().at_work() as session:
        assert rotations_owed(session, [one.journal for one in session.divisions()]) == [journal]


def test_a_freeze_by_a_friends_slip_is_noted_by_the_next_coordinators_desk(organisation: Organisation) -> None:
    journal, viewer = organisation.journal(DISTRICT), organisation.desk("viewer")
    viewer.session.shelf.freeze(viewer.session.keyring.freeze_code)
    with organisation.desk("coordinator").open().at_work() as session:
        keep_watch(session)
        assert set(frozen_accounts(session, journal)) == {viewer.session.account}
        assert rotations_owed(session, [journal]) == [journal]
        assert not note_standings(session)


def test_no_new_key_goes_to_who_is_frozen_and_after_the_thaw_it_comes(organisation: Organisation) -> None:
    journal, viewer = organisation.journal(DISTRICT), organisation.desk("viewer")
    account = viewer.session.account
    with organisation.desk("coordinator").open().at_work() as session:
        accounts.freeze_account(session, account)
        rotate(session, journal)
        assert rotations_owed(session, [journal]) == []
    with organisation.desk("administrator").open().at_work() as session:
        accounts.agree_from_office(session, account)
    # A thaw by hand, as at the server: no coordinator's desk knows of it yet.
    with organisation.desk("coordinator").open().at_work() as session:
        codes = [one.thaw_half for place in holders(session) for one in kept(session, place).get(account, [])]
        assert session.shelf.thaw(codes[0]) == THAWED
    thawed = organisation.desk("viewer")
    with thawed.at_work() as session:
        open_mailbox(session)
        assert 1 not in session.keyring.bundles[journal.hex()].epochs
    with organisation.desk("coordinator").open().at_work() as session:
        assert note_standings(session)
        assert frozen_accounts(session, journal) == {}
    with organisation.desk("viewer").open().at_work() as session:
        assert session.keyring.bundles[journal.hex()].epoch == 1


def test_after_a_thaw_the_halves_are_new_and_the_slip_still_freezes(organisation: Organisation) -> None:
    viewer = organisation.desk("viewer")
    account, code, shelf = viewer.session.account, viewer.session.keyring.freeze_code, viewer.session.shelf
    shelf.freeze(code)
    old = thaw(organisation, account)
    with organisation.desk("viewer").open().at_work() as session:
        keep_watch(session)
        assert not renew_halves(session)
        assert session.keyring.freeze_code == code
    for who in ("administrator", "coordinator"):
        with organisation.desk(who).open().at_work() as session:
            assert take_in_custodies(session) == 1
            assert take_in_custodies(session) == 0
    assert shelf.freeze(code) is not None
    for half in old:
        with pytest.raises(BadTicketError):
            shelf.thaw(half)
    assert not set(thaw(organisation, account)) & set(old)
    assert organisation.desk("viewer").session.account == account


def thaw(organisation: Organisation, account: bytes) -> list[bytes]:
    """Let the office and the coordinators agree; return the halves that they hold newest."""
    halves = []
    for who, agree in (("administrator", accounts.agree_from_office), ("coordinator", accounts.agree_to_thaw)):
        with organisation.desk(who).open().at_work() as session:
            agree(session, account)
            found = (kept(session, place).get(account, []) for place in holders(session))
            halves.append(next(some[0].thaw_half for some in found if some))
    return halves


def test_a_renewed_custody_is_nothing_that_an_editor_has_to_decide(organisation: Organisation) -> None:
    viewer = organisation.desk("viewer")
    viewer.session.shelf.freeze(viewer.session.keyring.freeze_code)
    thaw(organisation, viewer.session.account)
    with organisation.desk("viewer").open().at_work() as session:
        assert renew_halves(session)
    with organisation.desk("editor").open().at_work() as session:
        look = look_into_inboxes(session)
        assert (look.envelopes, look.unopened, session.waiting[organisation.journal(DISTRICT)]) == ({}, 0, 0)
    with organisation.desk("coordinator").open().at_work() as session:
        assert take_in_custodies(session) == 1


def test_the_only_administrator_keeps_the_halves_that_lie_on_paper(organisation: Organisation) -> None:
    administrator = organisation.desk("administrator")
    code, shelf = administrator.session.keyring.freeze_code, administrator.session.shelf
    halves = organisation.credentials("administrator").thaw_halves
    for _ in range(2):
        shelf.freeze(code)
        assert [shelf.thaw(half) for half in halves] == [HALF_AWAITED, THAWED]
        with organisation.desk("administrator").open().at_work() as session:
            assert not renew_halves(session)


def test_a_coordinator_with_a_deputy_renews_and_the_deputy_agrees_the_next_time(organisation: Organisation) -> None:
    coordinator = organisation.desk("coordinator")
    account, shelf = coordinator.session.account, coordinator.session.shelf
    for times in range(2):
        shelf.freeze(coordinator.session.keyring.freeze_code)
        with organisation.desk("administrator").open().at_work() as session:
            assert accounts.agree_from_office(session, account) == HALF_AWAITED, times
        with organisation.desk("deputy").open().at_work() as session:
            assert accounts.agree_to_thaw(session, account) == THAWED
        with organisation.desk("coordinator").open().at_work() as session:
            assert renew_halves(session)


def test_an_account_may_be_frozen_and_thawed_as_often_as_one_likes(organisation: Organisation) -> None:
    viewer = organisation.desk("viewer")
    account, shelf = viewer.session.account, viewer.session.shelf
    with organisation.desk("administrator").open().at_work() as session:
        (office,) = holders(session)
    for _ in range(12):
        shelf.freeze(viewer.session.keyring.freeze_code)
        thaw(organisation, account)
        with organisation.desk("viewer").open().at_work() as session:
            assert renew_halves(session)
    with organisation.desk("administrator").open().at_work() as session:
        take_in_custodies(session)
        assert len(kept(session, office)[account]) == 8


def test_a_renewal_that_was_cut_off_leaves_the_old_halves_in_force(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = organisation.desk("viewer")
    account, code, shelf = viewer.session.account, viewer.session.keyring.freeze_code, viewer.session.shelf
    shelf.freeze(code)
    thaw(organisation, account)

    def cut(*_arguments: object) -> None:
        raise ShelfError

    with organisation.desk("viewer").open().at_work() as session, monkeypatch.context() as patched:
        patched.setattr(session.shelf, "put_codes", cut)
        with pytest.raises(ShelfError):
            renew_halves(session)
    for who in ("administrator", "coordinator"):
        with organisation.desk(who).open().at_work() as session:
            assert take_in_custodies(session) == 1
    shelf.freeze(code)
    thaw(organisation, account)
    assert organisation.desk("viewer").session.account == account


def test_a_newcomers_custody_comes_with_the_hello_and_is_kept_with_the_grant(organisation: Organisation) -> None:
    region, district = organisation.journal(REGION), organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        made = add_account(session, division=district, role=Role.VIEWER)
    with organisation.desk("coordinator").open().at_work() as session:
        account = grant(session, district, made.handle, Terms(Role.VIEWER))
        here = next(one for one in holders(session) if one.journal == district)
        (custody,) = kept(session, here)[account]
        assert (custody.freeze_code, custody.thaw_half) == (made.freeze_code, made.thaw_halves[1])
        grant(session, region, account.hex(), Terms(Role.VIEWER))
        keep_watch(session)
        there = next(one for one in holders(session) if one.journal == region)
        assert kept(session, there)[account] == [custody]
        accounts.freeze_account(session, account)
        pull(session)
        assert {account} == set(frozen_accounts(session, district)) == set(frozen_accounts(session, region))


def test_a_custody_that_somebody_planted_neither_saves_from_a_freeze_nor_hides_it(organisation: Organisation) -> None:
    account, district = organisation.account("viewer"), organisation.journal(DISTRICT)
    with organisation.desk("editor").open().at_work() as session:
        own = Custody(account=account, freeze_code=session.keyring.freeze_code, thaw_half=bytes(32))
        certificate = session.certificates.certificate(district)
        assert certificate is not None
        sealed = seal_custody(certificate.sealing, own, organisation=session.keyring.organisation, holder=district)
        fields = custody_fields(account, sealed, since=2**30)
        write(session, district, "save_search", [(77, [Op("custody", 77, fields)])])
    with organisation.desk("coordinator").open().at_work() as session:
        accounts.freeze_account(session, account)
        assert is_frozen(session, account)
    with pytest.raises(FrozenError):
        organisation.desk("viewer")


def test_an_account_of_which_nothing_is_kept_is_said_so(organisation: Organisation) -> None:
    with organisation.desk("administrator").open().at_work() as session:
        for deed in (accounts.freeze_from_office, accounts.agree_from_office):
            with pytest.raises(NothingKeptError):
                deed(session, bytes(16))


def test_an_administrator_sets_the_idle_limit_and_nobody_else(organisation: Organisation) -> None:
    with organisation.desk("administrator").open().at_work() as session:
        accounts.set_idle_days(session, 21)
        assert session.shelf.states(session.token, []).idle_days == 21
        for days in (2, 91):
            with pytest.raises(ShelfError):
                accounts.set_idle_days(session, days)
    with organisation.desk("coordinator").open().at_work() as session, pytest.raises(NotAllowedError):
        accounts.set_idle_days(session, 21)
