"""A freeze is the brake: whoever is frozen has not laid another account meanwhile that goes on."""

from __future__ import annotations

import pytest

from busel.desk.account.accounts import fresh_account
from busel.desk.clock import this_hour
from busel.desk.session import SignInRefusedError, open_locker
from busel.registry.locker import Unlocked
from busel.shelf.protocol import BadTicketError
from busel.vault.lock import CHEAP
from factories.desks import POSTS, Organisation
from factories.shelf import Slip


@pytest.mark.parametrize("who", [who for who in POSTS if who != "administrator"])
def test_only_an_administrator_invites(organisation: Organisation, who: str) -> None:
    session = organisation.desk(who).session
    keyring = session.keyring
    shadow = fresh_account(keyring.organisation, keyring.root, hour=this_hour())
    shadow = shadow.with_bundles([bundle for bundle in keyring.bundles.values() if bundle.name != "own"])
    locker, own = shadow.lay(profile=CHEAP)
    writable = [bundle for bundle in keyring.bundles.values() if bundle.write]
    assert "own" in {bundle.name for bundle in writable}
    slip = Slip()
    for bundle in writable:
        with pytest.raises(BadTicketError):
            session.shelf.invite(session.token, bundle.journal, bundle.write, slip.invitation())
    with pytest.raises(BadTicketError):
        session.shelf.accept(slip.ticket, locker, own)
    with pytest.raises(SignInRefusedError):
        open_locker(organisation.shelf, keyring.organisation, Unlocked(shadow.locker, shadow.user_key))
