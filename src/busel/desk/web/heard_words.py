"""What came of a code that was typed back from a sign-in sheet, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from busel.desk.people.event_sheets import Heard
from busel.desk.web.components import Words

HEARD_WORDS: dict[Heard, Words] = {
    Heard.NOTED: _("came: saved"),
    Heard.AGAIN: _("was noted before, nothing changed"),
    Heard.WRONG: _("a digit is wrong, or the code is of another event’s sheet"),
    Heard.NOBODY: _("nobody on the list has this code: the person was taken off it"),
    Heard.SEVERAL: _("two people have this code: choose “came” beside the name on the event’s page"),
    Heard.MEANWHILE: _("somebody else changed this line at the same moment: look on the event’s page"),
}
