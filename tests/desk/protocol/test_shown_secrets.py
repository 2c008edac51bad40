"""No secret that a desk holds shows in a traceback, a log or a failed comparison."""

from __future__ import annotations

import pytest

from factories.desks import Organisation


@pytest.mark.parametrize("who", ["administrator", "coordinator", "collector"])
def test_nothing_that_opens_shows(organisation: Organisation, who: str) -> None:
    founded, desk = organisation.founded, organisation.desk(who)
    account = founded.accounts[organisation.names.index(who)]
    holders = [founded, account, account.credentials, account.keyring, desk.session, *account.keyring.bundles.values()]
    secrets = [account.credentials.passphrase, account.credentials.handle, repr(account.user_key), repr(founded.master)]
    secrets += [repr(bundle.write) for bundle in account.keyring.bundles.values() if bundle.write]
    secrets += [repr(keys.state) for bundle in account.keyring.bundles.values() for keys in bundle.epochs.values()]
    for holder in holders:
        shown = f"{holder!r} {holder!s}"
        assert [secret for secret in secrets if secret in shown] == [], type(holder).__name__
        assert shown.count("not shown") == 2
