"""The code of a freeze slip, as it is printed and typed, and what the porch does with it."""

from __future__ import annotations

import base64
import binascii

from busel.desk.running import options, process
from busel.shelf.client import RemoteShelf
from busel.shelf.protocol import TICKET_BYTES

_LETTERS = 4
"""In one group of a printed code."""
_WITHOUT_PADDING = len(base64.b32encode(bytes(TICKET_BYTES)).rstrip(b"="))


def written(code: bytes) -> str:
    """Return a freeze code as it stands on the slip: "ABCD-EFGH-…", letters and digits that are not mixed up."""
    letters = base64.b32encode(code).decode().rstrip("=")
    return "-".join(letters[at : at + _LETTERS] for at in range(0, len(letters), _LETTERS))


def read(typed: str) -> bytes | None:
    """Return the code that was typed: in any case, dashes and spaces as one likes; None when it cannot be one."""
    letters = "".join(typed.split()).replace("-", "").upper()
    if len(letters) != _WITHOUT_PADDING:
        return None
    padded = letters + "=" * (-len(letters) % 8)
    try:
        # A 0 can only be meant as O, and a 1 as I: base32 has neither.
        return base64.b32decode(padded, map01="I")
    except (binascii.Error, ValueError):
        return None


def freeze(typed: str) -> None:
    """Freeze the account whose code was typed and end its desk. Silent when there is none. Raises protocol.ShelfError.

    Why safe: a text that cannot be a code asks the shelf for one that nobody has, so both take the same way.
    """
    shelf = RemoteShelf(options.chosen.shelf_socket)
    try:
        locker = shelf.freeze(read(typed) or bytes(TICKET_BYTES))
    finally:
        shelf.close()
    if locker is not None:
        process.current.end_frozen(locker)
