"""The tree of divisions: believed only with a whole chain to the pinned root."""

from __future__ import annotations

import msgspec
import pytest

from busel.registry.certificates import DEEPEST, Certificates
from busel.registry.keyring import Bundle
from busel.registry.letters import GrantLetter, is_sound
from busel.registry.roles import Role
from busel.registry.statements import BEFORE_ALL, ROOT, Certificate, Grant, InboxKey, division_id
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey

ORGANISATION = new_id()
ROOT_KEY, STRANGER = SigningKey.new(), SigningKey.new()


class Division:
    def __init__(self, name: str, parent: Division | None = None) -> None:
        self.key, self.name, self.parent = SigningKey.new(), name, parent
        self.id = division_id(ORGANISATION, parent.id if parent else ROOT, self.key.public)

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
            first=self.key.public,
            public=(key or self.key).public,
            sealing=b"",
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
    itself = Division("Itself")
    itself.parent = itself
    assert tree(itself.certificate()).divisions() == {}


def test_of_two_certificates_with_one_number_neither_is_believed() -> None:
    other = SigningKey.new()
    believed = tree(REGION.certificate(), REGION.certificate(number=1), REGION.certificate(number=1, key=other))
    assert believed.public(REGION.id) is None
    believed.add([REGION.certificate(number=2, key=other)])
    assert believed.public(REGION.id) == other.public


def test_nor_of_two_that_differ_in_what_is_sealed_to_its_coordinators_alone() -> None:
    # Who holds the key above could else read custodies and the access log of the division below.
    true = DISTRICT.certificate()
    false = msgspec.structs.replace(true, sealing=b"another", signature=b"").sign(REGION.key)
    for both in ((true, false), (false, true)):
        assert tree(REGION.certificate(), *both).certificate(DISTRICT.id) is None


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


def test_an_inbox_key_beyond_a_gap_does_not_count() -> None:
    believed = tree(REGION.certificate(), REGION.inbox_key(0), REGION.inbox_key(2**31 - 1))
    assert believed.inbox_key(REGION.id) == REGION.inbox_key(0)
    believed.add([REGION.inbox_key(1), REGION.inbox_key(3)])
    assert believed.inbox_key(REGION.id) == REGION.inbox_key(1)
    believed.add([REGION.inbox_key(1, public=b"other")])
    assert believed.inbox_key(REGION.id) is None
    believed.add([REGION.inbox_key(2)])
    assert believed.inbox_key(REGION.id) == REGION.inbox_key(3)


def test_a_division_is_certified_by_no_other_parent() -> None:
    """Not by a sister, not by its own child, not under a higher number, not with a first key of the taker's choice."""
    sister, evil = Division("Sister"), SigningKey.new()
    below = Division("Region / District / Town", DISTRICT)
    for taker, victim in ((sister, REGION), (sister, DISTRICT), (below, REGION), (below, DISTRICT)):
        for first in (victim.key.public, evil.public):
            taken = Certificate(
                organisation=ORGANISATION,
                division=victim.id,
                parent=taker.id,
                name=f"{taker.name} / Taken",
                number=99,
                first=first,
                public=evil.public,
                sealing=b"",
            ).sign(taker.key)
            believed = tree(taken, *(one.certificate() for one in (REGION, DISTRICT, sister, below)))
            assert believed.public(victim.id) == victim.key.public


def test_an_id_that_is_no_hash_of_a_key_is_never_a_divisions() -> None:
    """As that of commons: nobody makes a certificate for it."""
    commons, evil = new_id(), SigningKey.new()
    false = Division("Region / False", REGION)
    false.id, false.key = commons, evil
    assert tree(REGION.certificate(), false.certificate()).public(commons) is None


def test_number_0_certifies_the_first_key_alone() -> None:
    assert tree(REGION.certificate(key=STRANGER)).public(REGION.id) is None


def test_many_certificates_for_many_levels_are_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    line = [REGION]
    for level in range(2, 40):
        line.append(Division(f"{line[-1].name} / {level}", line[-1]))
    doubled = [one.certificate(number=number) for one in line for number in (0, 1)]
    checked: list[Certificate] = []
    monkeypatch.setattr(Certificate, "check", lambda self, _public: checked.append(self))
    believed = tree(*doubled)
    assert list(believed.divisions()) == [one.id for one in line[:DEEPEST]]
    assert len(checked) == 2 * DEEPEST


@pytest.mark.parametrize(
    "name",
    [
        "commons",
        "office",
        "own",
        "",
        "Region",
        "Region / ",
        "Region /  / x",
        "Region / x / y",
        "Region / x/y",
        "Region / x ",
        "Other / x",
        "Region / x\n",
        "Region / \u202ex",
    ],
)
def test_a_name_that_is_not_the_parents_and_one_part_is_not_believed(name: str) -> None:
    assert tree(REGION.certificate(), Division(name, REGION).certificate()).divisions() == {REGION.id: "Region"}


@pytest.mark.parametrize("name", ["commons", "office", "own", "", "One / Two", " One"])
def test_a_topmost_division_has_one_part_for_its_name(name: str) -> None:
    assert tree(Division(name).certificate()).divisions() == {}


def test_twins_are_both_believed_and_neither_has_the_name_alone() -> None:
    twin = Division(DISTRICT.name, REGION)
    believed = tree(REGION.certificate(), DISTRICT.certificate())
    assert believed.name(DISTRICT.id) == "Region / District"
    believed.add([twin.certificate()])
    assert believed.public(DISTRICT.id) == DISTRICT.key.public
    assert believed.divisions() == {
        REGION.id: "Region",
        DISTRICT.id: f"Region / District ({DISTRICT.id.hex()})",
        twin.id: f"Region / District ({twin.id.hex()})",
    }


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
        number=0,
        previous=BEFORE_ALL,
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


def test_the_rule_of_two_signatures_holds_for_ever() -> None:
    loosened = msgspec.structs.replace(REGION.certificate(number=1), signatures=2).sign(ROOT_KEY)
    assert tree(REGION.certificate(), loosened).certificate(REGION.id) == REGION.certificate()


def test_below_a_division_with_a_new_key_what_is_signed_anew_counts() -> None:
    new = SigningKey.new()
    believed = tree(REGION.certificate(), DISTRICT.certificate(), REGION.certificate(number=1, key=new))
    assert believed.public(REGION.id) == new.public
    assert believed.public(DISTRICT.id) is None
    assert believed.children(REGION.id) == []
    believed.add([DISTRICT.certificate(by=new)])
    assert believed.children(REGION.id) == [DISTRICT.certificate(by=new)]
    assert [one.division for one in believed.line(DISTRICT.id)] == [DISTRICT.id, REGION.id]
    with pytest.raises(LookupError):
        believed.line(new_id())
