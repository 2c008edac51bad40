"""Randomness: the one place in Busel that draws it."""

from __future__ import annotations

import os

ID_BYTES = 16


def random_bytes(count: int) -> bytes:
    """Return `count` bytes from the operating system.

    Why safe: getrandom(2) blocks until the kernel's generator is seeded, and nothing of ours keeps its state.
    """
    return os.urandom(count)  # noqa: TID251 - this is the one place


def new_id() -> bytes:
    """Return a random id of 16 bytes, as journals, lockers, deeds, accounts and divisions have."""
    return random_bytes(ID_BYTES)


def new_record_ids(count: int) -> list[int]:
    """Return `count` random record ids: positive 63-bit integers, so that SQLite keeps them as row numbers.

    Why enough: among 10 million records of one kind two share an id with probability below 10^-5, and the fold shows
    such a pair as a conflict instead of mixing two people.
    """
    drawn = random_bytes(8 * count)
    return [(int.from_bytes(drawn[at : at + 8], "big") >> 1) or 1 for at in range(0, 8 * count, 8)]


def new_record_id() -> int:
    """Return one random record id."""
    return new_record_ids(1)[0]
