"""Letters to very many people: asking a coordinator, and noting that they were printed before anybody gets the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from busel.contacts.export_records import Export, ExportRequest
from busel.desk.actions import action
from busel.desk.actions.exports import NotAgreedError
from busel.desk.clock import this_hour
from busel.desk.exporting.requests import EXPORT, LETTERS, REQUEST, taken_alone
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import ConflictError, write
from busel.desk.mailing import consent
from busel.desk.mailing.consent import Standing, standing_of
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from busel.vault.entropy import new_id, new_record_id


@dataclass
class Printing:
    """One run as it is noted: chosen once, so that trying again notes it once."""

    title: str
    people: Mapping[bytes, int]
    record: int = field(default_factory=new_record_id)
    """Of the note; the request's, once one was agreed to."""
    request: int = 0
    mark: str = field(default_factory=lambda: new_id().hex())
    is_allowed: bool = False


@action("ask_to_export")
def ask_to_print(session: Session, title: str, people: Mapping[bytes, int]) -> None:
    """Ask the coordinators of these divisions for consent to a letter to so many people. Raises what `write` raises."""
    record, hour = new_record_id(), this_hour()
    for journal, count in people.items():
        request = ExportRequest(
            account=session.account.hex(),
            divisions=tuple(one.hex() for one in people),
            count=count,
            what=title,
            format=LETTERS,
            parts=(),
            hour=hour,
        )
        write(session, journal, "ask_to_export", [(record, [Op(REQUEST, record, request.fields())])])


@action("export_contacts")
def note_printing(session: Session, printing: Printing) -> None:
    """Note in each division that so many letters of this account were printed; only then the file may be given.

    Again is harmless. Raises NotAgreedError where they are too many and nobody has agreed, or what `write` raises: then
    nobody may get the file.
    """
    with session.lock:  # two runs of one desk: the second one counts the first
        _allow(session, printing)
        _note_in_each(session, printing)
        pull(session)  # two desks of one account: who noted last counts both
        if not printing.request and taken_alone(session, letters=True) > consent.MOST_LETTERS_ALONE:
            printing.is_allowed = False
            raise NotAgreedError


def _allow(session: Session, printing: Printing) -> None:
    if not printing.is_allowed:
        standing, asked = standing_of(session, printing.title, printing.people)
        if standing not in (Standing.FREE, Standing.AGREED):
            raise NotAgreedError
        if asked is not None:
            printing.record = printing.request = asked.record
        printing.is_allowed = True


def _note_in_each(session: Session, printing: Printing) -> None:
    for journal, count in printing.people.items():
        if _is_noted(session, journal, printing):
            continue
        note = Export(
            account=session.account.hex(),
            request=printing.request,
            mark=printing.mark,
            count=count,
            what=printing.title,
            format=LETTERS,
            parts=(),
            hour=this_hour(),
        )
        try:
            write(
                session, journal, "export_contacts", [(printing.record, [Op(EXPORT, printing.record, note.fields())])]
            )
        except ConflictError:  # of two desks one only, unless it was this one and the answer was lost
            if not _is_noted(session, journal, printing):
                raise


def _is_noted(session: Session, journal: bytes, printing: Printing) -> bool:
    held = Item.objects.filter(kind=EXPORT, record=printing.record, division_id=session.numbers[journal])
    return any(fields.get("mark") == printing.mark for fields in held.values_list("fields", flat=True))
