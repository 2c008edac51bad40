"""That a trustee's card is still there, by four of its words: other ones each year, and never any but these eight.

A share has 33 words: 1 to 4 tell its set and its number, 5 to 30 its 256 bits (four zero bits first, then ten bits a
word), 31 to 33 are a checksum. The words 7 to 10 are just the bytes 2 to 6 of the share, 11 to 14 the bytes 7 to 11.

Why safe: count the eight words of every share as known to everybody, for hashes of so few words can be guessed and
words are told by voice. A root is split byte by byte, so nothing but ten of its 32 bytes can ever come of them, however
many shares there are. (Words that begin within a byte would not do: each share tells some bits of such a byte, and
several shares together nearly all of it.) Who has, besides, all whole shares but one of those needed lacks 22 bytes,
176 bits; of these SLIP-39's own digest gives 32 away, to a search that takes 2**176 steps. The checksum, a sum of all
words, is never asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from busel.vault import labels
from busel.vault.lock import STANDARD, Profile
from busel.vault.shares import Share, read_word
from busel.vault.transcript import transcript

FIRST, EIGHT = 7, 8
"""The words that are ever asked: 7 to 14."""
SETS = tuple(
    tuple(FIRST + at for at in range(EIGHT) if (at & mask).bit_count() % 2 == half)
    for mask in range(1, EIGHT)
    for half in (0, 1)
)
"""Fourteen years' words: any two years have two words in common, or none. (The planes of a cube.)"""
_CHEAPER = 4
"""A founding stretches seventy of them; each takes a quarter of a sign-in's memory, 64 MiB."""


def asked_in(year: int) -> tuple[int, ...]:
    """Return the numbers, from 1, of the words that are asked in a year."""
    return SETS[year % len(SETS)]


def read_words(typed: Sequence[str], asked: Sequence[int]) -> tuple[str, ...]:
    """Return the words that were typed; four letters are enough. Raises ShareError for one that is none."""
    return tuple(read_word(at, "".join(one.lower().split())) for at, one in zip(asked, typed, strict=True))


def proof_of(
    words: Sequence[str], number: int, *, asked: Sequence[int], owner: tuple[bytes, bytes], profile: Profile = STANDARD
) -> bytes:
    """Return what only these words of the share with this number give, 32 bytes; `owner` is (organisation, salt).

    Why safe: 40 bits are guessed by who pays for it; nothing hangs on them but that a card is told to be there.
    """
    organisation, salt = owner
    bound = transcript(labels.HASH_SHARE, organisation, salt, number, list(asked))
    return Argon2id(
        salt=hashlib.sha256(bound).digest(),
        length=32,
        iterations=profile.passes,
        lanes=1,
        memory_cost=profile.memory // _CHEAPER,
    ).derive(" ".join(words).encode())


def check_of(proof: bytes) -> bytes:
    """Return what is kept beforehand, and tells a true proof from a false one."""
    return hashlib.sha256(proof).digest()


def checks_of(share: Share, owner: tuple[bytes, bytes], *, profile: Profile = STANDARD) -> list[bytes]:
    """Return what is kept of a share: a check for each of the fourteen years' words, in their order."""
    return [
        check_of(
            proof_of([share.words[at - 1] for at in asked], share.number, asked=asked, owner=owner, profile=profile)
        )
        for asked in SETS
    ]
