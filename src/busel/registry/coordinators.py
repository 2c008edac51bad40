"""What only the coordinators of a division may read is sealed to a key that comes from the division's own.

Whoever holds the private half of the division's certificate holds this one too, and nobody else does: so it changes
with the certificate when a coordinator leaves, and needs no letters of its own.
"""

from __future__ import annotations

from busel.registry.keyring import Bundle
from busel.vault import labels
from busel.vault.seal import derive
from busel.vault.wrap import OpeningKey


def opening_key(division_seed: bytes) -> OpeningKey:
    """Return the private half.

    Why safe: HKDF under a label of its own tells nothing about the signing key that it begins from, nor the reverse.
    """
    return OpeningKey(derive(division_seed, label=labels.DERIVE_COORDINATORS))


def sealing_key(division_seed: bytes) -> bytes:
    """Return the public half, as the division's certificate bears it."""
    return opening_key(division_seed).public


def opening_keys(bundle: Bundle) -> list[OpeningKey]:
    """Return what opens all that was ever sealed to this division's coordinators, the newest first; none for others."""
    return [opening_key(seed) for seed in (bundle.division_seed, *bundle.past_seeds) if seed]
