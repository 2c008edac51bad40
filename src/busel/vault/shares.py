"""The root master on paper: SLIP-39 shares, of which a few together give it back and fewer tell nothing."""

from __future__ import annotations

from shamir_mnemonic import combine_mnemonics, generate_mnemonics

IN_ALL = 5
NEEDED = 3


def split_master(master: bytes) -> list[str]:
    """Return the shares of a 32-byte master: 33 English words each, any `NEEDED` of which give it back.

    They are read back before they are returned. Source: SLIP-0039, one group, no passphrase.

    Why safe: the master is 256 random bits, so nobody guesses it and a passphrase over it, stretched or not, would add
    nothing but something to forget. Shares fewer than needed are independent of it (Shamir).
    """
    [shares] = generate_mnemonics(1, [(NEEDED, IN_ALL)], master, iteration_exponent=0)
    if not combine_mnemonics(shares[:NEEDED]) == combine_mnemonics(shares[-NEEDED:]) == master:
        raise ArithmeticError  # shares that do not come back together are worse than none
    return list(shares)
