"""Deputies: a coordinator names two for a division; the two go on when its coordinators are gone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.desk.access.holders import coordinated, holders
from busel.desk.access.stating import roster_of
from busel.desk.journals.writing import NotAllowedError
from busel.desk.keys.owing import owed_for_deputies
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.trustees.deputies import KeysChangedError, deputies_of, hand_over, name_deputies, take_over
from busel.desk.web import notices
from busel.desk.web.forms.deputies import DeputiesForm
from busel.desk.web.place_words import division_words, in_order
from busel.desk.web.policy import policy, signed_in
from busel.desk.web.porch_views import see_other
from busel.desk.web.reach_words import language
from busel.registry.deputyship import Deputyship
from busel.registry.keyring import Bundle
from busel.registry.roles import Role


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def of_division(request: HttpRequest, division: str) -> HttpResponse:
    """Show the two deputies of a division; name others, or nobody any more."""
    session = member.current().session
    bundle = _coordinated(session, division)
    roster = roster_of(session, bundle.journal)
    others = (one for one in holders(session) if one.account != session.account)
    people = [one for one in others if roster.may_be_deputy(one.account)]
    form = DeputiesForm(request.POST if "name" in request.POST else None, people=people)
    if "end" in request.POST:
        name_deputies(session, bundle.journal, None)
        notices.say("success", _("Nobody is a deputy of this division any more."))
        return _next(session, bundle.journal, request.path)
    if request.method == "POST" and form.is_valid():
        name_deputies(session, bundle.journal, form.members)
        notices.say("success", _("Both have their half. They find it under “Deputy” the next time they sign in."))
        return _next(session, bundle.journal, request.path)
    context = {
        "place": "members",
        "name": division_words(bundle.name, language()),
        "deputies": [one.handle for one in deputies_of(session, bundle.journal)],
        "form": form,
        "enough": len(people) > 1,
        "back": reverse("member_division", args=[division]),
    }
    return render(request, "deputies/division.html", context)


def _next(session: Session, division: bytes, here: str) -> HttpResponse:
    """Lead on to new keys where two hold the present ones together who are deputies no more."""
    owed = owed_for_deputies(session, [division])
    return see_other(reverse("change_keys", args=[division.hex()]) if owed else here)


def _coordinated(session: Session, division: str) -> Bundle:
    bundle = next((one for one in coordinated(session) if one.journal.hex() == division), None)
    if bundle is None:
        raise Http404
    return bundle


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the divisions of which this person is a deputy, and what can be done."""
    session = member.current().session
    rows = [_row(session, left) for left in session.keyring.deputyships.values()]
    rows.sort(key=lambda row: in_order(str(row["name"])))
    return render(request, "deputies/mine.html", {"place": "deputy", "rows": rows})


def _row(session: Session, left: Deputyship) -> dict[str, object]:
    return {
        "id": left.journal.hex(),
        "name": division_words(left.name, language()),
        "other": left.other.handle,
        "is_here": left.journal.hex() in session.keyring.halves,
        "handed": left.handed,
        "coordinates": session.may(Role.COORDINATOR, left.journal),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest, division: str) -> HttpResponse:
    """Ask once more; then give the own half to the other deputy."""
    session, left = member.current().session, _left(division)
    if request.method == "POST":
        other = hand_over(session, left.journal)
        said = _("Your half is with “%(handle)s”, who can take over the division now.") % {"handle": other.handle}
        notices.say("success", said)
        return see_other(reverse("deputy"))
    return render(request, "deputies/hand.html", {"place": "deputy", **_row(session, left)})


@signed_in
@require_POST
def take(_request: HttpRequest, division: str) -> HttpResponse:
    """Take over a division with both halves; the keys are to be changed next."""
    session, left = member.current().session, _left(division)
    name = division_words(left.name, language())
    try:
        take_over(session, left.journal)
    except KeysChangedError:
        said = _("The keys were changed since. Both of you sign in once, then the half is handed over again.")
        notices.say("warning", said)
        return see_other(reverse("deputy"))
    except NotAllowedError:
        notices.say("error", _("The division has named other deputies since. Nothing was changed."))
        return see_other(reverse("deputy"))
    except LookupError:
        notices.say("info", _("The other deputy has not handed over the half yet."))
        return see_other(reverse("deputy"))
    notices.say("success", _("You coordinate “%(name)s” now. Change its keys next.") % {"name": name})
    return see_other(reverse("change_keys", args=[division]))


def _left(division: str) -> Deputyship:
    left = member.current().session.keyring.deputyships.get(division)
    if left is None:
        raise Http404
    return left


urlpatterns: list[URLPattern] = [
    path("members/divisions/<str:division>/deputies", of_division, name="division_deputies"),
    path("deputy/", mine, name="deputy"),
    path("deputy/<str:division>/hand", hand, name="deputy_hand"),
    path("deputy/<str:division>/take", take, name="deputy_take"),
]
