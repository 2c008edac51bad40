"""The access log, for auditors and for coordinators: what stands out first, then who opened what and how many."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from busel.desk.actions.access_log import let_log_go
from busel.desk.clock import moment
from busel.desk.oversight.access_log import note_people
from busel.desk.oversight.log_looking import Look, Wanted, divisions_to_read, look
from busel.desk.oversight.log_reports import Entry
from busel.desk.oversight.oddities import Odd
from busel.desk.running import member
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.formats import format_number
from busel.desk.web.forms.log import LogForm, wanted_from
from busel.desk.web.log_words import FLAW_WORDS, log_deed_words, odd_words
from busel.desk.web.person_words import Listed, listed
from busel.desk.web.place_words import division_words, within
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.around import zone_name
from busel.desk.workspace.aliases import local_ids
from busel.desk.workspace.load import raw_connection
from busel.registry.roles import Role

PAGE = 50
NAMED = 3
"""So many people of an entry are named to a coordinator; more are a number."""
MOST_ODD = 12


@policy(Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def access_log(request: HttpRequest) -> HttpResponse:
    """Show the log as it was last asked for; a POST asks anew. What is asked stays in RAM, not in the address."""
    session = member.current().session
    if request.method == "POST":
        session.logbook.wanted = wanted_from(request.POST.dict())
        return see_other(reverse("access_log"))
    wanted: Wanted = session.logbook.wanted or Wanted()
    found = look(session, wanted)
    names = divisions_to_read(session)
    page = Paginator(found.entries, PAGE).get_page(request.GET.get("page"))
    people = _people(session, list(page.object_list))
    page.object_list = [_row(entry, division, names, people) for division, entry in page.object_list]  # type: ignore[misc]  # rows in the place of entries
    context = {
        "place": "access_log",
        "form": LogForm(wanted, found, names),
        "page": page,
        "odd": [_odd(odd) for odd in found.odd[:MOST_ODD]],
        "more_odd": max(0, len(found.odd) - MOST_ODD),
        "flaws": _flaws(found, names),
        "shut": found.shut,
        "strange": _strange(session, names),
        "gone_until": localtime(moment(found.gone_until)).date() if found.gone_until else None,
        "names_people": bool(session.divisions(least=Role.COORDINATOR)),
        "asked": wanted != replace(Wanted(), days=wanted.days),
        "days": wanted.days,
    }
    return render(request, "access_log/list.html", context)


def _row(entry: Entry, division: bytes, names: dict[bytes, str], people: dict[int, Listed]) -> dict[str, Any]:
    named = [people[contact] for contact in _named(division, entry) if contact in people]
    return {
        "when": localtime(moment(entry.hour)),
        "who": entry.handle,
        "what": log_deed_words(entry.deed),
        "division": _division(names[division]),
        "count": entry.count,
        "people": named,
        "more": entry.count - len(named) if named else 0,
    }


def _division(name: str) -> str:
    zone = zone_name(member.current().session.keyring)
    return division_words(within(name, zone) or name, get_language() or "be")


def _named(division: bytes, entry: Entry) -> list[int]:
    """Return the first people of an entry, by the ids that they have on this desk."""
    number = member.current().session.numbers.get(division, 0)
    return local_ids(raw_connection(), number, entry.contacts[:NAMED])


def _people(session: Session, entries: list[tuple[bytes, Entry]]) -> dict[int, Listed]:
    """Return whom a page names, for who opens the division: that is logged, too."""
    ids = list(dict.fromkeys(contact for division, entry in entries for contact in _named(division, entry)))
    rows = people_of(ids)
    note_people(session, "read_access_log", [row.id for row in rows])
    return {row.id: one for row, one in zip(rows, listed(session, rows, {}, get_language() or "be"), strict=True)}


def _odd(odd: Odd) -> dict[str, str]:
    return {"text": odd_words(odd, get_language() or "be"), "account": odd.account.hex()}


def _flaws(found: Look, names: dict[bytes, str]) -> list[dict[str, Any]]:
    """Return what does not hold together: a line for each kind and division."""
    told = dict.fromkeys((division, finding.flaw) for division, finding in found.findings)
    return [{"division": _division(names[division]), "text": FLAW_WORDS[flaw]} for division, flaw in told]


def _strange(session: Session, names: dict[bytes, str]) -> list[dict[str, Any]]:
    """Return the divisions with old entries that nobody knows the kind of, and the entries: for auditors."""
    return [
        {
            "id": division.hex(),
            "division": _division(names[division]),
            "entries": [_row(entry, division, names, {}) for entry in entries[:MOST_ODD]],
            "more": max(0, len(entries) - MOST_ODD),
        }
        for division, entries in session.logbook.strange.items()
        if entries and division in names and session.keyring.audit
    ]


@policy(Role.AUDITOR)
@require_POST
def let_strange_go(request: HttpRequest) -> HttpResponse:
    """Let old entries of a kind that nobody knows go with the others of a division; a summary names their people."""
    session = member.current().session
    division = next((one for one in session.logbook.strange if one.hex() == request.POST.get("division")), None)
    if division is None or not session.keyring.audit:
        return see_other(reverse("access_log"))
    gone = 0
    while count := let_log_go(session, division, by_hand=True):  # a month at a time
        gone += count
    if gone:
        text = ngettext(
            "%(n)s old entry was laid together and let go.", "%(n)s old entries were laid together and let go.", gone
        )
        notices.say("success", text % {"n": format_number(gone, get_language() or "be")})
    else:
        notices.say(
            "warning", _("Nothing went: something old does not open or does not hold together. It stays as evidence.")
        )
    return see_other(reverse("access_log"))


urlpatterns: list[URLPattern] = [
    path("access-log", access_log, name="access_log"),
    path("access-log/let-go", let_strange_go, name="let_strange_go"),
]
