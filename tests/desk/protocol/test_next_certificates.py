"""After a coordinator has left, new keys are owed by whoever can give the division its next certificate with them."""

from __future__ import annotations

import pytest

from busel.desk.access.grants import revoke
from busel.desk.keys.certifying import can_certify, certificate_is_owed
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import rotate
from busel.registry.coordinators import opening_keys
from busel.registry.root import Root
from factories.desks import DISTRICT, REGION, Organisation


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(DISTRICT)


def test_who_holds_the_key_above_renews_it_with_the_keys(organisation: Organisation, journal: bytes) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        old = session.keyring.bundle(journal)
        revoke(session, journal, organisation.account("deputy"))
        assert can_certify(session, journal)
        rotate(session, journal)
        new = session.keyring.bundle(journal)
        assert new.division_seed != old.division_seed
        assert new.past_seeds == [old.division_seed]
        assert [key.seed for key in opening_keys(new)][1:] == [key.seed for key in opening_keys(old)]
        assert not certificate_is_owed(session, journal)
        assert rotations_owed(session, [journal]) == []


def test_of_a_region_the_trustees_renew_it_and_until_then_no_press_of_a_coordinators_can(
    organisation: Organisation,
) -> None:
    region = organisation.journal(REGION)
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, region, organisation.account("deputy"))
        assert rotations_owed(session, [region]) == [region]
        rotate(session, region)
        assert certificate_is_owed(session, region)
        assert not can_certify(session, region)
        assert rotations_owed(session, [region]) == []
        rotate(session, region, above=Root(organisation.founded.master).signing)
        assert not certificate_is_owed(session, region)


def test_who_cannot_certify_changes_the_keys_and_who_can_still_owes_the_certificate(
    organisation: Organisation, journal: bytes
) -> None:
    region = organisation.journal(REGION)
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, region, organisation.account("deputy"))
        rotate(session, region)
        revoke(session, journal, organisation.account("coordinator"), [])
    with organisation.desk("deputy").open().at_work() as session:
        rotate(session, journal)
        assert certificate_is_owed(session, journal)
        assert rotations_owed(session, [journal]) == []
