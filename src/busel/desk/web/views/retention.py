"""What is kept too long: rule by rule, letting it go for some or for all, keeping it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.contacts.shared import Retention
from busel.desk.actions.retention import ReadAnewError, clear_old_values, keep_longer
from busel.desk.journals.writing import ConflictError
from busel.desk.keeping import retention_runs
from busel.desk.keeping.retention import PERSON, Due, Rule, rules
from busel.desk.oversight.access_log import note, note_people
from busel.desk.running import member
from busel.desk.search.people import PersonRow, people_of
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.entry_words import people_words
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.retention import KeepLongerForm
from busel.desk.web.person_page import title_of
from busel.desk.web.person_words import Listed, listed
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.standard_words import title_of_field
from busel.desk.web.views.access_runs import refreshing
from busel.desk.web.views.contacts import person_or_404
from busel.registry.roles import Role

PAGE = 50


@dataclass(frozen=True)
class RuleRow:
    """A row of retention/rules.html."""

    name: str | Promise
    months: int
    count: int
    url: str


@dataclass(frozen=True)
class OldRow:
    """A row of retention/people.html. `erase_url` for who may."""

    id: int
    row: Listed
    keep_url: str
    erase_url: str


def _named(rule: Rule) -> str:
    return _("The whole person") if rule.key == PERSON else str(title_of_field(rule.kept.field, get_language() or "be"))


@policy(Role.EDITOR)
@require_safe
def kept_too_long(request: HttpRequest) -> HttpResponse:
    """Show each rule with how many people it concerns."""
    session = member.current().session
    reading = retention_runs.READING.read(session, anew="anew" in request.GET)
    if not reading.ended.is_set():
        context = {"place": "find", "heading_text": _("Kept too long"), "doing": _("Reading the history"), "total": 0}
        return refreshing(request, render(request, "imports/progress.html", context))
    due = reading.found
    rows = [] if due is None else [_rule_row(due, one) for one in due.rules.values()]
    context = {
        "place": "find",
        "failed": due is None,
        "rows": rows,
        "sealed": due.sealed if due else 0,
        "back_url": reverse("find"),
    }
    return render(request, "retention/rules.html", context)


def _rule_row(due: Due, one: Rule) -> RuleRow:
    return RuleRow(_named(one), one.months, len(due.people[one.key]), reverse("retention_rule", args=[one.key]))


def _due(key: str) -> tuple[Due, Rule] | None:
    reading = retention_runs.READING.read(member.current().session)
    if not reading.ended.is_set() or reading.found is None:
        return None
    if key not in reading.found.rules:
        raise Http404
    return reading.found, reading.found.rules[key]


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """Show who has a field too long; ask before it is emptied for those marked, or for all."""
    found = _due(key)
    if found is None:
        return see_other(reverse("retention"))
    due, one = found
    people = due.people[key]
    if request.method == "POST":
        marked = {int(id_) for id_ in request.POST.getlist("person") if id_.isdecimal()}
        chosen = people if request.POST.get("whom") == "all" else [pair for pair in people if pair[1] in marked]
        return _clear(request, due, one, chosen=chosen)
    session = member.current().session
    page: Page[Any] = Paginator(people, PAGE).get_page(request.GET.get("page"))
    shown = {contact: journal for journal, contact in page.object_list}
    note_people(session, "find_contacts", list(shown))
    page.object_list = [_old_row(session, row, key, journal=shown[row.id]) for row in _in_order(shown)]
    context = {
        "place": "find",
        "name": _named(one),
        "months": one.months,
        "page": page,
        "all": people_words(len(people)),
        "is_person": key == PERSON,
        "back_url": reverse("retention"),
    }
    return render(request, "retention/people.html", context)


def _in_order(shown: dict[int, bytes]) -> list[PersonRow]:
    rows = {row.id: row for row in people_of(list(shown))}
    return [rows[contact] for contact in shown if contact in rows]


def _old_row(session: Session, row: PersonRow, key: str, *, journal: bytes) -> OldRow:
    return OldRow(
        row.id,
        listed(session, [row], {}, get_language() or "be")[0],
        reverse("keep_longer", args=[key, row.id]),
        reverse("erase", args=[row.id]) if session.may(Role.COORDINATOR, journal) else "",
    )


def _clear(request: HttpRequest, due: Due, one: Rule, *, chosen: list[tuple[bytes, int]]) -> HttpResponse:
    here = reverse("retention_rule", args=[one.key])
    if one.key == PERSON or not chosen:
        notices.say("info", _("Nobody was marked, so nothing was changed."))
        return see_other(here)
    # What is confirmed is what was shown: another number is asked about once more.
    if request.POST.get("confirmed") == "yes" and request.POST.get("count") == str(len(chosen)):
        return _cleared(due, one, chosen)
    hidden: list[tuple[str, Any]] = [("count", len(chosen)), ("whom", request.POST.get("whom", ""))]
    if request.POST.get("whom") != "all":
        hidden += [("person", contact) for _journal, contact in chosen]
    context = {
        "place": "find",
        "question": _("Empty “%(field)s” for %(people)s?")
        % {"field": _named(one), "people": people_words(len(chosen))},
        "consequences": [
            _("Everything else about these people stays."),
            _("The history keeps what stood there until they are erased, and one change can be undone there."),
        ],
        "action": _("Empty it for %(people)s") % {"people": people_words(len(chosen))},
        "dangerous": True,
        "hidden": hidden,
        "back_url": here,
    }
    return render(request, "confirm.html", context)


def _cleared(due: Due, one: Rule, chosen: list[tuple[bytes, int]]) -> HttpResponse:
    try:
        cleared = clear_old_values(member.current().session, due, one, chosen)
    except (ReadAnewError, ConflictError):
        notices.say("warning", _("Somebody wrote in the division meanwhile, so it is read anew. Look, and try again."))
    else:
        notices.say("success", _("Emptied for %(people)s.") % {"people": people_words(cleared)})
    retention_runs.READING.forget()
    return see_other(reverse("retention"))


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def longer(request: HttpRequest, key: str, id_: int) -> HttpResponse:
    """Keep something about a person longer: until a day, with a reason."""
    session = member.current().session
    found = person_or_404(id_)
    if not found.may_edit(session):
        return forbidden(request)
    one = rules().get(key)
    if one is None:
        raise Http404
    note(session, "open_contact", found.journal, [id_])
    form = KeepLongerForm(request.POST or None)
    if request.method == "POST" and "confirmed" in request.POST and form.is_valid():
        until, reason = form.cleaned_data["until"].isoformat(), form.cleaned_data["reason"]
        keep_longer(session, found.journal, Retention(contact=id_, field=key, until=until, reason=reason))
        retention_runs.READING.forget()
        notices.say("success", _("Kept. It is proposed again after that day."))
        return see_other(reverse("retention"))
    context = {
        "place": "find",
        "question": _("Keep “%(field)s” of %(name)s longer?")
        % {"field": _named(one), "name": title_of(found, get_language() or "be").first},
        "form": form,
        "action": _("Keep it"),
        "back_url": reverse("retention_rule", args=[key]),
    }
    return render(request, "confirm.html", context)


urlpatterns: list[URLPattern] = [
    path("retention/", kept_too_long, name="retention"),
    path("retention/<str:key>", rule, name="retention_rule"),
    path("retention/<str:key>/<int:id_>", longer, name="keep_longer"),
]
