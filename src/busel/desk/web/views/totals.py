"""Divisions' totals: what those below have told, as a table, a map and a sum; accepting it, and taking it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.actions.entries import DecidedAlreadyError, reject_entry
from busel.desk.actions.totals import NoNewsError, accept_totals, take_back_totals
from busel.desk.clock import today_date
from busel.desk.inboxes.deciding import INBOX
from busel.desk.inboxes.envelopes import Reader, Waiting
from busel.desk.inboxes.inbox import envelope_at
from busel.desk.inboxes.totals import TOTALS
from busel.desk.journals.writing import ConflictError
from busel.desk.reports.totals import Below, below_of, divisions_below
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.components import Words
from busel.desk.web.place_words import division_words, within
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.tile_map import squares
from busel.desk.web.totals_words import (
    FIGURES,
    age_words,
    day_of,
    parts_of,
    people_by_place,
    summed,
    support_words,
)
from busel.journal.errors import JournalError
from busel.names.places import tiles
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.totals import SUPPORT, Totals


@policy(Role.VIEWER)
@require_safe
def totals(request: HttpRequest, number: int = 0) -> HttpResponse:
    """Show what the divisions below one have told."""
    session = member.current().session
    above = [one for one in session.divisions() if session.certificates.children(one.journal)]
    if not above:
        return render(request, "reports/totals.html", {"place": "reports", "rows": []})
    chosen = _chosen(session, above, number)
    below = divisions_below(session, chosen.journal)
    told = [one.totals for one in below if one.totals is not None]
    by_place, sums, levels = people_by_place(told), summed(told), _levels()
    context = {
        "place": "reports",
        "called": _said(chosen.name),
        "number": session.numbers[chosen.journal],
        "divisions": [{"number": session.numbers[one.journal], "name": _said(one.name)} for one in above],
        "day": today_date(),
        "heads": list(FIGURES.values()),
        "levels": [words for _level, words in levels],
        "rows": [_row(session, chosen, one) for one in below],
        "told": len(told),
        "sums": sums,
        "sum_counts": [(label, sums[name]) for name, label in FIGURES.items()],
        "support_sums": [(words, sum(one.support[level] for one in told)) for level, words in levels],
        "map": squares(by_place, closed={tile.division.en for tile in tiles()} - by_place.keys()) if by_place else [],
        "may_take_back": session.may(Role.EDITOR, chosen.journal),
    }
    return render(request, "reports/totals.html", context)


def _chosen(session: Session, above: list[Bundle], number: int) -> Bundle:
    """Return the division that is asked for; without one the first of which something is told."""
    if number:
        found = next((one for one in above if session.numbers[one.journal] == number), None)
        if found is None:
            raise Http404
        return found
    return next((one for one in above if any(map(_is_told, divisions_below(session, one.journal)))), above[0])


def _is_told(one: Below) -> bool:
    return one.totals is not None


def _said(name: str) -> str:
    return division_words(name, get_language() or "be")


def _levels() -> list[tuple[int, Words]]:
    return [(level, support_words(level)) for level in (*range(1, SUPPORT), 0)]


def _row(session: Session, above: Bundle, one: Below) -> dict[str, Any]:
    row: dict[str, Any] = {"name": _said(within(one.name, above.name)), "stale": bool(one.fields) and not one.totals}
    if one.fields:
        row["back_url"] = reverse("totals_take_back", args=[session.numbers[above.journal], one.division.hex()])
    if one.totals is not None:
        levels = [(words, one.totals.support[level]) for level, words in _levels()]
        counts = [(label, getattr(one.totals, name)) for name, label in FIGURES.items()]
        row |= {"totals": one.totals, "age": age_words(one.totals.day), "counts": counts, "support": levels}
    return row


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: int, division: str) -> HttpResponse:
    """Say what taking totals back means, and do it once that is confirmed."""
    session = member.current().session
    here = next((one for one in session.divisions(least=Role.EDITOR) if session.numbers[one.journal] == number), None)
    below = divisions_below(session, here.journal) if here is not None else []
    found = next((one for one in below if one.division.hex() == division), None)
    if here is None or found is None:
        raise Http404
    back = reverse("totals_of", args=[number])
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        try:
            take_back_totals(session, here.journal, found.division)
            notices.say("success", _("Taken back."))
        except ConflictError:
            notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
        return see_other(back)
    context = {
        "place": "reports",
        "question": _("Take back the totals of %(division)s?") % {"division": _said(found.name)},
        "consequences": [
            _("Those that were accepted before them stand here again; if there were none, none do."),
            _("The division is told nothing. A week after the last ones it can send new ones."),
        ],
        "action": _("Take them back"),
        "dangerous": True,
        "back_url": back,
    }
    return render(request, "confirm.html", context)


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting_totals(request: HttpRequest, name: str) -> HttpResponse:
    """Show totals that wait in the inbox; accept or reject them."""
    session = member.current().session
    waiting = INBOX.waiting(name)
    found = _unpacked(session, waiting) if waiting is not None and waiting.doubt == TOTALS else None
    if waiting is None or found is None:
        notices.say("info", _("This envelope is no longer in the inbox."))
        return see_other(reverse("inbox"))
    if request.method == "POST":
        return _decide(session, waiting, accept=request.POST.get("do") == "accept")
    before = below_of(session, waiting.division, found.division).totals
    context = {
        "place": "inbox",
        "of": _said(waiting.came_from),
        "above": _said(waiting.division_name),
        "sender": waiting.sender,
        "day": day_of(found.day),
        "parts": parts_of(found, before),
        "before": day_of(before.day) if before else None,
        "back_url": reverse("inbox"),
    }
    return render(request, "inbox/totals.html", context)


def _unpacked(session: Session, waiting: Waiting) -> Totals | None:
    bundle = session.ledgers[waiting.division].bundle
    envelope = envelope_at(session, bundle, waiting.id)
    if envelope is None:
        return None
    try:
        told = Reader(session, bundle).read_totals(envelope)
    except JournalError:
        return None
    return told.statement if told is not None else None


def _decide(session: Session, waiting: Waiting, *, accept: bool) -> HttpResponse:
    try:
        if accept:
            accept_totals(session, waiting)
            notices.say("success", _("Accepted. The totals stand in the report now."))
            return see_other(reverse("totals_of", args=[session.numbers[waiting.division]]))
        reject_entry(session, waiting)
        notices.say("success", _("Rejected. Nothing was stored."))
    except NoNewsError:
        notices.say("warning", _("Newer totals of this division stand here already, or some of the same week."))
    except DecidedAlreadyError:
        notices.say("info", _("Somebody has decided about this envelope already. Nothing was stored twice."))
    except (JournalError, ConflictError):
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
    return see_other(reverse("inbox"))


urlpatterns: list[URLPattern] = [
    path("reports/totals/", totals, name="totals"),
    path("reports/totals/<int:number>", totals, name="totals_of"),
    path("reports/totals/<int:number>/back/<str:division>", take_back, name="totals_take_back"),
    path("inbox/totals/<str:name>", waiting_totals, name="inbox_totals"),
]
