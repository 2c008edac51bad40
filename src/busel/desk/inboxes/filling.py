"""What an entry tells of somebody who is known already: filled in where nothing stands, as a list's rows are.

What stands there stays. A note is added to the notes, and what happened is added: they take nothing’s place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from busel.desk.importing.bringing import filled_in, held_about
from busel.desk.inboxes.entry import EntryPerson
from busel.journal.deed import Op

_NOTED = "notes"


class NotThereError(Exception):
    """The person who was to be filled in stands here no more."""


def filling(raw: sqlite3.Connection, contact: int, person: EntryPerson, ids: Iterator[int]) -> list[Op]:
    """Return what an entry fills in of somebody; none where it says nothing new. `ids`: for new records.

    Raises NotThereError.
    """
    held = held_about(raw, contact)
    if not held.contact:
        raise NotThereError
    about = [(kind, fields) for kind, fields in person.about if kind != "activity"]
    kept = [note] if (note := person.contact.get(_NOTED)) else []
    ops = filled_in(contact, held, (person.contact, about), kept=kept, ids=ids)
    happened = ({"contact": contact, **fields} for kind, fields in person.about if kind == "activity")
    return [*ops, *(Op("activity", next(ids), fields) for fields in happened)]
