"""What happened with a person: all of it by pages, and correcting one entry."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.actions.contacts import edit_contact
from busel.desk.oversight.access_log import note
from busel.desk.people.editing import ChangedMeanwhileError
from busel.desk.people.follow_ups import who_may_take
from busel.desk.people.person import Person
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.activity_page import MADE_BY_WORK, every_happened
from busel.desk.web.clash_words import clash_lines
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.bonds import CorrectedNoteForm
from busel.desk.web.forms.section import Drawn, Part, Section, with_newer_base
from busel.desk.web.person_page import title_of
from busel.desk.web.policy import policy, repeatable
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.contacts import person_or_404, place_of
from busel.journal.deed import Fields
from busel.registry.roles import Role

KIND = "activity"
PAGE = 50
HAPPENED = Part(CorrectedNoteForm, "fields--two", gettext_lazy("What happened"))


@repeatable
@policy(Role.VIEWER)
@require_safe
def every(request: HttpRequest, id_: int) -> HttpResponse:
    """Show all that happened, newest first; one type of it, if wished."""
    session = member.current().session
    found = person_or_404(id_)
    note(session, "open_contact", found.journal, [id_])
    context = every_happened(found, request.GET.get("happened", ""))
    page = Paginator(context["activities"], PAGE).get_page(request.GET.get("page"))
    context |= {
        "place": "find",
        "contact": {"id": id_},
        "called": title_of(found, get_language() or "be"),
        "page": page,
        "activities": page.object_list,
        "may_edit": found.may_edit(session),
        "back_url": place_of(id_, KIND),
    }
    return render(request, "contacts/every_happened.html", context)


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, id_: int, record: int) -> HttpResponse:
    """Correct one entry, or take it away. Viewing here and editing elsewhere is common: the role is asked here."""
    found = person_or_404(id_)
    session = member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    note(session, "open_contact", found.journal, [id_])
    held = found.records[KIND].get(record)
    if held is None or held.get("type") in MADE_BY_WORK:
        raise Http404
    if request.method != "POST":
        form = CorrectedNoteForm.opened(record, held, f"{KIND}-0")
        return _draw(request, found, _offered(found, Section([Drawn(HAPPENED, [form])]), held))
    section = _offered(found, Section.typed((HAPPENED,), request.POST), held)
    if switched(request) or not section.is_valid():
        return _draw(request, found, section)
    [form] = section.forms
    if form.record_id != record:
        raise Http404
    return _save(request, found, section, held=held)


def _save(request: HttpRequest, found: Person, section: Section, *, held: Fields) -> HttpResponse:
    try:
        written = edit_contact(member.current().session, found.journal, found.id, edits=section.edits())
    except ChangedMeanwhileError as error:
        newer = Section.typed((HAPPENED,), with_newer_base(request.POST, section, error.clashes))
        return _draw(request, found, _offered(found, newer, held), conflict=clash_lines(error.clashes))
    if written is None:
        notices.say("info", _("Nothing was different, so nothing was changed."))
    else:
        notices.say("success", _("Saved. What stood there before stays in the history."))
    return see_other(place_of(found.id, KIND))


def _offered(found: Person, section: Section, held: Fields) -> Section:
    """Return the form with the colleagues whose work it can be, and the type that it has."""
    for form in section.forms:
        if isinstance(form, CorrectedNoteForm):
            form.keep(held)
            form.offer(who_may_take(member.current().session, [found.journal]))
    return section


def _draw(request: HttpRequest, found: Person, section: Section, **more: Any) -> HttpResponse:
    context = {
        "place": "find",
        "called": title_of(found, get_language() or "be"),
        "section": _("Correct what happened"),
        "drawn": section.drawn,
        "forms": list(section.forms),
        "one": True,
        "back_url": place_of(found.id, KIND),
    }
    return render(request, "contacts/edit.html", context | more)


urlpatterns: list[URLPattern] = [
    path("contacts/<int:id_>/happened", every, name="contact_happened"),
    path("contacts/<int:id_>/happened/<int:record>", correct, name="activity_change"),
]
