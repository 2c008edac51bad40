"""The tree of divisions: believed only with a whole chain to the pinned root."""

from __future__ import annotations

from busel.registry.certificates import Certificates
from busel.registry.keyring import Bundle
from busel.registry.letters import GrantLetter, is_sound
from busel.registry.roles import Role
from busel.registry.statements import ROOT, Certificate, Grant, InboxKey
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey

ORGANISATION = new_id()
ROOT_KEY, STRANGER = SigningKey.new(), SigningKey.new()


class Division:
    def __init__(self, name: str, parent: Division | None = None) -> None:
        self.id, self.key, self.name, self.parent = new_id(), SigningKey.new(), name, parent

    def certificate(
        self, *, by: SigningKey | None = None, number: int = 0, key: SigningKey | None = None
    ) -> Certificate:
        signer = by or (self.parent.key if self.parent else ROOT_KEY)
        return Certificate(
            organisation=ORGANISATION,
            division=self.id,
            parent=self.parent.id if self.parent else ROOT,
            name=self.name,
            number=number,
            public=(key or self.key).public,
        ).sign(signer)

    def inbox_key(self, epoch: int, *, public: bytes = b"p", key: SigningKey | None = None) -> InboxKey:
        return InboxKey(organisation=ORGANISATION, division=self.id, epoch=epoch, public=public, deposit=b"d").sign(
            key or self.key
        )


def tree(*statements: Certificate | InboxKey) -> Certificates:
    certificates = Certificates(ROOT_KEY.public)
    certificates.add(statements)
    return certificates


REGION = Division("Region")
DISTRICT = Division("Region / District", REGION)


def test_a_whole_chain_is_believed_in_whatever_order_it_lies() -> None:
    for statements in ((REGION, DISTRICT), (DISTRICT, REGION)):
        believed = tree(*(one.certificate() for one in statements))
        assert believed.public(DISTRICT.id) == DISTRICT.key.public
        assert believed.divisions() == {REGION.id: "Region", DISTRICT.id: "Region / District"}


def test_a_missing_link_breaks_the_chain() -> None:
    assert tree(DISTRICT.certificate()).public(DISTRICT.id) is None
    assert tree(DISTRICT.certificate()).divisions() == {}


def test_who_writes_commons_founds_no_false_division() -> None:
    false = Division("Region / False", REGION)
    believed = tree(REGION.certificate(), false.certificate(by=STRANGER), false.inbox_key(5))
    assert believed.public(false.id) is None
    assert believed.inbox_key(false.id) is None
    assert believed.divisions() == {REGION.id: "Region"}


def test_who_writes_commons_slips_in_no_key() -> None:
    slipped = DISTRICT.certificate(by=STRANGER, number=9, key=STRANGER)
    believed = tree(REGION.certificate(), DISTRICT.certificate(), slipped)
    assert believed.public(DISTRICT.id) == DISTRICT.key.public
    believed.add([DISTRICT.inbox_key(0), DISTRICT.inbox_key(9, public=b"evil", key=STRANGER)])
    assert believed.inbox_key(DISTRICT.id) == DISTRICT.inbox_key(0)


def test_a_division_that_certifies_itself_or_its_parent_is_not_believed() -> None:
    one, two = Division("One"), Division("Two")
    one.parent, two.parent = two, one
    assert tree(one.certificate(), two.certificate()).divisions() == {}
    own = Division("Own")
    own.parent = own
    assert tree(own.certificate()).divisions() == {}


def test_of_two_certificates_with_one_number_neither_is_believed() -> None:
    other = SigningKey.new()
    believed = tree(REGION.certificate(number=1), REGION.certificate(number=1, key=other), REGION.certificate())
    assert believed.public(REGION.id) is None
    believed.add([REGION.certificate(number=2, key=other)])
    assert believed.public(REGION.id) == other.public


def test_a_new_key_ends_what_the_old_one_signed() -> None:
    newer = SigningKey.new()
    believed = tree(REGION.certificate(), DISTRICT.certificate(), REGION.inbox_key(0))
    believed.add([REGION.certificate(number=1, key=newer)])
    assert believed.public(REGION.id) == newer.public
    assert believed.inbox_key(REGION.id) is None
    assert believed.public(DISTRICT.id) is None
    believed.add([DISTRICT.certificate(by=newer), REGION.inbox_key(1, key=newer)])
    assert believed.public(DISTRICT.id) == DISTRICT.key.public
    assert believed.inbox_key(REGION.id) == REGION.inbox_key(1, key=newer)


def test_the_newest_inbox_key_counts_and_two_of_one_epoch_do_not() -> None:
    believed = tree(REGION.certificate(), REGION.inbox_key(2), REGION.inbox_key(1))
    assert believed.inbox_key(REGION.id) == REGION.inbox_key(2)
    believed.add([REGION.inbox_key(2)])
    assert believed.inbox_key(REGION.id) == REGION.inbox_key(2)
    believed.add([REGION.inbox_key(2, public=b"other")])
    assert believed.inbox_key(REGION.id) is None


def letter(*, account: bytes, role: Role = Role.VIEWER, seed: bytes = b"", journal: bytes = b"") -> GrantLetter:
    grant = Grant(
        organisation=ORGANISATION,
        id=new_id(),
        division=DISTRICT.id,
        account=account,
        signing=bytes(32),
        role=role,
        since=1,
        not_after=0,
        from_epoch=0,
        may_export=False,
        by=new_id(),
    ).sign(STRANGER)
    chain = [DISTRICT.certificate(), REGION.certificate()]
    bundle = Bundle(journal=journal or DISTRICT.id, name="x", role=role, division_seed=seed)
    return GrantLetter(grant=grant, chain=chain, bundle=bundle)


def test_a_letter_is_for_one_account_one_division_and_its_true_key() -> None:
    anna = new_id()
    assert is_sound(letter(account=anna), ROOT_KEY.public, anna)
    assert not is_sound(letter(account=anna), STRANGER.public, anna)
    assert not is_sound(letter(account=new_id()), ROOT_KEY.public, anna)
    assert not is_sound(letter(account=anna, journal=REGION.id), ROOT_KEY.public, anna)
    assert is_sound(letter(account=anna, role=Role.COORDINATOR, seed=DISTRICT.key.seed), ROOT_KEY.public, anna)
    assert not is_sound(letter(account=anna, role=Role.COORDINATOR, seed=STRANGER.seed), ROOT_KEY.public, anna)
