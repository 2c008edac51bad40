"""Taking back that two records were made one: what it would come to, then the deed. A person's history leads here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from busel.desk.actions.merging import part_again
from busel.desk.duplicates.merging import NothingToPartError, Parting, parting
from busel.desk.journals.writing import ConflictError, NotReadError
from busel.desk.people.person import Person
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.field_words import field_words
from busel.desk.web.porch_views import see_other
from busel.journal.deed import Op
from busel.journal.errors import JournalError


def ask_to_part(request: HttpRequest, found: Person, deed: bytes) -> HttpResponse:
    """Ask whether two who were made one shall be two again, and say what stays as it is."""
    back = _parting(found, deed)
    context = {
        "place": "find",
        "question": _("Make two records of it again?") if back else _("There is nothing left to take back"),
        "text": _("Each of the two stands again as it did before. What was written since stays with this one.")
        if back
        else _("The two are separate already, or this one was merged again since: take that back first."),
        "consequences": stays_words(back.left) if back else [],
        "action": _("Make two records again"),
        "nothing": back is None,
        "hidden": [("deed", deed.hex())],
        "back_url": reverse("contact_history", args=[found.id]),
    }
    return render(request, "confirm.html", context)


def part(found: Person, deed: bytes) -> HttpResponse:
    """Part them, tell what came of it, and show the history."""
    tell_parted(found.journal, found.id, deed)
    return see_other(reverse("contact_history", args=[found.id]))


def tell_parted(journal: bytes, contact: int, deed: bytes) -> bool:
    """Part two who were made one and say on the next page what came of it; False where nothing was done."""
    try:
        undone = part_again(member.current().session, journal, contact, deed=deed)
    except (NothingToPartError, LookupError):
        notices.say("info", _("There was nothing left to take back: the two are separate, or were merged again since."))
        return False
    except ConflictError:
        notices.say(
            "warning", _("Somebody changed the same at this moment, so nothing was undone. Look, and try again.")
        )
        return False
    except (JournalError, NotReadError):
        notices.say("error", _("The history could not be verified, so it is not shown. Tell your coordinator."))
        return False
    notices.say("success", _("These are two records again, as they were before."))
    for line in stays_words(undone.left):
        notices.say("info", line)
    return True


def stays_words(left: list[Op]) -> list[str]:
    """Return a sentence for each field that was changed since and stays as it is now."""
    names = dict.fromkeys(str(field_words(op.kind, name)) for op in left for name in (op.now or op.was))
    return [_("%(field)s was changed since and stays as it is.") % {"field": name} for name in names]


def _parting(found: Person, deed: bytes) -> Parting | None:
    try:
        return parting(member.current().session, found.journal, deed, found.id)
    except (NothingToPartError, LookupError, JournalError, NotReadError):
        return None
