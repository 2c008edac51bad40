"""Who was erased, by our own number alone: so a list does not bring them back without a word.

Why safe: a note of an erasure holds a random number that nothing else bears any more, and the day. It tells only
somebody who still has an old list or export, and that one has the name anyway.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

import msgspec

from busel.contacts.record import read_record
from busel.contacts.shared import Erasure

_NOTES = "SELECT fields FROM workspace_item WHERE kind = 'erasure'"
_STANDS = "SELECT 1 FROM workspace_contact WHERE id = ?"


def erased_days(raw: sqlite3.Connection) -> dict[int, str]:
    """Return who was erased in the divisions that are open here: contact -> ISO 8601 date.

    Under the numbers of other divisions, too, from which they had come. A note that names who stands here keeps nobody
    out.
    """
    found: dict[int, str] = {}
    for (fields,) in raw.execute(_NOTES).fetchall():
        with suppress(msgspec.ValidationError):
            note = read_record(Erasure, msgspec.json.decode(fields))
            found |= dict.fromkeys((note.contact, *note.before), note.day)
    return {contact: day for contact, day in found.items() if raw.execute(_STANDS, (contact,)).fetchone() is None}
