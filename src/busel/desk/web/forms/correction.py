"""Correcting somebody who was sent in: the same forms as for a stored person, kept in RAM until accepted."""

from __future__ import annotations

from django.http import QueryDict

from busel.desk.inboxes.entry import EntryPerson
from busel.desk.web.forms.record import RecordForm
from busel.desk.web.forms.section import ADDRESSES, EMAILS, MORE, NAMES, PHONES, TAGS, Section
from busel.journal.deed import Fields

PARTS = (NAMES, PHONES, EMAILS, ADDRESSES, TAGS, MORE)
_KINDS = tuple(part.form.kind for part in PARTS if part.repeats)


def opened(person: EntryPerson) -> Section:
    """Return the forms, opened on somebody who came in an envelope."""
    records: dict[str, dict[int, Fields]] = {"contact": {0: person.contact}}
    for number, (kind, fields) in enumerate(person.about, 1):
        records.setdefault(kind, {})[number] = fields
    return Section.opened(PARTS, 0, records)


def typed(data: QueryDict) -> Section:
    """Return the forms, filled with what was typed."""
    return Section.typed(PARTS, data)


def corrected(person: EntryPerson, section: Section) -> EntryPerson:
    """Return the person as the forms leave it; what they do not show stays. The section is valid."""
    contact, about = dict(person.contact), [one for one in person.about if one[0] not in _KINDS]
    for form in section.forms:
        if form.kind == "contact":
            shown = {*form.columns, *(form.opened_on or ())}
            contact = {name: value for name, value in contact.items() if name not in shown} | form.stored()
        elif not form.is_empty and not form.cleaned_data.get("remove"):
            about.append((form.kind, _kept_or_typed(form)))
    return EntryPerson(contact, about, person.place)


def _kept_or_typed(form: RecordForm) -> Fields:
    base = form.opened_on
    return base if base and form.is_untouched else form.stored()
