"""An invitation: a slip on paper, keys that only the newcomer's desk makes, and an office that notes who came."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from busel.desk.access.grants import Terms, grant
from busel.desk.access.hellos import Hello, Inbox, newcomers, own_member, send_hello
from busel.desk.access.inviting import Wish, invite, outstanding, withdraw
from busel.desk.access.office_hellos import take_in_hellos
from busel.desk.account.accounts import Wish as Made
from busel.desk.account.beginning import accept, accept_invitation, greet_division, greet_office, new_account
from busel.desk.freezes import freezing
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import NotAllowedError
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.posting import members_of
from busel.desk.session import Session, SignInRefusedError, Typed, sign_in, unlock
from busel.desk.web.views.papers import awaits_access
from busel.desk.workspace.models import Item
from busel.registry.coordinators import opening_keys
from busel.registry.custody import CUSTODY, open_custody, read_custody
from busel.registry.locker import CODE, QUIET, ROW_BYTES
from busel.registry.roles import Role
from busel.shelf.protocol import BadTicketError, FrozenError, UnreachableError
from busel.vault.lock import CHEAP
from factories.desks import DISTRICT, Organisation
from factories.newcomers import add_account, begin
from factories.shelf import ORGANISATION


@pytest.fixture
def office(organisation: Organisation) -> Iterator[Session]:
    """An administrator's desk at work."""
    with organisation.desk("administrator").open().at_work() as session:
        yield session


def slip_of(session: Session, journal: bytes) -> Typed:
    slip = invite(session, Wish(journal, Role.VIEWER), profile=CHEAP)
    return Typed(slip.handle, slip.code)


def custodies(session: Session, account: bytes) -> list[dict[str, object]]:
    number = session.numbers[session.keyring.named("office").journal]
    found = Item.objects.filter(division=number, kind=CUSTODY).values_list("fields", flat=True)
    return [fields for fields in found if read_custody(fields).account == account]


def test_who_comes_with_a_slip_makes_the_keys_and_the_office_notes_it_by_itself(
    organisation: Organisation, office: Session
) -> None:
    journal = organisation.journal(DISTRICT)
    told, newcomer = begin(office, journal, role=Role.VIEWER)
    assert [one.handle for one in outstanding(office)] == [told.handle]
    assert take_in_hellos(office) == 1
    assert (outstanding(office), office.aside) == ([], [])
    held = office.keyring.named("office")
    assert members_of(office, held.journal)[newcomer.account] == own_member(newcomer)
    kept = read_custody(custodies(office, newcomer.account)[0])
    custody = open_custody(
        [held.inbox(0)], kept.sealed, organisation=ORGANISATION, holder=held.journal, account=newcomer.account
    )
    assert (custody.freeze_code, custody.thaw_half) == (told.freeze_code, told.thaw_halves[0])
    assert take_in_hellos(office) == 0
    # The office has one half, and neither the newcomer's keyring nor anything of the office's the whole of a key.
    assert newcomer.keyring.beginning.office_half == b""
    assert len(custodies(office, newcomer.account)) == 1


def test_the_division_is_greeted_with_the_wished_role_and_nothing_is_sent_twice(
    organisation: Organisation, office: Session
) -> None:
    journal = organisation.journal(DISTRICT)
    told, newcomer = begin(office, journal, role=Role.EDITOR)
    for _ in range(2):
        greet_division(newcomer, journal, role=Role.EDITOR)
    with organisation.desk("coordinator").open().at_work() as session:
        (one,) = newcomers(session, journal)
        keys = opening_keys(session.keyring.bundle(journal))
    custody = open_custody(keys, one.hello.custody, organisation=ORGANISATION, holder=journal, account=newcomer.account)
    assert (custody.freeze_code, custody.thaw_half) == (told.freeze_code, told.thaw_halves[1])
    assert (one.hello.member, one.hello.role, one.hello.invitation) == (own_member(newcomer), Role.EDITOR, b"")


def test_whoever_lets_a_newcomer_in_has_the_custody_also_after_others_were_asked(
    organisation: Organisation, office: Session
) -> None:
    """Asked in one division, refused, asked in another one, which gives access: its coordinators freeze and thaw."""
    region, district = organisation.journal(DISTRICT.split(" / ")[0]), organisation.journal(DISTRICT)
    told, newcomer = begin(office, district, role=Role.VIEWER)
    organisation.known["newcomer"] = told
    greet_division(newcomer, district, role=Role.VIEWER)
    with organisation.desk("coordinator").open().at_work() as session:
        (refused,) = newcomers(session, district)
        session.shelf.take(session.token, district, session.keyring.bundle(district).write, [refused.envelope])
    greet_division(newcomer, region)
    with organisation.desk("coordinator").open().at_work() as session:
        (asked,) = newcomers(session, region)
        keys = opening_keys(session.keyring.bundle(region))
        custody = open_custody(
            keys, asked.hello.custody, organisation=ORGANISATION, holder=region, account=newcomer.account
        )
        assert (custody.freeze_code, custody.thaw_half) == (told.freeze_code, told.thaw_halves[1])
        grant(session, region, told.handle, Terms(Role.VIEWER))
    desk = organisation.desk("newcomer").open()
    assert [bundle.name for bundle in desk.session.divisions()] == [DISTRICT.split(" / ")[0]]
    assert desk.session.keyring.beginning.division_half == b""
    with organisation.desk("newcomer").open().at_work() as session:
        assert session.keyring.beginning.division_half == b""  # as it was saved
        greet_division(session, district)
    with organisation.desk("coordinator").open().at_work() as session:
        (later,) = newcomers(session, district)
        keys = opening_keys(session.keyring.bundle(district))
        custody = open_custody(
            keys, later.hello.custody, organisation=ORGANISATION, holder=district, account=newcomer.account
        )
        assert (custody.freeze_code, custody.thaw_half) == (told.freeze_code, b"")


def test_the_new_account_opens_commons_and_no_division(organisation: Organisation, office: Session) -> None:
    told, _newcomer = begin(office, organisation.journal(DISTRICT))
    organisation.known["newcomer"] = told
    desk = organisation.desk("newcomer").open()
    assert sorted(bundle.name for bundle in desk.session.keyring.bundles.values()) == ["commons", "own"]
    assert set(desk.session.certificates.divisions().values()) == {*(DISTRICT, DISTRICT.split(" / ")[0])}
    assert desk.session.aside == []


def test_an_open_desk_that_waits_sees_its_division_once_a_coordinator_has_let_it_in(
    organisation: Organisation,
) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        organisation.known["newcomer"] = add_account(session, division=journal, role=Role.VIEWER)
    desk = organisation.desk("newcomer").open()
    with desk.at_work() as session:
        assert awaits_access(session)
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, journal, organisation.known["newcomer"].handle, Terms(Role.VIEWER))
    with desk.at_work() as session:
        open_mailbox(session)  # as its home page does
        assert [bundle.name for bundle in session.divisions()] == [DISTRICT]
        assert not awaits_access(session)


def test_the_slip_is_dead_afterwards_and_before_it_is_used_nothing_was_made(
    organisation: Organisation, office: Session
) -> None:
    typed = slip_of(office, organisation.journal(DISTRICT))
    for _ in range(2):  # a browser that was lost before the end leaves the slip as it was
        unlocked = unlock(office.shelf, ORGANISATION, typed, profile=CHEAP)
        fresh = new_account(unlocked, language="en")
    accept(office.shelf, unlocked.user_key, fresh, profile=CHEAP)
    with pytest.raises(SignInRefusedError):
        unlock(office.shelf, ORGANISATION, typed, profile=CHEAP)
    with pytest.raises(BadTicketError):
        accept(office.shelf, unlocked.user_key, new_account(unlocked, language="en"), profile=CHEAP)


def test_a_withdrawn_slip_opens_nothing(organisation: Organisation, office: Session) -> None:
    typed = slip_of(office, organisation.journal(DISTRICT))
    withdraw(office, outstanding(office)[0])
    assert outstanding(office) == []
    with pytest.raises(SignInRefusedError):
        unlock(office.shelf, ORGANISATION, typed, profile=CHEAP)


def test_a_slip_is_no_passphrase(organisation: Organisation, office: Session) -> None:
    typed = slip_of(office, organisation.journal(DISTRICT))
    with pytest.raises(SignInRefusedError):
        sign_in(office.shelf, ORGANISATION, typed, profile=CHEAP)


@pytest.mark.parametrize("who", ["coordinator", "editor", "viewer", "collector"])
def test_only_administrators_invite(organisation: Organisation, who: str) -> None:
    with organisation.desk(who).open().at_work() as session, pytest.raises(NotAllowedError):
        invite(session, Wish(organisation.journal(DISTRICT)), profile=CHEAP)


def test_nobody_is_invited_to_a_division_that_is_not_there(office: Session) -> None:
    with pytest.raises(LookupError):
        invite(office, Wish(bytes(16)), profile=CHEAP)
    assert outstanding(office) == []


def test_a_hello_that_nobody_invited_is_told_and_not_noted(organisation: Organisation, office: Session) -> None:
    journal = organisation.journal(DISTRICT)
    typed = slip_of(office, journal)
    _told, newcomer = begin(office, journal)
    beginning = newcomer.keyring.beginning
    take_in_hellos(office)
    # The same account again, under an invitation that is another's; and under the right id with another's name.
    other = next(one for one in outstanding(office) if one.handle == typed.handle)
    keyring = newcomer.keyring
    box = keyring.office
    stranger = msgspec.structs.replace(own_member(newcomer), handle="amber-stranger").sign(keyring.account.signing)
    inbox = Inbox(box.journal, box.epoch, box.public, box.deposit)
    for hello in (Hello(stranger, invitation=other.id), Hello(stranger, invitation=beginning.invitation)):
        send_hello(newcomer, inbox, hello)
    assert take_in_hellos(office) == 0
    assert office.aside == [Aside(box.journal, -1, Cause.UNINVITED)]
    assert [one.handle for one in outstanding(office)] == [typed.handle]


def test_two_administrators_desks_note_a_newcomer_once(organisation: Organisation) -> None:
    desks = [organisation.desk("administrator").open() for _ in range(2)]
    with desks[0].at_work() as session:
        _told, newcomer = begin(session, organisation.journal(DISTRICT))
    with desks[1].at_work() as session:
        pull(session)
    taken = []
    for desk in desks:
        with desk.at_work() as session:
            session.shelf = KeepsEnvelopes(session.shelf)
            taken.append(take_in_hellos(session))
            pull(session)
            assert len(custodies(session, newcomer.account)) == 1
            assert outstanding(session) == []
    assert taken == [1, 1]  # the second finds that its deed is done
    assert desks[1].session.aside == []


class KeepsEnvelopes:
    """A shelf from which nothing can be taken: as if the desk were killed in between."""

    def __init__(self, shelf: object) -> None:
        self._shelf = shelf

    def __getattr__(self, name: str) -> object:
        return (lambda *_asked: None) if name == "take" else getattr(self._shelf, name)


class LosesAnswers:
    """A shelf whose answer to one call is lost after it was done."""

    def __init__(self, shelf: object, call: str) -> None:
        self._shelf, self._call = shelf, call

    def __getattr__(self, name: str) -> object:
        real = getattr(self._shelf, name)
        if name != self._call:
            return real

        def lost(*asked: object) -> object:
            real(*asked)
            raise UnreachableError

        return lost


def test_an_answer_that_was_lost_costs_nobody_the_account(organisation: Organisation, office: Session) -> None:
    typed = slip_of(office, organisation.journal(DISTRICT))
    unlocked = unlock(office.shelf, ORGANISATION, typed, profile=CHEAP)
    fresh = new_account(unlocked, language="en")
    session = accept(LosesAnswers(office.shelf, "accept"), unlocked.user_key, fresh, profile=CHEAP)
    assert session.account == fresh.keyring.account.id
    again = accept(office.shelf, unlocked.user_key, fresh, profile=CHEAP)
    assert again.account == session.account


def test_a_greeting_that_was_cut_off_is_finished_later_with_one_envelope(
    organisation: Organisation, office: Session
) -> None:
    typed = slip_of(office, organisation.journal(DISTRICT))
    unlocked = unlock(office.shelf, ORGANISATION, typed, profile=CHEAP)
    session = accept(office.shelf, unlocked.user_key, new_account(unlocked, language="en"), profile=CHEAP)
    session.shelf = LosesAnswers(office.shelf, "deposit")
    with pytest.raises(UnreachableError):
        greet_office(session)
    session.shelf = office.shelf
    for _ in range(2):
        greet_office(session)
    assert take_in_hellos(office) == 1
    assert session.keyring.beginning.office_half == b""


def test_every_account_has_three_rows_of_one_size_whatever_it_uses_and_so_has_an_invitation(
    organisation: Organisation, office: Session
) -> None:
    journal = organisation.journal(DISTRICT)
    sizes, counts = set(), set()
    for made in (Made(), Made(quiet=True), Made(key_file=True, quiet=True)):
        accept_invitation(office.shelf, ORGANISATION, slip_of(office, journal), made=made, profile=CHEAP)
    slip_of(office, journal)
    owners: dict[bytes, int] = {}
    for owner, row in office.shelf._rows.values():
        sizes.add((len(row.tag), len(row.sealed)))
        owners[owner] = owners.get(owner, 0) + 1
    counts = sorted(set(owners.values()))
    assert sizes == {(32, ROW_BYTES + 81)}
    assert counts == [1, 3]
    assert list(owners.values()).count(1) == 1


def test_each_kind_of_words_opens_its_own_row(organisation: Organisation, office: Session) -> None:
    typed = slip_of(office, organisation.journal(DISTRICT))
    made = Made(key_file=True, quiet=True)
    told, session = accept_invitation(office.shelf, ORGANISATION, typed, made=made, profile=CHEAP)
    opened = {
        words.passphrase: unlock(office.shelf, ORGANISATION, words, profile=CHEAP)
        for words in (
            Typed(told.handle, told.passphrase, told.key_file),
            Typed(told.handle, told.code),
            Typed(told.handle, told.quiet, told.key_file),
        )
    }
    assert (opened[told.code].kind, opened[told.code].user_key) == (CODE, session.user_key)
    assert (opened[told.quiet].kind, opened[told.quiet].user_key) == (QUIET, told.freeze_code)
    for words in (Typed(told.handle, told.passphrase), Typed(told.handle, told.quiet)):
        with pytest.raises(SignInRefusedError):
            unlock(office.shelf, ORGANISATION, words, profile=CHEAP)


def test_the_freeze_code_of_the_newcomers_paper_freezes(organisation: Organisation, office: Session) -> None:
    told, newcomer = begin(office, organisation.journal(DISTRICT))
    assert office.shelf.freeze(freezing.read(freezing.written(told.freeze_code))) == newcomer.locker
    with pytest.raises(FrozenError):
        sign_in(office.shelf, ORGANISATION, Typed(told.handle, told.passphrase), profile=CHEAP)


def test_what_the_office_holds_opens_no_newcomers_keyring(organisation: Organisation) -> None:
    """The administrator who invited has the slip's code, all records of the office, and every ticket of it."""
    with organisation.desk("administrator").open().at_work() as session:
        told, newcomer = begin(session, organisation.journal(DISTRICT))
        take_in_hellos(session)
        held = msgspec.json.encode([session.keyring, list(Item.objects.values_list("fields", flat=True))])
    account = newcomer.keyring.account
    for secret in (newcomer.user_key, account.signing_seed, account.sealing_seed, *told.thaw_halves):
        assert msgspec.json.encode(secret)[1:-1] not in held
        assert secret.hex().encode() not in held
