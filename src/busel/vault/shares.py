"""The root master on paper: SLIP-39 shares, of which a few together give it back and fewer tell nothing."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share as Slip39
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from busel.vault.entropy import random_bytes
from busel.vault.hidden import hidden

IN_ALL, NEEDED = 5, 3
"""Unless the founders choose otherwise."""
LEAST, MOST = 2, 16
"""One share is no sharing; SLIP-39 goes to sixteen."""
WORDS = 33
_PREFIX = 4
"""No two words of the list begin with the same four letters: so many are enough."""
_BY_PREFIX = {word[:_PREFIX]: word for word in WORDLIST}
_SALT_BYTES = 16


class Fault(StrEnum):
    """What is wrong with a share that was typed."""

    WORD = "word"
    LENGTH = "length"
    CHECKSUM = "checksum"
    AGAIN = "again"
    OTHER_SET = "other-set"
    OTHER_ROOT = "other-root"
    OTHER_WORDS = "other-words"


class ShareError(Exception):
    """A share cannot be taken. For a wrong word: `at` (from 1), what was `typed`, and a `like` word, if there is one.

    Else for a wrong length how many words there were, and for a share that came before its number.
    """

    def __init__(self, fault: Fault, *, at: int = 0, typed: str = "", like: str = "") -> None:
        super().__init__(fault.value)
        self.fault, self.at, self.typed, self.like = fault, at, typed, like


@hidden
@dataclass(frozen=True)
class Share:
    """A share that was read: its words as they stand on the card, its number from 1, and how many are needed."""

    words: tuple[str, ...]
    number: int
    needed: int
    set_id: int
    """Of 15 bits, drawn with each set: it tells sets apart, and nothing of the master."""

    @property
    def text(self) -> str:
        """The words in one line."""
        return " ".join(self.words)


def new_salt() -> bytes:
    """Return a fresh salt for what is kept of one share."""
    return random_bytes(_SALT_BYTES)


def may_split(in_all: int, needed: int) -> bool:
    """Can a root be split so: at least two of at most sixteen?"""
    return LEAST <= needed <= in_all <= MOST


def split_master(master: bytes, in_all: int = IN_ALL, *, needed: int = NEEDED) -> list[Share]:
    """Return the shares of a 32-byte master: 33 English words each, any `needed` of which give it back.

    They are read back before they are returned. Source: SLIP-0039, one group, no passphrase. Raises ValueError unless
    `may_split`.

    Why safe: the master is 256 random bits, so nobody guesses it and a passphrase over it, stretched or not, would add
    nothing but something to forget. Shares fewer than needed are independent of it (Shamir).
    """
    if not may_split(in_all, needed):
        raise ValueError("a root is split into 2 to 16 shares, of which at least 2 are needed")
    [texts] = generate_mnemonics(1, [(needed, in_all)], master, iteration_exponent=0)
    if not combine_mnemonics(texts[:needed]) == combine_mnemonics(texts[-needed:]) == master:
        raise ArithmeticError  # shares that do not come back together are worse than none
    shares = [read_share(text) for text in texts]
    if [share.number for share in shares] != list(range(1, in_all + 1)):
        raise ArithmeticError
    return shares


def read_share(typed: str) -> Share:
    """Return the share that was typed: in any case, numbers and commas between words left aside, four letters enough.

    Raises ShareError.
    """
    cleaned = "".join(letter if letter.isalpha() else " " for letter in unicodedata.normalize("NFKC", typed).lower())
    words = [read_word(at, word) for at, word in enumerate(cleaned.split(), 1)]
    if len(words) != WORDS:
        raise ShareError(Fault.LENGTH, at=len(words))
    try:
        share = Slip39.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise ShareError(Fault.CHECKSUM) from error
    return Share(tuple(words), share.index + 1, share.member_threshold, share.identifier)


def read_word(at: int, typed: str) -> str:
    """Return the word of the list that was typed as number `at`. Raises ShareError."""
    word = typed if typed in WORD_INDEX_MAP else _BY_PREFIX.get(typed) if len(typed) == _PREFIX else None
    if word is None:
        like = difflib.get_close_matches(typed[:16], WORDLIST, 1)
        raise ShareError(Fault.WORD, at=at, typed=typed[:16], like=like[0] if like else "")
    return word


def add_share(held: Sequence[Share], share: Share) -> list[Share]:
    """Return the shares with one more. Raises ShareError for one that is there already, or is of another set."""
    if any(one.set_id != share.set_id or one.needed != share.needed for one in held):
        raise ShareError(Fault.OTHER_SET)
    if any(one.number == share.number for one in held):
        raise ShareError(Fault.AGAIN, at=share.number)
    return [*held, share]


def are_enough(held: Sequence[Share]) -> bool:
    """Do these give the master back?"""
    return bool(held) and len(held) >= held[0].needed


def join_shares(held: Sequence[Share]) -> bytes:
    """Return the master. Raises ShareError when the shares do not belong together."""
    try:
        return bytes(combine_mnemonics([share.text for share in held[: held[0].needed]]))
    except MnemonicError as error:
        raise ShareError(Fault.OTHER_SET) from error
