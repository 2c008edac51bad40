"""Adding a person by hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.actions.contacts import add_contact
from busel.desk.oversight.access_log import note_people
from busel.desk.people.editing import Edit
from busel.desk.people.likely import likely_same
from busel.desk.people.tag_labels import tag_labels
from busel.desk.running import member
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.forms.addresses import streets_offered
from busel.desk.web.forms.division import DivisionForm
from busel.desk.web.forms.record import RecordForm
from busel.desk.web.forms.section import ADDRESSES, EMAILS, MORE, NAMES, PHONES, TAGS, Section, with_suggestions
from busel.desk.web.lacking_words import lacking
from busel.desk.web.person_words import Listed, listed
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.contacts import suggested_words, tell_warnings
from busel.journal.deed import Fields
from busel.registry.roles import Role

FIRST = (NAMES, PHONES, EMAILS)
"""The other parts stand folded: a name and a telephone are enough."""
PARTS = (NAMES, PHONES, EMAILS, ADDRESSES, TAGS, MORE)


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add one person; who is likely stored already is shown first, to those who read them anyway."""
    session = member.current().session
    if request.method != "POST":
        chosen = {"division": request.GET.get("division", "")}
        return _draw(request, DivisionForm(initial=chosen, session=session), drawn=Section.opened(PARTS, 0, {}))
    is_redrawn = switched(request)  # before the words of the form are chosen
    first = DivisionForm(request.POST, session=session)
    if "suggest" in request.POST:
        filled = with_suggestions(PARTS, request.POST)
        drawn = Section.typed(PARTS, filled.data)
        filled.tell(drawn.forms)
        return _draw(request, first, drawn=drawn, suggested=suggested_words(filled.count))
    drawn = Section.typed(PARTS, request.POST)
    if is_redrawn:
        return _draw(request, first, drawn=drawn)
    valid = drawn.is_valid()
    if not first.is_valid() or not valid or not _says_who(drawn):
        return _draw(request, first, drawn=drawn)
    person, about = _records(drawn.edits())
    likely = [] if "sure" in request.POST else _likely(session, person, about)
    if likely:
        return _draw(request, first, drawn=drawn, likely=likely)
    return _store(request, session, first, drawn=drawn)


def _store(request: HttpRequest, session: Session, first: DivisionForm, *, drawn: Section) -> HttpResponse:
    person, about = _records(drawn.edits())
    added = add_contact(session, first.journal, person=person, about=about)
    tell_warnings(drawn)
    notices.say("success", _("The person is added."))
    if lacks := lacking(person, about, get_language() or "be"):
        notices.say("info", _("Asked of everybody, and not known yet: %(fields)s.") % {"fields": ", ".join(lacks)})
    if request.POST.get("then") == "another":
        return see_other(f"{reverse('contact_add')}?{_same_division(first)}")
    return see_other(reverse("contact", args=[added]))


def _same_division(first: DivisionForm) -> str:
    query = QueryDict(mutable=True)
    query["division"] = first.cleaned_data["division"]
    return query.urlencode()


def _says_who(drawn: Section) -> bool:
    """Is there a name or a telephone? Else say so beside the names."""
    names, phones = drawn.drawn[0].rows, drawn.drawn[1].rows
    if all(form.is_empty for form in [*names, *phones]):
        names[0].add_error(None, _("A name in one language or a telephone is needed."))
        return False
    return True


def _records(edits: list[Edit]) -> tuple[Fields, list[tuple[str, Fields]]]:
    """Return the contact's own fields, and the records about it."""
    person: Fields = {}
    about = []
    for edit in edits:
        if edit.kind == "contact":
            person |= edit.now or {}
        elif edit.now:
            about.append((edit.kind, edit.now))
    return person, about


def _likely(session: Session, person: Fields, about: list[tuple[str, Fields]]) -> list[Listed]:
    numbers = [fields.get("number", "") for kind, fields in about if kind == "phone"]
    likely = likely_same(person, numbers)
    note_people(session, "find_contacts", likely)
    return listed(session, people_of(likely), {}, get_language() or "be")


def _has_something(form: RecordForm) -> bool:
    """Must the part behind the first fields stand open? Yes, once something was typed there."""
    return form.is_bound and (bool(form.errors) or not form.is_empty)


def _draw(request: HttpRequest, first: DivisionForm, *, drawn: Section, **more: Any) -> HttpResponse:
    rest = [one for one in drawn.drawn if one.part not in FIRST]
    context = {
        "place": "find",
        "adding": True,
        "first": first,
        "drawn": [one for one in drawn.drawn if one.part in FIRST],
        "rest": rest,
        "forms": list(drawn.forms),
        "streets": streets_offered(drawn.forms),
        "suggests": True,
        "open_rest": any(_has_something(form) for part in rest for form in part.rows),
        "labels": tag_labels(member.current().session),
        "back_url": reverse("find"),
    }
    return render(request, "contacts/edit.html", context | more)


urlpatterns: list[URLPattern] = [path("contacts/add", add, name="contact_add")]
