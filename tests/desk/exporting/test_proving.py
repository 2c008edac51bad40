"""The passphrase once more: only the account's own, and not for ever."""

from __future__ import annotations

import msgspec
import pytest

from busel.desk.account.proving import MOST_WRONG, PROVING, QUIET, TooManyWrongError, is_own
from busel.desk.running import options
from busel.registry.locker import Unlocked, seal_unlock_row
from busel.shelf.protocol import FrozenError, UnlockRow
from busel.vault.lock import CHEAP, unlocking
from desk.exporting.conftest import Exports
from factories.shelf import ORGANISATION


def test_only_the_own_passphrase_is_taken(exports: Exports) -> None:
    session = exports.arrive("editor").session
    own = exports.passphrase("editor")
    assert is_own(session, f"  {own.upper()} ", profile=CHEAP)
    assert not is_own(session, exports.passphrase("coordinator"), profile=CHEAP)
    assert not is_own(session, own, b"a key file", profile=CHEAP)
    assert is_own(session, own, profile=CHEAP)
    assert PROVING.wrong == 0


def test_after_five_wrong_ones_none_is_tried(exports: Exports) -> None:
    session = exports.arrive("editor").session
    for _ in range(MOST_WRONG):
        assert not is_own(session, "wrong", profile=CHEAP)
    with pytest.raises(TooManyWrongError):
        is_own(session, exports.passphrase("editor"), profile=CHEAP)


def test_a_row_of_another_kind_or_account_proves_nothing(exports: Exports) -> None:
    session = exports.arrive("editor").session
    for kind, locker in (("code", session.locker), ("passphrase", bytes(16)), (QUIET, session.locker)):
        keys = unlocking(ORGANISATION, session.keyring.account.handle, passphrase=kind, profile=CHEAP)
        row = UnlockRow(keys.tag, seal_unlock_row(keys.key, Unlocked(locker, bytes(32), kind)))
        exports.organisation.shelf._rows[keys.tag] = (session.locker, row)
        assert not is_own(session, kind, profile=CHEAP)


def test_the_passphrase_of_a_quiet_freeze_freezes_here_too(exports: Exports) -> None:
    session = exports.arrive("editor").session
    code = exports.organisation.founded.accounts[2].credentials.freeze_code
    keys = unlocking(ORGANISATION, session.keyring.account.handle, passphrase="quiet words", profile=CHEAP)
    row = UnlockRow(keys.tag, seal_unlock_row(keys.key, Unlocked(session.locker, code, QUIET)))
    exports.organisation.shelf._rows[keys.tag] = (session.locker, row)
    assert not is_own(session, "quiet words", profile=CHEAP)
    with pytest.raises(FrozenError):
        exports.organisation.session("editor")


@pytest.fixture
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "chosen", msgspec.structs.replace(options.chosen, lock_profile="cheap"))


PAPERS = pytest.mark.parametrize("path", ["/account/recovery-code", "/account/renew"])


@PAPERS
@pytest.mark.usefixtures("_cheap")
def test_it_freezes_where_papers_are_made_anew(exports: Exports, path: str) -> None:
    desk = exports.arrive("editor")
    code = exports.organisation.founded.accounts[2].credentials.freeze_code
    keys = unlocking(ORGANISATION, desk.session.keyring.account.handle, passphrase="quiet words", profile=CHEAP)
    row = UnlockRow(keys.tag, seal_unlock_row(keys.key, Unlocked(desk.session.locker, code, QUIET)))
    exports.organisation.shelf._rows[keys.tag] = (desk.session.locker, row)
    assert desk.browser.post(path, {"passphrase": "quiet words"}).status_code == 200
    with pytest.raises(FrozenError):
        exports.organisation.session("editor")


@PAPERS
@pytest.mark.usefixtures("_cheap")
def test_guesses_end_where_papers_are_made_anew(exports: Exports, path: str) -> None:
    desk, tags = exports.arrive("editor"), dict(exports.organisation.shelf._rows)
    for typed in ["wrong"] * MOST_WRONG + [exports.passphrase("editor")]:
        assert desk.browser.post(path, {"passphrase": typed}).status_code == 200
    assert exports.organisation.shelf._rows == tags
    PROVING.forget()
    assert desk.browser.post(path, {"passphrase": exports.passphrase("editor")}).status_code == 303


def test_who_has_a_key_file_needs_it_here_too(exports: Exports) -> None:
    session = exports.arrive("editor").session
    keys = unlocking(
        ORGANISATION, session.keyring.account.handle, passphrase="two things", key_file=b"file", profile=CHEAP
    )
    row = UnlockRow(keys.tag, seal_unlock_row(keys.key, Unlocked(session.locker, session.user_key)))
    exports.organisation.shelf._rows[keys.tag] = (session.locker, row)
    assert not is_own(session, "two things", profile=CHEAP)
    assert not is_own(session, "two things", b"another file", profile=CHEAP)
    assert is_own(session, "two things", b"file", profile=CHEAP)
