"""How we stand: growth, a map of the districts, and the quality of what we keep. Each number leads to its people."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from busel.desk.keeping.standard import purpose_of, standard
from busel.desk.oversight.counting import note_counted_in
from busel.desk.reports.growth import closed_districts, growth, people_by_district
from busel.desk.reports.quality import CHECKS, Filled, fill_rates, lacking, to_mend, within
from busel.desk.reports.totals import plans
from busel.desk.running import member
from busel.desk.search.conditions import Condition
from busel.desk.search.kept import RESULTS, ask
from busel.desk.session import Session
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.quality_words import CHECK_WORDS
from busel.desk.web.standard_words import title_of_field
from busel.desk.web.tile_map import squares
from busel.desk.web.waiting_tasks import waiting_tasks
from busel.desk.workspace.models import Contact
from busel.names.places import Tile, tiles
from busel.registry.roles import Role


@policy(Role.VIEWER)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Show growth and where the people are."""
    session = member.current().session
    note_counted_in(session, 0)
    months = growth()
    most = max((one.in_all for one in months), default=0)
    closed = closed_districts(session)
    shown = squares(people_by_district(), closed=closed, url=_district_url)
    context = {
        "place": "reports",
        "people": Contact.objects.count(),
        "months": [{"month": one.month, "came": one.came, "in_all": one.in_all, "most": most} for one in months],
        "map": shown,
        "has_below": any(session.certificates.children(one.journal) for one in session.divisions()),
        "tells": bool(plans(session)),
        "coordinates": bool(session.divisions(least=Role.COORDINATOR)),
        "some_closed": any(one.closed for one in shown),
    }
    return render(request, "reports/all.html", context)


def _district_url(tile: Tile) -> str:
    return reverse("report_district", args=[tile.row, tile.column])


@policy(Role.VIEWER)
@require_safe
def district(request: HttpRequest, row: int, column: int) -> HttpResponse:  # noqa: ARG001 - every view is given it
    """Lead to the people of a square of the map."""
    found = next((one.division for one in tiles() if (one.row, one.column) == (row, column)), None)
    if found is None:
        raise Http404
    place = {"field": "district" if found.parent else "region", "any_of": [found.en]}
    return _people(
        {"some": "address", "of": [place, {"not": {"field": "status", "any_of": ["past"]}}]},
        title=found.shown(get_language() or "be"),
    )


@policy(Role.VIEWER)
@require_safe
def quality(request: HttpRequest, number: int = 0) -> HttpResponse:
    """Show the quality of all that is open, or of one division."""
    session = member.current().session
    name = _division(session, number)
    note_counted_in(session, number)
    mend = to_mend(name)
    context = {
        "place": "reports",
        "divisions": _choices(session),
        "number": number,
        "called": division_words(name, get_language() or "be") if name else "",
        "waits": waiting_tasks(session, name),
        "mend": [_check(key, count, number) for key, count in mend.items() if count],
        "filled": [_filled(one, number) for one in fill_rates(number)],
    }
    return render(request, "reports/quality.html", context)


def _choices(session: Session) -> list[dict[str, Any]]:
    language = get_language() or "be"
    bundles = [(session.numbers[one.journal], one.name) for one in session.divisions()]
    return [{"number": number, "name": division_words(name, language)} for number, name in bundles]


def _division(session: Session, number: int) -> str:
    """Return a division's full name; "" for all of them. Raises Http404."""
    names = {session.numbers[one.journal]: one.name for one in session.divisions()}
    if number and number not in names:
        raise Http404
    return names.get(number, "")


def _check(key: str, count: int, number: int) -> dict[str, Any]:
    title, text = CHECK_WORDS[key]
    return {"count": count, "title": title, "text": text, "url": reverse("quality_people", args=["mend", key, number])}


def _filled(one: Filled, number: int) -> dict[str, Any]:
    language = get_language() or "be"
    return {
        "label": title_of_field(one.kept.field, language),
        "share": one.share,
        "lacks": one.people - one.filled,
        "purpose": bool(purpose_of(one.kept.field, language)),
        "required": one.kept.field.required,
        "url": reverse("quality_people", args=["lack", one.kept.key, number]),
    }


@policy(Role.VIEWER)
@require_safe
def quality_people(request: HttpRequest, what: str, key: str, number: int) -> HttpResponse:  # noqa: ARG001 - the same
    """Lead to the people behind a number."""
    name = _division(member.current().session, number)
    make = CHECKS.get(key)
    found = lacking(key) if what == "lack" else make() if make and what == "mend" else None
    if found is None:
        raise Http404
    title = _without(key) if what == "lack" else str(CHECK_WORDS[key][0])
    return _people(
        within(found, name), title=f"{title}, {division_words(name, get_language() or 'be')}" if name else title
    )


def _without(key: str) -> str:
    """Return what those are called who lack a field."""
    kept = standard().by_key[key]
    return _("Not filled: %(label)s") % {"label": title_of_field(kept.field, get_language() or "be")}


def _people(condition: Condition, *, title: str) -> HttpResponse:
    """Keep who fits under a title that says why they stand there, and lead to them."""
    result = ask("", condition)
    result.title = title
    return see_other(reverse("results", args=[RESULTS.keep(result)]))


urlpatterns: list[URLPattern] = [
    path("reports/", reports, name="reports"),
    path("reports/districts/<int:row>/<int:column>", district, name="report_district"),
    path("reports/quality/", quality, name="quality"),
    path("reports/quality/<int:number>", quality, name="quality_of"),
    path("reports/quality/<str:what>/<str:key>/<int:number>", quality_people, name="quality_people"),
]
