"""People to choose among on a form: each with what tells namesakes apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import get_language

from busel.desk.oversight.access_log import note_people
from busel.desk.search.find import find
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web.formats import format_phone
from busel.desk.web.person_words import listed
from busel.desk.workspace.models import Contact

MOST = 10


def people_choices(session: Session, ids: Sequence[int]) -> list[tuple[str, str]]:
    """Return (id, name, place and telephone) of these people in this order, and note that they are shown."""
    note_people(session, "find_contacts", list(ids))
    rows = people_of(ids)
    shown = listed(session, rows, {}, get_language() or "be")
    return [
        (str(row.id), ", ".join(filter(None, (one.called.first, one.settlement, *map(format_phone, one.phones[:1])))))
        for row, one in zip(rows, shown, strict=True)
    ]


def found_in(session: Session, journal: bytes, words: str, *, but: Iterable[int] = ()) -> list[int]:
    """Return the first people of one division whom these words mean."""
    number, without = session.numbers[journal], set(but)
    hits = [hit.contact for hit in find(words, limit=500).hits if hit.contact not in without] if words.strip() else []
    here = set(Contact.objects.filter(pk__in=hits, division=number).values_list("pk", flat=True))
    return [one for one in hits if one in here][:MOST]
