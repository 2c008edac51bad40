"""What the trustees can open: at the founding and after each rotation, every division, the office and commons."""

from __future__ import annotations

import msgspec
import pytest

from busel.desk.access.grants import Terms, grant
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.keys import escrows
from busel.desk.keys.escrows import escrows_of, in_commons, missing_escrow, root_sealing
from busel.desk.keys.posting import publish, publish_inbox_key
from busel.desk.keys.rotation import finish_rotations, rotate
from busel.desk.session import Session
from busel.desk.trustees.recovering import recover_division
from busel.journal.commit import EpochKeys
from busel.journal.deed import Op
from busel.journal.errors import NotOpenedError
from busel.registry.escrow import make_escrow, open_escrow
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.root import Root
from busel.registry.share_record import SHARE, ShareRecord
from busel.registry.statements import RootKey, statement_fields
from busel.shelf.memory import MemoryShelf
from busel.vault.entropy import new_record_id
from busel.vault.lock import CHEAP
from busel.vault.share_checks import checks_of
from busel.vault.sign import SigningKey
from factories.desks import DISTRICT, REGION, Organisation, small
from factories.newcomers import add_account
from factories.shelf import ORGANISATION


@pytest.fixture
def organisation() -> Organisation:
    return small(MemoryShelf(ORGANISATION))


def root_of(organisation: Organisation) -> Root:
    return Root(organisation.founded.master)


def newest(session: Session, organisation: Organisation, division: bytes) -> Bundle:
    return open_escrow(root_of(organisation), escrows_of(session, division)[0])


def same_keys(one: Bundle, other: Bundle) -> bool:
    whole = [
        (b.journal, b.epoch, b.keys, b.write, b.inbox_seeds[b.epoch], b.deposit, b.division_seed) for b in (one, other)
    ]
    return whole[0] == whole[1]


def test_the_founding_leaves_every_bundle_to_the_root(organisation: Organisation) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        for name in (REGION, DISTRICT):
            held = session.keyring.named(name)
            assert held is not None
            assert same_keys(newest(session, organisation, held.journal), held)
        assert len(list(in_commons(session, "escrow"))) == 4
    with organisation.desk("administrator").open().at_work() as session:
        for name in ("commons", "office"):
            held = session.keyring.named(name)
            assert held is not None
            assert same_keys(newest(session, organisation, held.journal), held)
        assert session.aside == []


def test_a_rotation_leaves_the_new_epoch_to_the_root_once(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        held = session.keyring.bundles[journal.hex()]
        publish_inbox_key(session, held)
        assert missing_escrow(session, held) == []
    with organisation.desk("deputy").open().at_work() as session:
        assert [one.epoch for one in escrows_of(session, journal)] == [1, 0]
        assert same_keys(newest(session, organisation, journal), session.keyring.bundles[journal.hex()])
        assert session.aside == []


def test_a_false_escrow_keeps_no_true_one_out(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        liar, sealing = session.keyring.account.signing, root_sealing(session)
        assert sealing is not None
        empty = Bundle(journal=journal, name=DISTRICT, role=Role.COORDINATOR, epochs={1: EpochKeys.new()})
        publish(session, [make_escrow(sealing, empty, organisation=ORGANISATION, key=liar)], liar)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        opened = [open_escrow(root_of(organisation), one) for one in escrows_of(session, journal)]
        assert [one.epoch for one in opened] == [1, 1, 0]
        held = session.keyring.bundles[journal.hex()]
        assert [same_keys(one, held) for one in opened if one.inbox_seeds] == [True, False]


def test_an_administrator_cannot_put_another_key_in_the_roots_place(organisation: Organisation) -> None:
    mine = Root.new()
    with organisation.desk("administrator").open().at_work() as session:
        commons = session.keyring.named("commons")
        assert commons is not None
        lie = RootKey(organisation=ORGANISATION, sealing=mine.opening.public).sign(mine.signing)
        record = new_record_id()
        write(session, commons.journal, "set_standard", [(record, [Op("root_key", record, statement_fields(lie))])])
    with organisation.desk("coordinator").open().at_work() as session:
        pull(session)
        assert root_sealing(session) == root_of(organisation).opening.public


def test_who_reads_commons_learns_nothing_from_its_escrows(organisation: Organisation) -> None:
    with organisation.desk("collector").open().at_work() as session:
        lying = b"".join(msgspec.json.encode(one) for one in in_commons(session, "escrow"))
    held = organisation.founded.accounts[1].keyring
    secrets = [bundle.division_seed for bundle in held.divisions()] + [b.keys.state for b in held.divisions()]
    assert len(lying) > 4 * 1120
    assert [secret for secret in secrets if msgspec.json.encode(secret)[1:-1] in lying or secret in lying] == []


def test_a_newcomer_who_became_coordinator_leaves_the_next_epoch_to_the_root_too(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("administrator").open().at_work() as session:
        organisation.known["newcomer"] = made = add_account(session, division=journal, profile=CHEAP)
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, journal, made.handle, Terms(Role.COORDINATOR))
    with organisation.desk("newcomer").open().at_work() as session:
        rotate(session, journal)
        assert same_keys(newest(session, organisation, journal), session.keyring.bundles[journal.hex()])


def test_the_office_recognises_each_share_and_holds_none(organisation: Organisation) -> None:
    office = organisation.journal("office")
    kept = organisation.desk("administrator").open().state(office)[SHARE].values()
    records = sorted((msgspec.convert(fields, ShareRecord) for fields in kept), key=lambda one: one.number)
    shares = organisation.founded.shares
    assert [(one.number, one.needed) for one in records] == [(at, 3) for at in range(1, 6)]
    assert [one.checks for one in records] == [
        checks_of(share, (ORGANISATION, one.salt), profile=CHEAP) for share, one in zip(shares, records, strict=True)
    ]
    assert len({one.salt for one in records}) == 5
    lying = msgspec.json.encode(list(kept)).decode()
    pairs = [" ".join(share.words[at : at + 2]) for share in shares for at in range(len(share.words) - 1)]
    assert [pair for pair in pairs if pair in lying] == []


def laid_by(session: Session, division: bytes) -> list[bytes]:
    return [one.mark for one in escrows_of(session, division) if one.epoch == 1]


def test_an_escrow_that_opens_nothing_stands_beside_that_of_the_next_coordinator(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        with monkeypatch.context() as changed:  # a desk whose program was changed seals to a key of its own
            changed.setattr(escrows, "root_sealing", lambda _session: Root.new().opening.public)
            rotate(session, journal)
        with pytest.raises(NotOpenedError):
            newest(session, organisation, journal)
    for _again in range(2):
        with organisation.desk("deputy").open().at_work() as session:
            finish_rotations(session)
            assert len(set(laid_by(session, journal))) == len(laid_by(session, journal)) == 2
            assert session.aside == []
    with organisation.desk("viewer").open().at_work() as session:
        recover_division(session, root_of(organisation), journal)
        assert session.may(Role.COORDINATOR, journal)


def test_an_escrow_whose_ticket_does_not_write_is_passed_over(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        held, sealing = session.keyring.bundles[journal.hex()], root_sealing(session)
        false = msgspec.structs.replace(held, write=bytes(32))
        key = SigningKey(held.division_seed)
        for _some in range(3):
            publish(session, [make_escrow(sealing, false, organisation=ORGANISATION, key=key, mark=bytes(16))], key)
    with organisation.desk("viewer").open().at_work() as session:
        recover_division(session, root_of(organisation), journal)
        write(session, journal, "add_contact", [(1, [Op("contact", 1, {"family_be": "Бусел"})])])
        assert session.aside == []
