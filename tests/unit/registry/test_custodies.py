"""Custodies open for their holder, for their account, in their organisation, and nowhere else."""

from __future__ import annotations

import msgspec
import pytest

from busel.journal.body import pack
from busel.journal.errors import DamagedError, NotOpenedError
from busel.registry.custody import Custody, open_custody, seal_custody
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.transcript import transcript
from busel.vault.wrap import OpeningKey, wrap

ORGANISATION, OFFICE, DIVISION = b"o" * 16, b"f" * 16, b"d" * 16
KEPT = Custody(account=b"a" * 16, freeze_code=b"c" * 32, thaw_half=b"h" * 32)
KEY, OLDER = OpeningKey(bytes(32)), OpeningKey(b"\1" * 32)


def test_a_custody_opens_with_any_of_the_holders_keys() -> None:
    sealed = seal_custody(OLDER.public, KEPT, organisation=ORGANISATION, holder=OFFICE)
    opened = open_custody([KEY, OLDER], sealed, organisation=ORGANISATION, holder=OFFICE, account=KEPT.account)
    assert opened == KEPT


@pytest.mark.parametrize("wrong", ["organisation", "holder", "account"])
def test_a_custody_in_anothers_place_does_not_open(wrong: str) -> None:
    sealed = seal_custody(KEY.public, KEPT, organisation=ORGANISATION, holder=OFFICE)
    place = {"organisation": ORGANISATION, "holder": OFFICE, "account": KEPT.account} | {wrong: DIVISION}
    with pytest.raises(NotOpenedError):
        open_custody([KEY], sealed, **place)


def test_no_key_opens_nothing() -> None:
    sealed = seal_custody(KEY.public, KEPT, organisation=ORGANISATION, holder=OFFICE)
    for keys in ([], [OLDER]):
        with pytest.raises(NotOpenedError):
            open_custody(keys, sealed, organisation=ORGANISATION, holder=OFFICE, account=KEPT.account)


@pytest.mark.parametrize(
    "inside",
    [
        msgspec.structs.replace(KEPT, account=DIVISION),
        msgspec.structs.replace(KEPT, freeze_code=b"short"),
        msgspec.structs.replace(KEPT, freeze_code=b"", thaw_half=b""),
        msgspec.structs.replace(KEPT, thaw_half=b"short"),
    ],
)
def test_a_custody_that_says_another_account_or_no_code_is_damaged(inside: Custody) -> None:
    info = transcript(labels.WRAP_CUSTODY, ORGANISATION, OFFICE, KEPT.account)
    with pytest.raises(DamagedError):
        open_custody(
            [KEY],
            wrap(KEY.public, pack(inside), info=info),
            organisation=ORGANISATION,
            holder=OFFICE,
            account=KEPT.account,
        )


def test_a_key_that_is_none_takes_no_custody() -> None:
    with pytest.raises(VaultError):
        seal_custody(b"x", KEPT, organisation=ORGANISATION, holder=OFFICE)
