"""Of several grants that one account holds in a division, new keys ask them all."""

from __future__ import annotations

import pytest

from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.access.reach import reach_of
from busel.desk.access.stating import roster_of
from busel.desk.clock import this_hour
from busel.desk.keys.rotation import rotate
from busel.registry.roles import Role
from factories.desks import DISTRICT, Organisation

FROM_NOW_ON = Terms(Role.EDITOR, history=False)
READS_ALL = Terms(Role.VIEWER)


@pytest.mark.parametrize("order", [(FROM_NOW_ON, READS_ALL), (READS_ALL, FROM_NOW_ON)], ids=["editor first", "last"])
def test_an_editor_from_now_on_who_reads_the_history_as_a_viewer_keeps_both_over_new_keys(
    organisation: Organisation, order: tuple[Terms, Terms]
) -> None:
    journal, handle = organisation.journal(DISTRICT), organisation.credentials("viewer").handle
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("viewer"))
        rotate(session, journal)
        for terms in order:
            grant(session, journal, handle, terms)
        rotate(session, journal)
        (held,) = reach_of(session, organisation.account("viewer")).held
        assert (held.role, held.history) == (Role.EDITOR, True)
    with organisation.desk("viewer").open().at_work() as session:
        bundle = session.keyring.bundles[journal.hex()]
        assert (bundle.epoch, bundle.role, bool(bundle.write)) == (2, Role.EDITOR, True)
        assert bundle.keys.history


def test_once_the_grant_with_the_history_is_taken_away_new_keys_come_without(organisation: Organisation) -> None:
    journal, account = organisation.journal(DISTRICT), organisation.account("viewer")
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, journal, account.hex(), FROM_NOW_ON)
        (old,) = [one for one in roster_of(session, journal).grants[account] if not one.from_epoch]
        revoke(session, journal, account, [old])
        rotate(session, journal)
        assert roster_of(session, journal).role_of(account, this_hour()) is Role.EDITOR
    with organisation.desk("viewer").open().at_work() as session:
        bundle = session.keyring.bundles[journal.hex()]
        assert (bundle.epoch, bundle.keys.history) == (1, b"")
