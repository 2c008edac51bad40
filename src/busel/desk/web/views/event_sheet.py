"""The sign-in sheet of an event: printed with codes, and typed back by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.contacts.sheet_codes import code_of
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import BrakedError, note_people
from busel.desk.people.event_sheets import MOST_ON_A_SHEET, Answer, Heard, how_many, on_the_sheet, type_back
from busel.desk.people.events import Attends, EventHeld
from busel.desk.people.shared_items import may_change
from busel.desk.running import member
from busel.desk.sandboxes.printing import PrintError, print_sheet
from busel.desk.search.people import PersonRow, people_of
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.clash_words import AT_ONCE
from busel.desk.web.error_views import forbidden
from busel.desk.web.formats import format_partial
from busel.desk.web.forms.event_sheet import CodesForm, SheetForm
from busel.desk.web.heard_words import HEARD_WORDS
from busel.desk.web.pdf import pdf
from busel.desk.web.person_words import called
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.events import event_or_404
from busel.desk.web.views.logged import braked
from busel.outreach.sign_in import SignInSheet
from busel.registry.roles import Role


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, record: int) -> HttpResponse:
    """Ask how it shall look, then number who stands on it and give the PDF."""
    session, held = member.current().session, event_or_404(record)
    if not may_change(session, held) or held.event.closed:
        return forbidden(request)
    count = how_many(record)
    if request.method == "POST" and not switched(request):
        form = SheetForm(request.POST)
        if form.is_valid() and count <= MOST_ON_A_SHEET:
            return _print(request, session, held, form=form)
    else:
        form = SheetForm(initial=request.POST.dict() if request.method == "POST" else None)
    context = {
        "place": "find",
        "form": form,
        "event": held.event,
        "count": count,
        "too_many": MOST_ON_A_SHEET if count > MOST_ON_A_SHEET else 0,
        "back_url": reverse("event", args=[record]),
    }
    return render(request, "events/sheet.html", context)


def _print(request: HttpRequest, session: Session, held: EventHeld, *, form: SheetForm) -> HttpResponse:
    language = get_language() or "be"
    try:
        some = on_the_sheet(session, held.record, language)
        file = print_sheet(_worded(held, some, language, form=form))
    except BrakedError:
        return braked(request)
    except ConflictError:
        notices.say("warning", AT_ONCE)
    except PrintError:
        notices.say("error", _("The sheet could not be made. Try once more."))
    else:
        return pdf(file)
    return see_other(reverse("event", args=[held.record]))


def _worded(held: EventHeld, some: Sequence[Attends], language: str, *, form: SheetForm) -> SignInSheet:
    names = {row.id: _name(row, language, short=form.cleaned_data["names"] == "short") for row in _people(some)}
    return SignInSheet(
        language=language,
        title=held.event.title,
        day=format_partial(held.event.day, language),
        lines=(_("Sign beside your name. Whoever does not find it signs on an empty line below."),),
        columns=(_("Code"), _("Name"), _("Signature")),
        rows=tuple((code_of(one.code, held.record), names[one.contact]) for one in some if one.contact in names),
        unasked=_("Whoever came along"),
        empty=form.cleaned_data["empty"],
    )


def _people(some: Sequence[Attends]) -> list[PersonRow]:
    return people_of([one.contact for one in some])


def _name(row: PersonRow, language: str, *, short: bool) -> str:
    parts = row.name.parts("ru" if language == "ru" else "be")
    if not (parts.given or parts.family):
        return called(row.name, language).first
    if short and parts.given:
        return f"{parts.given} {parts.family[:1]}.".removesuffix(" .")
    return " ".join(filter(None, (parts.given, parts.family[:1] + "." if short else parts.family)))


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest, record: int) -> HttpResponse:
    """Take many codes at once, save at once who came, and answer each line."""
    session, held = member.current().session, event_or_404(record)
    if not may_change(session, held) or held.event.closed:
        return forbidden(request)
    answers: list[Answer] = []
    if request.method != "POST":
        form = CodesForm()
    elif switched(request):
        form = CodesForm(initial=request.POST.dict())
    else:
        form = CodesForm(request.POST)
        if form.is_valid():
            answers = type_back(session, record, CodesForm.lines(form.cleaned_data["codes"]))
            note_people(session, "find_contacts", [one.contact for one in answers if one.contact])
            form = CodesForm(initial={"codes": "\n".join(one.typed for one in answers if one.heard is Heard.WRONG)})
    context = {
        "place": "find",
        "form": form,
        "event": event_or_404(record).event,
        "answers": _told(answers),
        "noted": sum(one.heard is Heard.NOTED for one in answers),
        "wrong": sum(one.heard is Heard.WRONG for one in answers),
        "attended": event_or_404(record).attended,
        "back_url": reverse("event", args=[record]),
    }
    return render(request, "events/results.html", context)


def _told(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    language = get_language() or "be"
    people = people_of(list(dict.fromkeys(one.contact for one in answers if one.contact)))
    names = {row.id: called(row.name, language).first for row in people}
    return [
        {
            "typed": one.typed,
            "name": names.get(one.contact, ""),
            "words": HEARD_WORDS[one.heard],
            "kind": "success" if one.heard is Heard.NOTED else "" if one.heard is Heard.AGAIN else "danger",
        }
        for one in answers
    ]


urlpatterns: list[URLPattern] = [
    path("events/<int:record>/sheet", sheet, name="event_sheet"),
    path("events/<int:record>/came", results, name="event_results"),
]
