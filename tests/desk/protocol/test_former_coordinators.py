"""Who coordinates no more: what is signed with a division's key of before counts for nobody, wherever it is laid.

The former coordinator keeps the private half of the old certificate, the tickets of that time, and a changed desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.access.stating import roster_of
from busel.desk.journals.opening import pull
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.posting import members_of, post, publish
from busel.desk.keys.rotation import finish_rotations, rotate
from busel.desk.session import Session
from busel.registry.coordinators import opening_keys, sealing_key
from busel.registry.keyring import Bundle, bundle_for
from busel.registry.letters import BUNDLE, GRANT, BundleLetter, GrantLetter
from busel.registry.roles import Role
from busel.registry.root import Root
from busel.registry.statements import BEFORE_ALL, BY_DIVISION_KEY, Certificate, Grant, InboxKey, division_id
from busel.shelf.memory import MemoryShelf
from busel.vault.entropy import new_id
from busel.vault.errors import VaultError
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey, wrap
from factories.desks import DISTRICT, REGION, Organisation, small
from factories.mortal import KilledError, MortalShelf, cloned
from factories.shelf import ORGANISATION

READERS = ("coordinator", "editor", "viewer")


def root_of(organisation: Organisation) -> Root:
    return Root(organisation.founded.master)


def part_with(organisation: Organisation, name: str) -> Bundle:
    """Let the deputy go from a division and change its keys; return what the deputy has kept."""
    journal = organisation.journal(name)
    kept = organisation.desk("deputy").session.keyring.bundles[journal.hex()]
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("deputy"))
        rotate(session, journal, above=root_of(organisation).signing if name == REGION else None)
        assert session.certificates.certificate(journal).number == 1
    return kept


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(DISTRICT)


@pytest.fixture
def kept(organisation: Organisation) -> Bundle:
    return part_with(organisation, DISTRICT)


def test_the_next_certificate_is_signed_from_above_and_its_key_is_on_no_former_coordinators_keyring(
    organisation: Organisation, journal: bytes, kept: Bundle
) -> None:
    for who in READERS:
        certificate = organisation.desk(who).open().session.certificates.certificate(journal)
        assert (certificate.number, certificate.public != SigningKey(kept.division_seed).public) == (1, True)
        assert certificate.sealing != sealing_key(kept.division_seed)
    deputy = organisation.desk("deputy").open().session.keyring
    held = [*deputy.bundles.values(), *deputy.closed, *deputy.pending]
    seeds = {seed for one in held if one.journal == journal for seed in (one.division_seed, *one.past_seeds) if seed}
    assert seeds <= {kept.division_seed}


def test_what_is_sealed_to_the_coordinators_now_opens_to_none_who_was_let_go(
    organisation: Organisation, journal: bytes, kept: Bundle
) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        sealed = wrap(session.certificates.certificate(journal).sealing, b"whom it was about", info=b"")
        mine = session.keyring.bundles[journal.hex()]
        assert opening_keys(mine)[0].open_wrapped(sealed, info=b"") == b"whom it was about"
        assert [one.public for one in opening_keys(mine)[1:]] == [sealing_key(kept.division_seed)]
    for key in opening_keys(kept):
        with pytest.raises(VaultError):
            key.open_wrapped(sealed, info=b"")


def test_inbox_keys_that_the_old_key_signs_are_nobodys(
    organisation: Organisation, journal: bytes, kept: Bundle
) -> None:
    old, mine = SigningKey(kept.division_seed), OpeningKey.new().public
    with organisation.desk("deputy").open().at_work() as session:
        genuine = session.certificates.inbox_key(journal)
        false = [_inbox_key(session, journal, epoch, public=mine).sign(old) for epoch in (0, 1, 2, 3)]
        publish(session, false, old)
    for who in (*READERS, "collector"):
        session = organisation.desk(who).open().session
        assert session.certificates.inbox_key(journal) == genuine
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        assert session.certificates.inbox_key(journal).public not in {mine, genuine.public}


def _inbox_key(session: Session, journal: bytes, epoch: int, *, public: bytes) -> InboxKey:
    organisation = session.keyring.organisation
    return InboxKey(organisation=organisation, division=journal, epoch=epoch, public=public, deposit=bytes(32))


@pytest.mark.parametrize("number", [0, 1, 2, 7])
def test_certificates_that_the_old_key_signs_found_and_change_no_division(
    organisation: Organisation, number: int
) -> None:
    kept = part_with(organisation, REGION)
    region, district = organisation.journal(REGION), organisation.journal(DISTRICT)
    old, evil = SigningKey(kept.division_seed), SigningKey.new()
    with organisation.desk("deputy").open().at_work() as session:
        genuine = session.certificates.certificate(district)
        ours = session.keyring.organisation
        changed = Certificate(
            organisation=ours,
            division=district,
            parent=region,
            name=DISTRICT,
            number=number,
            first=genuine.first,
            public=evil.public if number else genuine.first,
            sealing=b"",
        ).sign(old)
        own = Certificate(
            organisation=ours,
            division=division_id(ours, region, evil.public),
            parent=region,
            name=f"{REGION} / Rečyca district",
            number=0,
            first=evil.public,
            public=evil.public,
            sealing=b"",
        ).sign(old)
        publish(session, [changed, own], old)
    for who in (*READERS, "collector"):
        certificates = organisation.desk(who).open().session.certificates
        assert certificates.divisions() == {region: REGION, district: DISTRICT}
        assert certificates.public(district) == genuine.public


@pytest.mark.parametrize("kind", [GRANT, BUNDLE])
def test_letters_that_the_old_key_signs_put_nothing_on_a_keyring(
    organisation: Organisation, journal: bytes, kept: Bundle, kind: str
) -> None:
    victim = organisation.desk("viewer").open()
    before = victim.session.keyring.bundles
    with organisation.desk("coordinator").open().at_work() as session:
        member = members_of(session, journal)[organisation.account("viewer")]
        chain = [one for one in session.certificates.certificates[journal] if one.number == 0]
        chain += session.certificates.line(journal)[1:]
    with organisation.desk("deputy").open().at_work() as session:
        bundle = bundle_for(kept, Role.VIEWER)
        letters = {
            GRANT: GrantLetter(grant=_own_grant(session, journal, member, kept), chain=chain, bundle=bundle),
            BUNDLE: BundleLetter(bundle=bundle, chain=chain),
        }
        post(session, kept, member, (kind, letters[kind]), id_=new_id())
    with victim.at_work() as session:
        pull(session)
        assert open_mailbox(session) == []
        assert session.keyring.bundles == before


def _own_grant(session: Session, journal: bytes, member: object, kept: Bundle) -> Grant:
    return Grant(
        organisation=session.keyring.organisation,
        id=new_id(),
        division=journal,
        account=member.account,  # type: ignore[attr-defined]  # a member statement
        signing=member.signing,  # type: ignore[attr-defined]  # the same
        role=Role.VIEWER,
        since=1,
        not_after=0,
        from_epoch=0,
        may_export=False,
        by=BY_DIVISION_KEY,
        number=0,
        previous=BEFORE_ALL,
    ).sign(SigningKey(kept.division_seed))


def test_a_grant_by_a_former_coordinator_is_in_no_roster(
    organisation: Organisation, journal: bytes, kept: Bundle
) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        roster, member = roster_of(session, journal), members_of(session, journal)[organisation.account("collector")]
        by_old_key = _own_grant(session, journal, member, kept)
        place = roster.place(since=1, by=organisation.account("deputy"))
    own = replace_grant(by_old_key, place).sign(organisation.desk("deputy").session.keyring.account.signing)
    at_the_end = replace_grant(by_old_key, {**place, "by": BY_DIVISION_KEY}).sign(SigningKey(kept.division_seed))
    for false in (by_old_key, own, at_the_end):
        assert roster.with_all([false]) is None
    assert roster.refused == [by_old_key, own, at_the_end]


def replace_grant(one: Grant, fields: dict[str, object]) -> Grant:
    return Grant(**{**{name: getattr(one, name) for name in one.__struct_fields__}, **fields, "signature": b""})  # type: ignore[arg-type]  # its own fields


# However the desk ends that does it


def deaths(organisation: Organisation, name: str) -> Iterator[Organisation]:
    """Yield the organisation after each possible death of the desk that certifies the division anew."""
    journal = organisation.journal(name)
    above = root_of(organisation).signing if name == REGION else None
    for asked in (False, True):
        at, died = 0, True
        while died:
            shelf = cloned(organisation.shelf)  # type: ignore[arg-type]  # it is one
            mortal = MortalShelf(shelf)
            desk = replace(organisation, shelf=mortal).desk("coordinator").open()  # type: ignore[arg-type]  # it stands for one
            with desk.at_work() as session:
                mortal.arm(at, asked=asked)
                try:
                    rotate(session, journal, above=above)
                    died = False
                except KilledError:
                    yield replace(organisation, shelf=shelf)
            desk.end()
            at += 1
        assert at > 1


@pytest.mark.parametrize("name", [DISTRICT, REGION])
def test_a_change_of_the_certificate_may_end_anywhere(name: str) -> None:
    begun = small(MemoryShelf(ORGANISATION))
    journal = begun.journal(name)
    old = SigningKey(begun.desk("deputy").session.keyring.bundles[journal.hex()].division_seed)
    with begun.desk("coordinator").open().at_work() as session:
        revoke(session, journal, begun.account("deputy"))
    reached, numbers = set(), set()
    for organisation in deaths(begun, name):
        reached.add(organisation.shelf._journals[journal].head.epoch)  # type: ignore[attr-defined]  # the twin's
        with organisation.desk("coordinator").open().at_work() as session:
            finish_rotations(session)
            if session.certificates.certificate(journal).number == 0:  # it had not begun
                rotate(session, journal, above=root_of(organisation).signing if name == REGION else None)
            assert session.keyring.pending == []
            numbers.add(session.certificates.certificate(journal).number)
            grant(session, journal, organisation.credentials("collector").handle, Terms(Role.EDITOR))
        for who in ("editor", "collector"):
            desk = organisation.desk(who).open()
            certificates = desk.session.certificates
            assert certificates.public(journal) != old.public
            assert certificates.inbox_key(journal).epoch == desk.session.keyring.bundles[journal.hex()].epoch == 1
            assert certificates.name(organisation.journal(DISTRICT)) == DISTRICT
            assert desk.session.aside == []
            desk.end()
    assert (reached, numbers) == ({0, 1}, {1})
