"""Test vectors: text files that are kept for ever, because old data must open for ever.

A file holds blocks with a blank line between them; a block holds lines "name: value". Bytes are hexadecimal digits.
`expect` is "success", or the failure's name. Blocks are only ever added.
"""

from __future__ import annotations

from pathlib import Path

from busel.journal import errors as journal
from busel.vault import errors as vault

FOLDER = Path(__file__).parent.parent / "vectors"
Vector = dict[str, str]
FAILURES: dict[str, type[Exception]] = {
    "unknown-version": vault.UnknownVersionError,
    "cut-off": vault.CutOffError,
    "wrong-key": vault.WrongKeyError,
    "tampered": vault.TamperedError,
    "bad-signature": vault.BadSignatureError,
    "damaged": journal.DamagedError,
    "broken-chain": journal.BrokenChainError,
    "not-opened": journal.NotOpenedError,
    "forged": journal.ForgedError,
}


def vectors(name: str) -> list[Vector]:
    """Return the blocks of a file; each has a `name` and an `expect`."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    blocks = "\n".join(lines).strip().split("\n\n")
    return [
        dict(line.split(": ", 1) if ": " in line else (line[:-1], "") for line in block.splitlines())
        for block in blocks
    ]


def named(vector: Vector) -> str:
    return vector["name"]


def raw(vector: Vector, field: str) -> bytes:
    return bytes.fromhex(vector.get(field, ""))
