"""Deeds in words, as a person's history tells them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEED_WORDS: dict[str, str | Promise] = {
    "add_contact": _("Added the person"),
    "edit_contact": _("Corrected"),
    "undo_change": _("Undid a change"),
    "import_list": _("Brought in with a list"),
    "undo_import": _("Took back a list"),
    "accept_entry": _("Accepted from the inbox"),
    "print_letters": _("Printed a letter"),
    "add_demo_people": _("Made for the demo"),
}


def deed_words(deed: str) -> str | Promise:
    """Return what was done; a deed of a newer version is a change."""
    return DEED_WORDS.get(deed, _("Changed"))
