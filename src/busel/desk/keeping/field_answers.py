"""Answers to proposals for the data standard: records of commons, which every desk reads, for who proposed something.

Nothing that a coordinator typed gets into commons by a refusal: an answer names a field that the standard has, or none.
"""

from __future__ import annotations

import msgspec

from busel.desk.clock import this_hour
from busel.desk.keeping.field_proposals import Waiting
from busel.desk.keeping.standard import standard
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Fields, Hour, Op
from busel.journal.envelope import accepted_record_id
from busel.journal.fold import changes

KIND = "field_answer"
KEPT_HOURS = 180 * 24
"""So long an answer stands; the next one takes it away."""
MOST_SHOWN = 20
_COMMONS = "SELECT id FROM workspace_division WHERE name = 'commons' ORDER BY id LIMIT 1"
_ANSWERS = f"SELECT record, fields FROM workspace_item WHERE division_id = ({_COMMONS}) AND kind = ?"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a proposal that was `sent` in an hour."""

    sent: Hour
    hour: Hour
    accepted: bool = False
    field: str = ""
    """The key of the field, where the standard has one; empty for a new one that was refused."""


def answers() -> list[Answer]:
    """Return the newest ones, the last given first."""
    return sorted((one for one, _op in _stored()), key=lambda one: (one.hour, one.sent), reverse=True)[:MOST_SHOWN]


def answer_ops(commons: bytes, one: Waiting, *, accepted: bool) -> list[tuple[int, list[Op]]]:
    """Return what lays the answer to a proposal into commons, and takes away those that stood long enough.

    A refusal changes no answer that stands already; an acceptance does, for the field is changed by it.
    """
    key, now, stored = one.proposal.field.key, this_hour(), _stored()
    record = accepted_record_id(commons + KIND.encode() + one.envelope, 0)
    held = next((op.was for _answer, op in stored if op.id == record), None)
    if held and not accepted:
        return []
    named = key if accepted or key in standard().by_key else ""
    answer = Answer(sent=one.hour, hour=now, accepted=accepted, field=named)
    after, before = changes(held, msgspec.to_builtins(answer))
    over = [(op.id, [op]) for old, op in stored if old.hour + KEPT_HOURS < now and op.id != record]
    return [(record, [Op(KIND, record, after, before)]), *over]


def _stored() -> list[tuple[Answer, Op]]:
    """Return the answers, each with what would remove it; one that cannot be read is left aside."""
    found = []
    for record, stored in raw_connection().execute(_ANSWERS, (KIND,)).fetchall():
        try:
            fields = msgspec.json.decode(stored, type=Fields)
            found.append((msgspec.convert(fields, Answer), Op(KIND, record, None, fields)))
        except msgspec.ValidationError:
            continue
    return found
