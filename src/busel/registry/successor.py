"""The successor: where the organisation goes on when its address is given up, as the root key says."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence

import msgspec

from busel.registry.statements import Successor

_ONION = re.compile(r"(?:https?://)?([a-z2-7]{56})\.onion/?")
_CHECKED, _VERSION = b".onion checksum", b"\x03"
_BEGINNING = "busel-successor-1:"
_LONGEST = 4000


def read_address(typed: str) -> str | None:
    """Return an onion address as it is written; None for what is none, or was mistyped.

    Source: Tor's rend-spec-v3, "Encoding onion addresses": key (32) ‖ checksum (2) ‖ version (1).
    """
    found = _ONION.fullmatch(typed.strip().lower())
    if found is None:
        return None
    decoded = base64.b32decode(found[1].upper())
    key, checksum, version = decoded[:32], decoded[32:34], decoded[34:]
    right = hashlib.sha3_256(_CHECKED + key + version).digest()[:2]
    return f"{found[1]}.onion" if version == _VERSION and checksum == right else None


def is_believed(statement: Successor, organisation: bytes, root: bytes) -> bool:
    """Did this organisation's root sign it, and does it name an address?"""
    if statement.organisation != organisation or read_address(statement.address) != statement.address:
        return False
    return statement.is_signed_by(root)


def newest(believed: Sequence[Successor]) -> Successor | None:
    """Return the one with the highest number of those believed; None without any, or where two of it differ."""
    number = max((one.number for one in believed), default=0)
    last = [one for one in believed if one.number == number]
    return last[0] if len({one.address for one in last}) == 1 else None


def as_text(statement: Successor) -> str:
    """Return a statement as a line of text that may stand anywhere: on a page, in a message, on a wall."""
    return _BEGINNING + base64.urlsafe_b64encode(msgspec.json.encode(statement)).decode()


def read_text(pasted: str) -> Successor | None:
    """Return the statement in what somebody pasted, believed or not; None where there is none."""
    text = "".join(pasted.split())
    at = text.find(_BEGINNING)
    if at < 0 or len(text) > _LONGEST:
        return None
    letters = re.match(r"[A-Za-z0-9_=-]*", text[at + len(_BEGINNING) :])
    try:
        decoded = base64.urlsafe_b64decode(letters[0] if letters else "")
        return msgspec.json.decode(decoded, type=Successor)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return None
