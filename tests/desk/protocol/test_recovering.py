"""The holders of a division are gone: the trustees make somebody its coordinator, who ends their access and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.journals.writing import NotAllowedError, NotBelievedError, write
from busel.desk.keys.escrows import escrows_of
from busel.desk.keys.posting import publish
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.desk.trustees.recovering import NoEscrowError, recover_division, recover_office
from busel.journal.deed import Op
from busel.registry.escrow import make_escrow, open_escrow
from busel.registry.roles import Role
from busel.registry.root import Root
from busel.shelf.memory import MemoryShelf
from busel.vault.sign import SigningKey
from factories.desks import DISTRICT, REGION, Organisation, small
from factories.mortal import KilledError, MortalShelf, cloned
from factories.shelf import ORGANISATION

PEOPLE = {1: {"family_be": "Бусел"}, 2: {"family_be": "Лось"}}


def root_of(organisation: Organisation) -> Root:
    return Root(organisation.founded.master)


def add(session: Session, journal: bytes, id_: int, name: str) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": name})])])


@pytest.fixture(scope="module")
def begun(django_db_blocker: object) -> Organisation:
    """An organisation whose district was rotated once and holds two people; the viewer is to take over."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own, in RAM here
        organisation = small(MemoryShelf(ORGANISATION))
        journal = organisation.journal(DISTRICT)
        with organisation.desk("coordinator").open().at_work() as session:
            add(session, journal, 1, "Бусел")
            rotate(session, journal)
            add(session, journal, 2, "Лось")
        return organisation


@pytest.fixture
def organisation(begun: Organisation) -> Organisation:
    return replace(begun, shelf=cloned(begun.shelf))


def gone(organisation: Organisation) -> list[bytes]:
    return [organisation.account(who) for who in ("coordinator", "deputy")]


def recovered(organisation: Organisation, who: str, name: str) -> None:
    journal = organisation.journal(name)
    with organisation.desk(who).open().at_work() as session:
        recover_division(session, root_of(organisation), journal, ended=gone(organisation))


@pytest.mark.parametrize("who", ["viewer", "collector", "other", "administrator"])
def test_whoever_signs_in_coordinates_the_division_and_the_gone_read_nothing_new(
    organisation: Organisation, who: str
) -> None:
    journal = organisation.journal(DISTRICT)
    recovered(organisation, who, DISTRICT)
    desk = organisation.desk(who).open()
    with desk.at_work() as session:
        assert session.may(Role.COORDINATOR, journal)
        add(session, journal, 3, "Рысь")
        assert session.aside == []
        certificate = session.certificates.certificate(journal)
        assert certificate is not None
        assert certificate.number == 1  # the gone know the key before
        assert SigningKey(session.keyring.bundles[journal.hex()].division_seed).public == certificate.public
    assert desk.workspace(journal)["contact"] == {**PEOPLE, 3: {"family_be": "Рысь"}}
    for old in ("coordinator", "deputy"):
        late = organisation.desk(old).open()
        assert late.workspace(journal) == {}
    editor = organisation.desk("editor").open()
    assert editor.workspace(journal)["contact"] == {**PEOPLE, 3: {"family_be": "Рысь"}}
    assert editor.session.aside == []


def test_a_topmost_division_gets_its_next_certificate_from_the_root(organisation: Organisation) -> None:
    recovered(organisation, "viewer", REGION)
    with organisation.desk("editor").open().at_work() as session:
        region, district = organisation.journal(REGION), organisation.journal(DISTRICT)
        certificate = session.certificates.certificate(region)
        assert certificate is not None
        assert certificate.number == 1
        assert session.certificates.name(district) == DISTRICT  # what was below it is certified anew
        assert session.aside == []


def test_where_two_sign_the_trustees_make_two_coordinators(organisation: Organisation) -> None:
    region = organisation.journal(REGION)
    recovered(organisation, "viewer", REGION)
    recovered(organisation, "other", REGION)
    for who in ("viewer", "other"):
        with organisation.desk(who).open().at_work() as session:
            assert session.may(Role.COORDINATOR, region)
            assert session.aside == []


def test_the_new_coordinator_lets_in_and_lets_go_as_any_other(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    recovered(organisation, "viewer", DISTRICT)
    with organisation.desk("viewer").open().at_work() as session:
        grant(session, journal, organisation.account("collector").hex(), Terms(Role.VIEWER))
        assert revoke(session, journal, organisation.account("other"))
        rotate(session, journal)
    with organisation.desk("viewer").open().at_work() as session:
        opened = open_escrow(root_of(organisation), escrows_of(session, journal)[0])
        assert (
            opened.keys == session.keyring.bundles[journal.hex()].keys
        )  # and what came after is left to the root, too


def deaths(begun: Organisation, who: str, name: str) -> Iterator[Organisation]:
    """Yield the organisation after each possible death of the desk that recovers."""
    for asked in (False, True):
        at, died = 0, True
        while died:
            shelf = cloned(begun.shelf)
            organisation = replace(begun, shelf=shelf)
            mortal = MortalShelf(shelf)
            desk = replace(begun, shelf=mortal).desk(who).open()
            mortal.arm(at, asked=asked)
            with desk.at_work() as session:
                try:
                    recover_division(session, root_of(begun), begun.journal(name), ended=gone(begun))
                    died = False
                except KilledError:
                    yield organisation
            desk.end()
            at += 1
        assert at > 10


@pytest.mark.parametrize(("who", "name"), [("viewer", DISTRICT), ("collector", REGION)])
def test_a_recovery_may_end_anywhere_and_is_run_again(begun: Organisation, who: str, name: str) -> None:
    journal = begun.journal(name)
    for organisation in deaths(begun, who, name):
        recovered(organisation, who, name)
        desk = organisation.desk(who).open()
        with desk.at_work() as session:
            assert session.may(Role.COORDINATOR, journal)
            assert session.aside == []
            roster = session.ledgers[journal].roster
            assert roster is not None
            mine = [one for one in roster.grants[session.account] if one.role is Role.COORDINATOR]
            assert len(mine) == 1  # the root's, and once
            assert not {*gone(begun)} & roster.in_force(mine[0].since).keys()
        if name == DISTRICT:
            assert desk.workspace(journal)["contact"] == PEOPLE
        desk.end()
        editor = organisation.desk("editor").open()
        assert editor.session.aside == []
        assert journal not in editor.session.shut
        editor.end()


def test_an_administrator_is_made_where_none_is_left(organisation: Organisation) -> None:
    with organisation.desk("viewer").open().at_work() as session:
        recover_office(session, root_of(organisation))
        recover_office(session, root_of(organisation))
    with organisation.desk("viewer").open().at_work() as session:
        office, commons = session.keyring.named("office"), session.keyring.named("commons")
        assert office is not None
        assert commons is not None
        assert session.may(Role.ADMINISTRATOR, office.journal)
        assert session.may(Role.ADMINISTRATOR, commons.journal)
        assert session.aside == []
        write(session, office.journal, "check_share", [(7, [Op("share_shown", 7, {"number": 1, "day": 20000})])])
    with organisation.desk("administrator").open().at_work() as session:
        assert session.aside == []


def test_another_root_recovers_nothing(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("viewer").open().at_work() as session, pytest.raises(NoEscrowError):
        recover_division(session, Root.new(), journal)
    with organisation.desk("coordinator").open().at_work() as session:
        assert session.may(Role.COORDINATOR, journal)
        assert organisation.account("viewer") in session.ledgers[journal].roster.grants


def test_a_viewer_without_the_root_writes_no_such_deed(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("viewer").open().at_work() as session, pytest.raises((NotAllowedError, NotBelievedError)):
        write(session, journal, "recover_division", [(7, [Op("contact", 7, {"family_be": "Чужы"})])])


def test_a_false_escrow_of_a_newer_epoch_is_passed_over(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        held = session.keyring.bundles[journal.hex()]
        false = msgspec.structs.replace(held, epochs={9: held.keys}, division_seed=b"f" * 32)
        sealing = root_of(organisation).opening.public
        publish(
            session,
            [make_escrow(sealing, false, organisation=ORGANISATION, key=SigningKey(b"f" * 32))],
            SigningKey(b"f" * 32),
        )
    recovered(organisation, "viewer", DISTRICT)
    assert organisation.desk("viewer").open().workspace(journal)["contact"] == PEOPLE


def test_a_division_that_left_nothing_to_the_root_says_so(organisation: Organisation) -> None:
    with organisation.desk("viewer").open().at_work() as session, pytest.raises(LookupError):
        recover_division(session, root_of(organisation), b"n" * 16)
