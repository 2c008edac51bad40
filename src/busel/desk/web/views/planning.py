"""Coming back to all people of a search: one follow-up for each of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from busel.desk.actions.contacts import plan_follow_ups
from busel.desk.people.follow_ups import who_may_take
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.forms.planning import PlanForm
from busel.desk.web.found_people import back_of, chosen_of, people_asked
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.attending import without_the_endangered
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.registry.roles import Role

MOST_AT_ONCE = 1_000


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Ask by when and whose work it is, say how many people, then write it down for each."""
    session, chosen = member.current().session, chosen_of(request)
    found = people_asked(session, chosen)
    if not found:
        notices.say("info", _("This result is no longer kept. Search once more."))
        return see_other(reverse("find"))
    by_journal = _by_journal(session, without_the_endangered(found))
    count = sum(map(len, by_journal.values()))
    accounts = who_may_take(session, by_journal)
    if request.method == "POST" and not switched(request):
        form = PlanForm(request.POST, accounts=accounts)
        if form.is_valid() and 0 < count <= MOST_AT_ONCE:
            for journal, contacts in by_journal.items():
                plan_follow_ups(session, journal, contacts, activity=form.activity())
            words = ngettext("Written down for %(n)s person.", "Written down for %(n)s people.", count)
            notices.say("success", words % {"n": count})
            is_own = form.activity()["assignee"] == session.account.hex()
            return see_other(reverse("follow_ups" if is_own else "every_follow_up"))
    else:
        form = PlanForm(initial=request.POST.dict() if request.method == "POST" else None, accounts=accounts)
    context = {
        "place": "find",
        "form": form,
        "count": count,
        "left_out": len(found) - count,
        "too_many": MOST_AT_ONCE if count > MOST_AT_ONCE else 0,
        "back_url": back_of(chosen),
    }
    return render(request, "follow_ups_plan.html", context)


def _by_journal(session: Session, contacts: list[int]) -> dict[bytes, list[int]]:
    """Return these people by division, those that this account edits."""
    homes, found = divisions_of(raw_connection(), contacts), {}
    for journal, number in session.numbers.items():
        here = [one for one in contacts if homes.get(one) == number]
        if here and session.may(Role.EDITOR, journal):
            found[journal] = here
    return found


urlpatterns: list[URLPattern] = [path("follow-ups/plan", plan, name="follow_up_plan")]
