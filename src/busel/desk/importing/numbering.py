"""Ids of everything that an import leaves behind, out of its one random id: doing a part again changes nothing.

A row's contact gets the same id however often the import is begun anew, and a piece's deed too. So who is killed in the
middle and brings the same file again finds the rows that are in by their ids, whatever else they hold or lack.
"""

from __future__ import annotations

import hashlib

from busel.journal.envelope import accepted_record_id

_BATCH = 1 << 40
"""Above every row's number: a sheet has about a million rows."""
_DEEDS = 1 << 41
_ANEW = 1 << 42
_TIES = 1 << 64
_LARGEST = (1 << 63) - 1


def contact_id(seed: bytes, row: int) -> int:
    """Return the id of the contact that a row brings in."""
    return accepted_record_id(seed, row)


def anew(row: int) -> int:
    """Return the number for a row whose contact was erased: who comes back is another contact, with another id."""
    return row + _ANEW


def record_id(contact: int, at: int) -> int:
    """Return the id of the contact's record number `at` (from 1): the numbers after its own, as random as that one."""
    return (contact + at) & _LARGEST or at


def tie_id(seed: bytes, *told: object) -> int:
    """Return the id of a record that people of the list share, by what it is told by: the same whenever it goes on."""
    digest = hashlib.sha256(repr(told).encode()).digest()
    return accepted_record_id(seed, _TIES + int.from_bytes(digest[:8], "big"))


def batch_id(seed: bytes) -> int:
    """Return the id of the import's own record."""
    return accepted_record_id(seed, _BATCH)


def deed_id(seed: bytes, piece: int) -> bytes:
    """Return the id of the deed that writes piece number `piece`, from 0."""
    halves = (accepted_record_id(seed, _DEEDS + 2 * piece + half) for half in (0, 1))
    return b"".join(half.to_bytes(8, "big") for half in halves)
