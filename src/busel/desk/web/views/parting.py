"""Taking back that two records were made one: what it would come to, then the deed. A person's history leads here."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from busel.desk.actions.merging import part_again
from busel.desk.duplicates.merging import NothingToPartError, Parting, parting
from busel.desk.journals.changes import Undone
from busel.desk.journals.writing import ConflictError, NotReadError
from busel.desk.people.person import Person
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.field_words import field_words
from busel.desk.web.forms.section import SECTIONS
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
        "consequences": [*eased_words(back.eased), *stays_words(back.left)] if back else [],
        "action": _("Make two records again"),
        "nothing": back is None,
        "hidden": [("deed", deed.hex())],
        "back_url": reverse("contact_history", args=[found.id]),
    }
    return render(request, "confirm.html", context)


def part(found: Person, deed: bytes) -> HttpResponse:
    """Part them, tell what came of it, and show the history, or the field in which somebody has to look."""
    undone = tell_parted(found.journal, found.id, deed)
    section = _section_of(undone.left) if undone else ""
    if section:
        told = _("Look here: what of this is said of the other record? Take it out and save.")
        notices.say("warning", told)
        return see_other(reverse("contact_edit", args=[found.id, section]))
    return see_other(reverse("contact_history", args=[found.id]))


def tell_parted(journal: bytes, contact: int, deed: bytes) -> Undone | None:
    """Part two who were made one and say on the next page what came of it; None where nothing was done."""
    try:
        undone = part_again(member.current().session, journal, contact, deed=deed)
    except (NothingToPartError, LookupError):
        notices.say("info", _("There was nothing left to take back: the two are separate, or were merged again since."))
        return None
    except ConflictError:
        notices.say(
            "warning", _("Somebody changed the same at this moment, so nothing was undone. Look, and try again.")
        )
        return None
    except (JournalError, NotReadError):
        notices.say("error", _("The history could not be verified, so it is not shown. Tell your coordinator."))
        return None
    notices.say("success", _("These are two records again, as they were before."))
    for line in (*eased_words(undone.eased), *stays_words(undone.left)):
        notices.say("info", line)
    return undone


def eased_words(names: Iterable[str]) -> list[str]:
    """Return a sentence for each field that was changed since and out of which what had come is taken."""
    told = _("%(field)s was changed since: what came from the other record is taken out, the rest stays.")
    return [told % {"field": field_words("contact", name)} for name in names]


def _section_of(left: list[Op]) -> str:
    """Return the section in which the first field of the person stands that nobody but a person can part."""
    names = [name for op in left if op.kind == "contact" and op.now for name in op.now]
    for section, (_title, parts) in SECTIONS.items():
        forms = [part.form for part in parts if part.form.kind == "contact"]
        if any(name in form.columns for form in forms for name in names):
            return section
    return ""


def stays_words(left: list[Op]) -> list[str]:
    """Return a sentence for each field that was changed since and stays as it is now."""
    names = dict.fromkeys(str(field_words(op.kind, name)) for op in left for name in (op.now or op.was))
    return [_("%(field)s was changed since and stays as it is.") % {"field": name} for name in names]


def _parting(found: Person, deed: bytes) -> Parting | None:
    try:
        return parting(member.current().session, found.journal, deed, found.id)
    except (NothingToPartError, LookupError, JournalError, NotReadError):
        return None
