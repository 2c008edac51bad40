"""Activity by organiser: what each account did with people, month by month; each number leads to them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.access.reach import handles_of_all
from busel.desk.clock import today_date, today_iso
from busel.desk.reports.growth import last_months
from busel.desk.reports.organisers import ADDED, CHANGED, MONTHS, READING, Work
from busel.desk.running import member
from busel.desk.search.conditions import PEOPLE
from busel.desk.search.kept import RESULTS, ask
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.choice_words import ACTIVITY_WORDS
from busel.desk.web.components import Words
from busel.desk.web.formats import format_partial
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.access_runs import refreshing
from busel.registry.roles import Role

KIND_WORDS: dict[str, Words] = {
    ADDED: gettext_lazy("People added"),
    CHANGED: gettext_lazy("People corrected"),
    **ACTIVITY_WORDS,
}
"""What was done, as a heading."""


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def organisers(request: HttpRequest) -> HttpResponse:
    """Show who did how much in a month, or in all of them; lead to the people of the number that was pressed."""
    session = member.current().session
    reading = READING.read(session, anew="anew" in request.GET)
    if not reading.ended.is_set():
        context = {"place": "reports", "heading_text": _("Activity by organiser"), "total": 0}
        return refreshing(
            request, render(request, "imports/progress.html", context | {"doing": _("Reading the history")})
        )
    if request.method == "POST" and reading.found is not None:
        return _people(session, reading.found, request.POST.get("cell", ""))
    month = request.GET.get("month", "")
    months = last_months(today_iso()[:7], MONTHS)[::-1]
    if month and month not in months:
        raise Http404
    context = {
        "place": "reports",
        "day": today_date(),
        "month": month,
        "months": months,
        "failed": reading.found is None,
        "sealed": reading.found.sealed if reading.found else 0,
        **(_drawn(session, reading.found, month) if reading.found else {}),
    }
    return render(request, "reports/organisers.html", context)


def _drawn(session: Session, work: Work, month: str) -> dict[str, Any]:
    found: dict[bytes, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for (account, kind, done), people in work.people.items():
        if month in ("", done):
            found[account][kind] |= people
    kinds = [kind for kind in _kinds(work) if any(kind in own for own in found.values())]
    handles = handles_of_all(session, found)
    rows = [
        (handles.get(account, account.hex()[:8]), [_cell(account, kind, month, len(own[kind])) for kind in kinds])
        for account, own in found.items()
    ]
    return {"heads": [_kind_words(kind) for kind in kinds], "rows": sorted(rows, key=lambda row: row[0])}


def _kinds(work: Work) -> list[str]:
    """Return the kinds that there are: those that we know in their order, others behind them."""
    used = {kind for _account, kind, _month in work.people}
    return [*(kind for kind in KIND_WORDS if kind in used), *sorted(used - KIND_WORDS.keys())]


def _kind_words(kind: str) -> Words:
    return KIND_WORDS.get(kind) or kind or _("not known")


def _cell(account: bytes, kind: str, month: str, count: int) -> tuple[Words, int, str]:
    return _kind_words(kind), count, f"{account.hex()}.{kind}.{month}"


def _people(session: Session, work: Work, cell: str) -> HttpResponse:
    account, kind, month = [*cell.split("."), "", ""][:3]
    people: set[int] = set()
    for (who, what, done), some in work.people.items():
        if (who.hex(), what) == (account, kind) and month in ("", done):
            people |= some
    if not people:
        notices.say("info", _("Nobody stands behind this number any more. Look once more."))
        return see_other(reverse("organisers"))
    result = ask("", {"field": PEOPLE, "is": sorted(people)})
    handle = handles_of_all(session, [bytes.fromhex(account)]).get(bytes.fromhex(account), account[:8])
    said = [handle, str(_kind_words(kind)), *([format_partial(month, get_language() or "be")] if month else [])]
    result.title = " · ".join(said)
    return see_other(reverse("results", args=[RESULTS.keep(result)]))


urlpatterns: list[URLPattern] = [path("reports/organisers/", organisers, name="organisers")]
