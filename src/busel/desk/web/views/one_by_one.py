"""The people of an envelope with whom something stands out, one at a time, beside whom they resemble."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from busel.desk.inboxes.deciding import Work
from busel.desk.inboxes.filling import filling
from busel.desk.journals.freshness import stamp
from busel.desk.oversight.access_log import note_people
from busel.desk.running import member
from busel.desk.search.people import people_of
from busel.desk.web.components import Change
from busel.desk.web.inbox_words import LikelyWords, item_of
from busel.desk.web.op_words import op_lines
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.side_by_side import Side, known_person, side_by_side
from busel.desk.web.views.on_the_table import over, work_of
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Contact
from busel.registry.roles import Role


@dataclass(frozen=True)
class Pair:
    """Somebody whom the one at hand resembles."""

    known: LikelyWords
    sides: list[Side]
    contact: int
    fills: list[Change] | None
    """What would be filled in there; None where that cannot be done."""


def through(work: Work, name: str) -> HttpResponse:
    """Mark whoever is clean and go to the first of the rest; to the decision where there is none."""
    work.go_through()
    return to_the_next(work, name)


def to_the_next(work: Work, name: str, after: int = -1) -> HttpResponse:
    """Lead to the next one who was not looked at; to the decision after the last."""
    left = [at for at in work.standing_out if at not in work.looked_at]
    if not left:
        return see_other(reverse("inbox_decide", args=[name]))
    return see_other(place(name, next((at for at in left if at > after), left[0])))


def place(name: str, at: int) -> str:
    """Return the address of one person of an envelope."""
    return reverse("inbox_one", args=[name, at])


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, name: str, at: int) -> HttpResponse:
    """Show somebody with whom something stands out, or take what was decided and lead on."""
    if (answer := over(name)) is not None:
        return answer
    work = work_of(name)
    work.look_again(stamp(member.current().session))
    if at >= len(work.people):
        raise Http404
    if request.method == "POST" and request.POST.get("do") in ("accept", "reject"):
        work.look_at(at, accept=request.POST["do"] == "accept")
        return to_the_next(work, name, at)
    contact = request.POST.get("fill", "")
    if request.method == "POST" and contact.isdecimal() and work.may_fill(at, int(contact)):
        work.fill(at, int(contact))
        return to_the_next(work, name, at)
    return _show(request, work, name, at=at)


def _fills(work: Work, at: int, contact: int) -> list[Change] | None:
    """Return what would be filled in of a known person; None where they cannot be, for they stand elsewhere."""
    here = member.current().session.numbers.get(work.waiting.division, 0)
    if not work.may_fill(at, contact) or not Contact.objects.filter(pk=contact, division_id=here).exists():
        return None
    return list(op_lines(filling(raw_connection(), contact, work.people[at], count(1))))


def _show(request: HttpRequest, work: Work, name: str, *, at: int) -> HttpResponse:
    session, language = member.current().session, get_language() or "be"
    likely = [one.contact for one in work.likely.get(at, ())]
    note_people(session, "open_inbox", likely)
    rows = {row.id: row for row in people_of(likely)}
    item = item_of(session, work, at, known=rows, language=language)
    sides = [side_by_side(work.people[at], known_person(raw_connection(), one), language) for one in rows]
    told = zip(item.likely, sides, rows, strict=True)
    pairs = [Pair(known, side, row, _fills(work, at, row)) for known, side, row in told]
    standing_out = work.standing_out
    number = standing_out.index(at) + 1 if at in standing_out else 0
    context = {
        "place": "inbox",
        "item": item,
        "pairs": pairs,
        "can_fill": any(pair.fills for pair in pairs),
        "filled": work.filled.get(at, 0),
        "number": number,
        "total": len(standing_out),
        "looked": len(work.looked_at),
        "before_url": place(name, standing_out[number - 2]) if number > 1 else "",
        "is_looked_at": at in work.looked_at,
        "back_url": reverse("inbox_envelope", args=[name]),
        "decide_url": reverse("inbox_decide", args=[name]),
        "envelope": name,
    }
    return render(request, "inbox/one.html", context)


urlpatterns: list[URLPattern] = [path("inbox/<str:name>/one/<int:at>", one, name="inbox_one")]
