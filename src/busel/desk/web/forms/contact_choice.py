"""Choosing another person in a line of text: by the number in Busel, or by words that only one person is found by."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from busel.contacts.busel_ids import read_busel_id, show_busel_id
from busel.contacts.problems import Code, Problem
from busel.desk.oversight.access_log import note_people
from busel.desk.running import member
from busel.desk.search.find import hits_for
from busel.desk.web.own_words import name_of_contact
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.merges import whom_today
from busel.desk.workspace.models import Contact

SHOWN = 5


def read_contact(text: str) -> int | Problem | None:
    """Return the contact's id, None for nothing, or a Problem. Raises ValidationError where several are meant."""
    if not text:
        return None
    id_ = read_busel_id(text)
    if id_:
        [whom] = whom_today(raw_connection(), [id_])
        return whom if Contact.objects.filter(pk=whom).exists() else Problem(Code.CONTACT_UNREADABLE, text)
    found = [hit.contact for hit in hits_for(text, None)[: SHOWN + 1]]
    if not found:
        return Problem(Code.CONTACT_UNREADABLE, text)
    if len(found) == 1:
        return found[0]
    note_people(member.current().session, "find_contacts", found[:SHOWN])
    language = get_language() or "be"
    names = "; ".join(f"{name_of_contact(one, language)} – {show_busel_id(one)}" for one in found[:SHOWN])
    raise forms.ValidationError(
        _("Several people are found by this. Write the number of the one who is meant: %(names)s") % {"names": names}
    )
