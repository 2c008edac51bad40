"""What is sealed to a division's coordinators: who holds the division's key opens it, and keeps opening it."""

from __future__ import annotations

from busel.journal.commit import EpochKeys
from busel.registry.coordinators import opening_keys, sealing_key
from busel.registry.keyring import Bundle, bundle_for
from busel.registry.merging import merge_bundles
from busel.registry.roles import Role
from busel.vault.entropy import random_bytes
from busel.vault.sign import SigningKey
from busel.vault.wrap import wrap


def bundle(epoch: int, seed: bytes, *past: bytes) -> Bundle:
    keys = {epoch: EpochKeys(bytes(32), bytes(32))}
    return Bundle(
        journal=bytes(16), name="x", role=Role.COORDINATOR, epochs=keys, division_seed=seed, past_seeds=list(past)
    )


def test_a_coordinator_opens_what_was_sealed_before_and_after_the_key_changed() -> None:
    seeds = [random_bytes(32) for _ in range(3)]
    held = merge_bundles(bundle(2, seeds[2], seeds[1]), bundle(1, seeds[1], seeds[0]))
    assert held.past_seeds == [seeds[1], seeds[0]]
    keys = opening_keys(held)
    assert [key.public for key in keys] == [sealing_key(seed) for seed in reversed(seeds)]
    assert keys[2].open_wrapped(wrap(sealing_key(seeds[0]), b"log", info=b""), info=b"") == b"log"


def test_the_sealing_key_is_not_the_signing_key() -> None:
    seed = random_bytes(32)
    [key] = opening_keys(bundle(0, seed))
    assert seed != key.seed
    assert SigningKey(seed).public not in sealing_key(seed)


def test_nobody_but_a_coordinator_holds_any_of_it() -> None:
    whole = bundle(1, random_bytes(32), random_bytes(32))
    for role in (Role.COLLECTOR, Role.VIEWER, Role.EDITOR):
        assert opening_keys(bundle_for(whole, role)) == []
    assert len(opening_keys(bundle_for(whole, Role.COORDINATOR))) == 2
    lower = bundle_for(bundle(2, random_bytes(32)), Role.VIEWER)
    assert merge_bundles(lower, whole).past_seeds == []
