"""Newcomers whom nobody could freeze are let in nowhere; who asks a second division can be frozen there, too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
import pytest

from busel.desk.access.granting import carry_out, unfinished, work_for
from busel.desk.access.grants import Terms, grant
from busel.desk.access.hellos import newcomers
from busel.desk.access.inviting import Wish, invite
from busel.desk.access.office_hellos import take_in_hellos
from busel.desk.access.stating import roster_of
from busel.desk.account import beginning as beginnings
from busel.desk.account.accounts import Credentials
from busel.desk.account.accounts import Wish as Made
from busel.desk.account.beginning import accept_invitation, greet_division
from busel.desk.actions.accounts import agree_to_thaw, freeze_account
from busel.desk.clock import this_hour
from busel.desk.freezes.watching import keep_watch
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.keys.custodies import UnfreezableError, kept
from busel.desk.keys.posting import every_member
from busel.desk.session import Session, Typed
from busel.registry.roles import Role
from busel.shelf.protocol import HALF_AWAITED
from busel.vault.lock import CHEAP
from factories.desks import DISTRICT, REGION, Organisation
from factories.newcomers import begin


@pytest.fixture
def office(organisation: Organisation) -> Iterator[Session]:
    """An administrator's desk at work."""
    with organisation.desk("administrator").open().at_work() as session:
        yield session


CODES = {
    "a code of nobody": lambda _organisation: bytes(32),
    "another account's code": lambda organisation: organisation.founded.accounts[0].keyring.freeze_code,
    "no custody": lambda _organisation: b"",
}


@pytest.mark.parametrize("code", CODES.values(), ids=list(CODES))
def test_a_newcomer_whom_nobody_could_freeze_is_let_in_nowhere(
    organisation: Organisation, office: Session, code: Callable[[Organisation], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed desk of a newcomer sends this in the place of the code that shuts its locker."""
    journal = organisation.journal(DISTRICT)
    told, newcomer = begun(office, journal, code(organisation), monkeypatch)
    assert take_in_hellos(office) == 0
    assert office.aside == [Aside(newcomer.keyring.office.journal, -1, Cause.UNFREEZABLE)]
    assert newcomer.account not in every_member(office, newcomer.keyring.office.journal)
    with organisation.desk("coordinator").open().at_work() as session:
        (came,) = newcomers(session, journal)
        with pytest.raises(UnfreezableError):
            grant(session, journal, told.handle, Terms(Role.VIEWER))
        terms, member = Terms(Role.VIEWER), came.hello.member
        work = work_for(member, [journal], terms, hello=came.envelope, hello_division=journal)
        with pytest.raises(UnfreezableError):
            carry_out(session, work)
        assert unfinished(session) == []
        assert roster_of(session, journal).role_of(newcomer.account, this_hour()) is None


def begun(
    office: Session, journal: bytes, freeze_code: bytes, monkeypatch: pytest.MonkeyPatch
) -> tuple[Credentials, Session]:
    """Begin an account on a changed desk, which greets office and division."""
    true = beginnings._custody

    def changed(session: Session, public: bytes, *, holder: bytes, half: bytes) -> bytes:
        if not freeze_code:
            return b""
        session.keyring = msgspec.structs.replace(session.keyring, freeze_code=freeze_code)
        return true(session, public, holder=holder, half=half)

    monkeypatch.setattr(beginnings, "_custody", changed)
    slip = invite(office, Wish(journal, Role.VIEWER), profile=CHEAP)
    typed, organisation = Typed(slip.handle, slip.code), office.keyring.organisation
    told, newcomer = accept_invitation(office.shelf, organisation, typed, made=Made(), profile=CHEAP)
    newcomer.certificates = office.certificates
    greet_division(newcomer, journal, role=Role.VIEWER)
    return told, newcomer


def test_who_asks_a_second_division_brings_what_freezes_the_account_there_too(
    organisation: Organisation, office: Session
) -> None:
    region, district = organisation.journal(REGION), organisation.journal(DISTRICT)
    told, newcomer = begin(office, district)
    greet_division(newcomer, district, role=Role.VIEWER)
    beginning = msgspec.structs.replace(newcomer.keyring.beginning, division_half=b"")
    newcomer.keyring = msgspec.structs.replace(newcomer.keyring, beginning=beginning)  # once a division let in
    greet_division(newcomer, region, role=Role.VIEWER)
    with organisation.desk("coordinator").open().at_work() as session:
        account = grant(session, region, told.handle, Terms(Role.VIEWER))
        here = session.keyring.bundle(region)
        assert here is not None
        (shutting,) = kept(session, here)[account]
        assert (shutting.freeze_code, shutting.thaw_half) == (told.freeze_code, b"")
        grant(session, district, told.handle, Terms(Role.VIEWER))
        for _minute in range(2):  # who coordinates both gives the other one the half, too, once
            keep_watch(session)
            assert {one.thaw_half for one in kept(session, here)[account]} == {b"", told.thaw_halves[1]}
            assert len(kept(session, here)[account]) == 2
        freeze_account(session, account)
        assert agree_to_thaw(session, account) == HALF_AWAITED
