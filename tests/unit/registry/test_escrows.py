"""Escrows open for the root, in their place, and for nobody else."""

from __future__ import annotations

import msgspec
import pytest

from busel.journal.body import pack
from busel.journal.commit import EpochKeys
from busel.journal.errors import DamagedError, NotOpenedError
from busel.registry.escrow import _info, make_escrow, open_escrow
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.root import Root
from busel.registry.statements import Escrow
from busel.vault.errors import BadSignatureError
from busel.vault.sign import SigningKey
from busel.vault.wrap import wrap

ORGANISATION, DIVISION = b"o" * 16, b"d" * 16
ROOT = Root(bytes(32))
KEY = SigningKey(b"k" * 32)
WHOLE = Bundle(
    journal=DIVISION,
    name="Поўнач",
    role=Role.COORDINATOR,
    epochs={epoch: EpochKeys(bytes([epoch]) * 32, b"h" * 32) for epoch in (2, 3)},
    write=b"w" * 32,
    inbox_seeds={2: b"2" * 32, 3: b"3" * 32},
    deposit=b"t" * 32,
    division_seed=KEY.seed,
)


def escrow(bundle: Bundle = WHOLE) -> Escrow:
    return make_escrow(ROOT.opening.public, bundle, organisation=ORGANISATION, key=KEY)


def test_the_root_opens_the_whole_bundle_of_the_newest_epoch() -> None:
    made = escrow()
    made.check(KEY.public)
    assert (made.division, made.epoch) == (DIVISION, 3)
    assert open_escrow(ROOT, made) == msgspec.structs.replace(WHOLE, epochs={3: WHOLE.keys})


def test_another_root_opens_nothing() -> None:
    with pytest.raises(NotOpenedError):
        open_escrow(Root(b"1" * 32), escrow())


@pytest.mark.parametrize("wrong", [{"organisation": b"p" * 16}, {"division": b"e" * 16}, {"epoch": 4}])
def test_an_escrow_in_anothers_place_does_not_open(wrong: dict[str, bytes]) -> None:
    moved = msgspec.structs.replace(escrow(), **wrong)
    with pytest.raises(NotOpenedError):
        open_escrow(ROOT, moved)
    with pytest.raises(BadSignatureError):
        moved.check(KEY.public)


def test_an_escrow_that_holds_another_divisions_bundle_is_damaged() -> None:
    other = escrow(msgspec.structs.replace(WHOLE, epochs={2: WHOLE.epochs[2]}))
    assert open_escrow(ROOT, other).epoch == 2
    inside = msgspec.structs.replace(WHOLE, journal=b"e" * 16)
    lie = Escrow(
        organisation=ORGANISATION,
        division=DIVISION,
        epoch=3,
        sealed=wrap(ROOT.opening.public, pack(inside), info=_info(ORGANISATION, DIVISION, 3)),
    )
    with pytest.raises(DamagedError):
        open_escrow(ROOT, lie)
