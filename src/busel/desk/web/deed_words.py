"""Deeds in words, as a person's history tells them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.desk.inboxes.inbox import ENTRY
from busel.desk.web.formats import format_partial
from busel.journal.deed import Fields

DEED_WORDS: dict[str, str | Promise] = {
    "add_contact": gettext_lazy("Added the person"),
    "edit_contact": gettext_lazy("Corrected"),
    "erase_contact": gettext_lazy("Erased a person"),
    "keep_household": gettext_lazy("Changed who lives together"),
    "join_group": gettext_lazy("Changed who is in a group"),
    "keep_event": gettext_lazy("Changed who is asked to an event"),
    "note_attendance": gettext_lazy("Noted who comes to an event"),
    "merge_contacts": gettext_lazy("Made one of two records"),
    "note_distinct": gettext_lazy("Said that two are not the same person"),
    "undo_change": gettext_lazy("Undid a change"),
    "import_list": gettext_lazy("Brought in with a list"),
    "undo_import": gettext_lazy("Took back a list"),
    "accept_entry": gettext_lazy("Accepted from the inbox"),
    "send_person": gettext_lazy("Sent to another division"),
    "note_move": gettext_lazy("Noted how the move stands"),
    "move_out": gettext_lazy("Moved to another division"),
    "forget_departed": gettext_lazy("Took traces of people who moved away out of the change log"),
    "clear_old_values": gettext_lazy("Emptied what was kept too long"),
    "keep_longer": gettext_lazy("Kept something longer"),
    "print_letters": gettext_lazy("Printed a letter"),
    "add_demo_people": gettext_lazy("Made for the demo"),
}


def origin_words(batch: Fields, language: str) -> str:
    """Return which list or envelope a deed belongs to; nothing for one that stands alone."""
    title, day = batch.get("title", ""), format_partial(batch.get("day", ""), language)
    if batch.get("type") == "import":
        return _("The list “%(title)s”, brought in on %(day)s") % {"title": title, "day": day}
    if batch.get("type") == ENTRY and title:
        return _("Sent to the inbox by %(sender)s") % {"sender": title}
    return ""


def deed_words(deed: str) -> str | Promise:
    """Return what was done; a deed of a newer version is a change."""
    return DEED_WORDS.get(deed, gettext_lazy("Changed"))
