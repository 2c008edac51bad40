"""Follow-ups: whom to come back to, the overdue first; done with one press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from busel.desk.clock import today_iso
from busel.desk.keys.posting import handles_of
from busel.desk.oversight.access_log import note_people
from busel.desk.people.follow_ups import open_follow_ups
from busel.desk.running import member
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web.choice_words import ACTIVITY_WORDS
from busel.desk.web.components import Words
from busel.desk.web.person_words import Listed, listed
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.one_more import finish_follow_up
from busel.desk.workspace.models import Activity
from busel.registry.roles import Role

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One line: whom to come back to, by when, about what, who."""

    person: Listed
    due: str
    is_late: bool
    is_today: bool
    about: Words
    who: str
    done_url: str
    """Empty for who does not edit this division."""


@policy(Role.VIEWER)
@require_safe
def follow_ups(request: HttpRequest, *, only_mine: bool = True) -> HttpResponse:
    """Show the open ones, one's own or everybody's."""
    session = member.current().session
    found = open_follow_ups(session, only_mine=only_mine)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    some = list(page.object_list)
    note_people(session, "find_contacts", [one.contact_id for one in some])
    page.object_list = _rows(session, some)  # type: ignore[assignment]  # rows in the place of activities
    context = {
        "place": "home",
        "page": page,
        "mine": only_mine,
    }
    return render(request, "follow_ups.html", context)


def _rows(session: Session, some: list[Activity]) -> list[Row]:
    language = get_language() or "be"
    people = people_of(list(dict.fromkeys(one.contact_id for one in some)))
    shown = dict(zip((row.id for row in people), listed(session, people, {}, language), strict=True))
    homes = {number: journal for journal, number in session.numbers.items()}
    where = dict(Activity.objects.filter(pk__in=[one.pk for one in some]).values_list("pk", "contact__division_id"))
    handles: dict[bytes, dict[bytes, str]] = {}
    rows = []
    for one in some:
        journal = homes[where[one.pk]]
        if journal not in handles:
            handles[journal] = handles_of(session, journal)
        rows.append(_row(session, one, shown[one.contact_id], handles[journal], journal=journal))
    return rows


def _row(session: Session, one: Activity, person: Listed, handles: dict[bytes, str], *, journal: bytes) -> Row:
    today, may_edit = today_iso(), session.may(Role.EDITOR, journal)
    about: Any = one.subject or one.details or ACTIVITY_WORDS.get(one.type, "")
    return Row(
        person,
        one.due,
        one.due < today,
        one.due == today,
        about,
        handles.get(_account(one.assignee), ""),
        reverse("follow_up_finished", args=[one.contact_id, one.pk]) if may_edit else "",
    )


def _account(written: str) -> bytes:
    try:
        return bytes.fromhex(written)
    except ValueError:
        return b""


@policy(Role.EDITOR)
@require_POST
def finished(request: HttpRequest, id_: int, record: int) -> HttpResponse:
    """Note that one is done, and stay on the list."""
    refused = finish_follow_up(request, id_, record)
    return refused or see_other(reverse("every_follow_up" if request.POST.get("whose") else "follow_ups"))


urlpatterns: list[URLPattern] = [
    path("follow-ups/", follow_ups, name="follow_ups"),
    path("follow-ups/all/", follow_ups, {"only_mine": False}, name="every_follow_up"),
    path("follow-ups/<int:id_>/<int:record>/done", finished, name="follow_up_finished"),
]
