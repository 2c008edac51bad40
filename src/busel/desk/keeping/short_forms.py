"""Short forms of given names that the organisation added, as commons holds them: administrators write there alone."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from busel.contacts.record import read_record
from busel.contacts.shared import ShortForm
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Fields
from busel.names.own_forms import OwnForms

KIND = "short_form"
MOST = 500
"""More of them are no help: each search reads them. What is beyond does not count."""
_COMMONS = "SELECT id FROM workspace_division WHERE name = 'commons' ORDER BY id LIMIT 1"
_FORMS = (
    f"SELECT record, fields FROM workspace_item WHERE division_id = ({_COMMONS}) AND kind = ? ORDER BY record LIMIT ?"
)
_Rows = list[tuple[int, str]]


@dataclass(frozen=True)
class Kept:
    """One of them, and the record that holds it."""

    record: int
    form: str
    name: str


_made: list[tuple[_Rows, OwnForms]] = []


def short_forms() -> list[Kept]:
    """Return all that count; what cannot be read is left aside."""
    return _readable(_rows())


def own_forms() -> OwnForms:
    """Return the table of given names with what was added. Made anew only when a record has changed."""
    rows = _rows()
    if not _made or _made[0][0] != rows:
        _made[:] = [(rows, OwnForms((one.form, one.name) for one in _readable(rows)))]
    return _made[0][1]


def _rows() -> _Rows:
    return raw_connection().execute(_FORMS, (KIND, MOST)).fetchall()


def _readable(rows: _Rows) -> list[Kept]:
    found = []
    for record, stored in rows:
        try:
            one = read_record(ShortForm, msgspec.json.decode(stored, type=Fields))
        except msgspec.ValidationError:
            continue
        found.append(Kept(record, one.form, one.name))
    return found
