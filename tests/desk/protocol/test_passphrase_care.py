"""What a passphrase opens and where it stays: a passphrase row alone signs in; the environment gives it up."""

from __future__ import annotations

import os
import subprocess
import sys

import msgspec
import pytest

from busel.cli.passphrases import read_passphrase
from busel.desk.session import SignInRefusedError, Typed, sign_in
from busel.registry.locker import Unlocked, open_unlock_row, seal_unlock_row
from busel.shelf.protocol import FrozenError, UnlockRow
from busel.vault.lock import CHEAP, unlocking
from factories.desks import Organisation


class OtherKind:
    """Stands before a shelf and gives each unlock row another kind."""

    def __init__(self, organisation: Organisation, kind: str) -> None:
        self._shelf, self._kind = organisation.shelf, kind
        known = organisation.credentials("viewer")
        self._keys = unlocking(
            organisation.founded.organisation, known.handle, passphrase=known.passphrase, profile=CHEAP
        )

    def __getattr__(self, name: str) -> object:
        return getattr(self._shelf, name)

    def unlock(self, tag: bytes) -> UnlockRow | None:
        row = self._shelf.unlock(tag)
        assert row is not None
        held: Unlocked = msgspec.structs.replace(open_unlock_row(self._keys.key, row.sealed), kind=self._kind)
        return UnlockRow(row.tag, seal_unlock_row(self._keys.key, held))


def test_only_a_passphrase_row_signs_in(organisation: Organisation) -> None:
    known = organisation.credentials("viewer")
    typed, ours = Typed(known.handle, known.passphrase), organisation.founded.organisation
    assert sign_in(OtherKind(organisation, "passphrase"), ours, typed, profile=CHEAP).account == organisation.account(
        "viewer"
    )
    for kind, refusal in (("quiet", FrozenError), ("code", SignInRefusedError), ("", SignInRefusedError)):
        with pytest.raises(refusal):
            sign_in(OtherKind(organisation, kind), ours, typed, profile=CHEAP)


def test_the_environment_gives_the_passphrase_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORDS", "seven words")
    assert read_passphrase("env:WORDS") == "seven words"
    assert "WORDS" not in os.environ


def test_a_members_command_leaves_no_core_and_nobody_reads_its_memory() -> None:
    script = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'busel.desk.settings'; import django; django.setup();"
        "import argparse, ctypes, resource; from busel.cli.signed_in import signed_in; from busel.cli.output import"
        " CommandError\n"
        "try:\n with signed_in(argparse.Namespace(dir='/nowhere')): pass\n"
        "except CommandError: pass\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        "assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
