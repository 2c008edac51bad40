"""Adding one thing to a person: a short form each, which leads back to the place on the page where it stands now."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from busel.desk.actions.contacts import edit_contact
from busel.desk.clock import today_iso
from busel.desk.oversight.access_log import note
from busel.desk.people.consent_purposes import consent_purposes
from busel.desk.people.editing import ChangedMeanwhileError, Edit
from busel.desk.people.follow_ups import who_may_take
from busel.desk.people.person import Person
from busel.desk.people.tag_labels import tag_labels
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.addresses import streets_offered
from busel.desk.web.forms.bonds import NoteForm
from busel.desk.web.forms.section import ONE_MORE, Section, with_suggestions
from busel.desk.web.person_page import title_of
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.contacts import person_or_404, place_of, suggested_words, tell_warnings
from busel.registry.roles import Role


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def one_more(request: HttpRequest, id_: int, kind: str) -> HttpResponse:
    """Add one phone, address, tag, consent … Viewing here and editing elsewhere is common: the role is asked here."""
    found = person_or_404(id_)
    if kind not in ONE_MORE:
        raise Http404
    session = member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    note(session, "open_contact", found.journal, [id_])
    _title, part = ONE_MORE[kind]
    if request.method != "POST":
        return _draw(request, found, kind, drawn=_offered(found, Section.blank(part)))
    if switched(request):
        return _draw(request, found, kind, drawn=_offered(found, Section.typed((part,), request.POST)))
    if "suggest" in request.POST:
        filled = with_suggestions((part,), request.POST)
        drawn = Section.typed((part,), filled.data)
        filled.tell(drawn.forms)
        return _draw(request, found, kind, drawn=drawn, suggested=suggested_words(filled.count))
    drawn = _offered(found, Section.typed((part,), request.POST))
    if not drawn.is_valid() or not _has_something(drawn):
        return _draw(request, found, kind, drawn=drawn)
    edit_contact(session, found.journal, id_, edits=drawn.edits())
    tell_warnings(drawn)
    notices.say("success", _("Saved."))
    return see_other(place_of(id_, kind))


@policy(Role.VIEWER)
@require_POST
def follow_up_done(request: HttpRequest, id_: int, record: int) -> HttpResponse:
    """Note that a follow-up is done, today."""
    return finish_follow_up(request, id_, record) or see_other(place_of(id_, "activity"))


def finish_follow_up(request: HttpRequest, id_: int, record: int) -> HttpResponse | None:
    """Do so; return an answer only to who may not. Raises Http404."""
    found = person_or_404(id_)
    session = member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    held = found.records["activity"].get(record)
    if held is None or not held.get("due"):
        raise Http404
    try:
        edit_contact(session, found.journal, id_, edits=[Edit("activity", record, {}, {"done": today_iso()})])
    except ChangedMeanwhileError:
        notices.say("info", _("Somebody else has done it already."))
    else:
        notices.say("success", _("Done. It stays among what happened."))
    return None


def _offered(found: Person, drawn: Section) -> Section:
    """Return the form with the colleagues whose work it can be."""
    for form in drawn.forms:
        if isinstance(form, NoteForm):
            form.offer(who_may_take(member.current().session, [found.journal]))
    return drawn


def _has_something(drawn: Section) -> bool:
    [form] = drawn.forms
    if form.is_empty:
        first = next(name for name, field in form.fields.items() if not field.widget.is_hidden and name != "remove")
        form.add_error(first, _("Write something, or leave without saving."))
    return not form.is_empty


def _draw(request: HttpRequest, found: Person, kind: str, *, drawn: Section, **more: Any) -> HttpResponse:
    title, part = ONE_MORE[kind]
    session = member.current().session
    context = {
        "place": "find",
        "called": title_of(found, get_language() or "be"),
        "section": title,
        "drawn": drawn.drawn,
        "forms": list(drawn.forms),
        "streets": streets_offered(drawn.forms, also=found.all("address")) if kind == "address" else {},
        "one": True,
        "suggests": part.suggest is not None,
        "labels": tag_labels(session) if kind == "tag" else (),
        "purposes": consent_purposes(session) if kind == "consent" else (),
        "back_url": place_of(found.id, kind),
    }
    return render(request, "contacts/edit.html", context | more)


urlpatterns: list[URLPattern] = [
    path("contacts/<int:id_>/one-more/<str:kind>", one_more, name="contact_one_more"),
    path("contacts/<int:id_>/follow-ups/<int:record>/done", follow_up_done, name="follow_up_done"),
]
