"""Taking people out: asking a second person, answering, and noting what went out, before anybody gets the file.

Each division has a deed of its own: somebody else, who finished one for another, would write in their name.
"""

from __future__ import annotations

from collections.abc import Mapping

from busel.contacts.export_records import Export, ExportAnswer, ExportRequest
from busel.desk.actions import action
from busel.desk.clock import this_hour
from busel.desk.exporting.choice import Choice, NoRightError, numbers_of, people_of
from busel.desk.exporting.making import Made
from busel.desk.exporting.requests import ANSWER, EXPORT, MOST_ALONE, REQUEST, Asked, State, find_request, taken_alone
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.oversight.access_log import note
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.vault.entropy import new_id, new_record_id


class NotAgreedError(Exception):
    """There are too many people for one person alone, and no consent that holds for just these."""


@action("ask_to_export")
def ask_to_export(session: Session, choice: Choice) -> int:
    """Ask the coordinators of the choice's divisions; return the request's record id.

    Raises NoRightError, LookupError when nobody fits, or what `write` raises.
    """
    people = people_of(session, choice)
    if not people:
        raise LookupError
    record, hour = new_record_id(), this_hour()
    for journal, held in people.items():
        request = ExportRequest(
            account=session.account.hex(),
            divisions=tuple(one.hex() for one in people),
            count=len(held),
            where=choice.where or {},
            what=choice.what,
            format=choice.format,
            parts=choice.parts,
            hour=hour,
        )
        op = Op(REQUEST, record, request.fields())
        write(session, journal, "ask_to_export", [(record, [op])])
    return record


@action("approve_export")
def answer_request(session: Session, record: int, *, agrees: bool) -> None:
    """Agree to a request, or refuse it, in each division where this account is asked.

    Raises NotAllowedError where it is not asked (any more), or what `write` raises.
    """
    asked = find_request(session, record)
    places = asked.waits_for(session) if asked else []
    if not places:
        raise NotAllowedError
    for journal in places:
        answer = ExportAnswer(account=session.account.hex(), request=record, agrees=agrees, hour=this_hour())
        op = Op(ANSWER, new_record_id(), answer.fields())
        write(session, journal, "approve_export", [(op.id, [op])])


def consent(session: Session, choice: Choice, people: Mapping[bytes, list[int]], record: int) -> Asked | None:
    """Return the request that covers these people now; None where none is needed. Raises NotAgreedError."""
    if sum(map(len, people.values())) + taken_alone(session) <= MOST_ALONE:
        return None
    asked = find_request(session, record) if record else None
    if asked is None or asked.account != session.account or asked.state is not State.AGREED:
        raise NotAgreedError
    fits = (asked.one.where, asked.one.format, asked.one.parts) == (choice.where or {}, choice.format, choice.parts)
    covered = all(len(held) <= asked.held[journal].count for journal, held in people.items() if journal in asked.held)
    if not fits or not covered or not people.keys() <= asked.held.keys():
        raise NotAgreedError
    return asked


@action("export_contacts")
def note_export(session: Session, choice: Choice, made: Made, *, record: int = 0) -> None:
    """Note in each division who took how many out, and in the access log whom; only then the file may be given.

    Once for each request.

    Raises NoRightError, NotAgreedError, or what `write` raises: then the file must not be given.
    """
    if not made.people:
        raise NoRightError
    numbers_of(session, list(made.people))
    asked = consent(session, choice, made.people, record)
    mark = new_id().hex()
    for journal, held in made.people.items():  # first: what is logged and did not leave endangers nobody
        note(session, "export_contacts", journal, held)
    for journal, held in made.people.items():
        export = Export(
            account=session.account.hex(),
            request=asked.record if asked else 0,
            mark=mark,
            count=len(held),
            what=choice.what,
            format=choice.format,
            parts=choice.parts,
            hour=this_hour(),
        )
        op = Op(EXPORT, asked.record if asked else new_record_id(), export.fields())
        write(session, journal, "export_contacts", [(op.id, [op])])
