"""Who holds what: everybody, one division, one person."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from busel.desk.access.asked import asked
from busel.desk.access.holders import Holder, Holding, coordinated, holder, holders
from busel.desk.access.newcomers import ENTRANCE
from busel.desk.access.reach import divisions_with_one_holder, people_by_division, reach_of
from busel.desk.access.stating import roster_of
from busel.desk.clock import moment
from busel.desk.freezes.freeze_notes import frozen_anywhere
from busel.desk.freezes.frozen import standings
from busel.desk.inboxes.inbox import count_waiting
from busel.desk.keys.owing import owed_for_deputies
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.trustees.deputies import deputies_of
from busel.desk.web.access_tasks import keys_owed, unfinished_works
from busel.desk.web.access_words import ROLE_SENTENCES, limits, until_words, where_words
from busel.desk.web.place_words import division_words, in_order
from busel.desk.web.policy import policy
from busel.desk.web.reach_words import language, reach_words
from busel.desk.web.region_groups import by_region
from busel.desk.web.role_words import ROLE_WORDS
from busel.desk.web.standing_words import same_hand_words, standing_row
from busel.registry.former_deputies import ended_with_a_removal
from busel.registry.roles import Role

PAGE = 50


@policy(Role.COORDINATOR)
@require_safe
def everybody(request: HttpRequest) -> HttpResponse:
    """Show everybody who holds something, and who asks to be let in."""
    session = member.current().session
    count_waiting(session)
    people, divisions = holders(session), coordinated(session)
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    frozen = frozen_anywhere(session, [one.journal for one in divisions])
    page.object_list = [_row(session, one, len(divisions), frozen=frozen) for one in page]  # type: ignore[misc]  # rows, not holders
    alone = {one.journal for one in divisions_with_one_holder(session)}
    context = {
        "place": "members",
        "page": page,
        "arrived": [_arrived_row(one) for one in ENTRANCE.look(session)],
        "alone": len(alone),
        "divisions": len(divisions),
        "works": unfinished_works(session),
        "second": len(asked(session)),
        "keys": keys_owed(session),
    }
    return render(request, "members/everybody.html", context)


def _row(session: Session, who: Holder, divisions: int, *, frozen: set[bytes]) -> dict[str, Any]:
    return {
        "url": reverse("member", args=[who.account.hex()]),
        "handle": who.handle,
        "is_self": who.account == session.account,
        "is_frozen": who.account in frozen,
        "roles": [ROLE_WORDS[role] for role in who.roles],
        "where": where_words(who, divisions),
        "until": until_words(who.until),
        "limits": list(dict.fromkeys(limit for held in who.holdings for limit in limits(held))),
    }


def _arrived_row(arrived: Any) -> dict[str, Any]:
    hello = arrived.newcomer.hello
    return {
        "url": reverse("newcomer", args=[arrived.name]),
        "handle": hello.handle,
        "division": division_words(arrived.division_name, language()),
        "role": ROLE_WORDS[hello.role] if hello.role in ROLE_SENTENCES else "",
    }


@policy(Role.COORDINATOR)
@require_safe
def newcomers(request: HttpRequest) -> HttpResponse:
    """Show who asks to be let in."""
    session = member.current().session
    count_waiting(session)
    arrived = [_arrived_row(one) for one in ENTRANCE.look(session, anew=True)]
    return render(request, "members/newcomers.html", {"place": "members", "arrived": arrived})


@policy(Role.COORDINATOR)
@require_safe
def all_divisions(request: HttpRequest) -> HttpResponse:
    """Show the divisions: how many hold what in each, and where only one person could go on."""
    session = member.current().session
    people, divisions = holders(session), coordinated(session)
    alone = {one.journal for one in divisions_with_one_holder(session)}
    counted = people_by_division(session)
    rows = []
    for bundle in divisions:
        held = [one.on(bundle.journal) for one in people]
        rows.append(
            {
                "url": reverse("member_division", args=[bundle.journal.hex()]),
                "name": division_words(bundle.name, language()),
                "members": sum(one is not None for one in held),
                "readers": sum(one is not None and one.role.reads for one in held),
                "people": counted.get(bundle.journal, 0),
                "alone": bundle.journal in alone,
            }
        )
    rows.sort(key=lambda row: in_order(str(row["name"])))
    regions = by_region(rows, lambda row: str(row["name"]), count=lambda row: int(bool(row["alone"])))
    context = {"place": "members", "rows": rows, "regions": regions, "alone": len(alone)}
    return render(request, "members/divisions.html", context)


@policy(Role.COORDINATOR)
@require_safe
def one_division(request: HttpRequest, division: str) -> HttpResponse:
    """Show who holds what on one division."""
    session = member.current().session
    bundle = next((one for one in coordinated(session) if one.journal.hex() == division), None)
    if bundle is None:
        raise Http404
    people = holders(session)
    held = [(one, one.on(bundle.journal)) for one in people]
    context = {
        "place": "members",
        "name": division_words(bundle.name, language()),
        "rows": [_held_row(who, on) for who, on in held if on is not None],
        "alone": bundle.journal in {one.journal for one in divisions_with_one_holder(session)},
        "people": people_by_division(session).get(bundle.journal, 0),
        "keys_url": reverse("change_keys", args=[division]),
        "deputies": [one.handle for one in deputies_of(session, bundle.journal)],
        "deputies_ended": ended_with_a_removal(roster_of(session, bundle.journal)),
        "former_deputies": bool(owed_for_deputies(session, [bundle.journal])),
        "deputies_url": reverse("division_deputies", args=[division]),
    }
    return render(request, "members/division.html", context)


def _held_row(who: Holder, held: Holding) -> dict[str, Any]:
    return {"url": reverse("member", args=[who.account.hex()]), "handle": who.handle, **_held(held)}


def _held(held: Holding) -> dict[str, Any]:
    return {
        "name": division_words(held.name, language()),
        "role": ROLE_WORDS[held.role],
        "since": localtime(moment(held.since)).date(),
        "until": until_words(held.until),
        "history": held.history,
        "reads": held.role.reads,
        "limits": limits(held),
        "changed": localtime(moment(held.changed)).date(),
    }


@policy(Role.COORDINATOR)
@require_safe
def one_member(request: HttpRequest, account: str) -> HttpResponse:
    """Show what somebody holds, and what can be done about it."""
    session = member.current().session
    who = holder(session, _id(account))
    if who is None:
        return render(request, "members/gone.html", {"place": "members"}, status=404)
    counted = people_by_division(session)
    urls = {name: reverse(f"member_{name}", args=[account]) for name in ("give", "end")}
    rows = [
        _held(one)
        | {
            "people": counted.get(one.division, 0) if one.role.reads else None,
            "change_url": reverse("member_change", args=[account, one.division.hex()]),
            "end_url": reverse("member_end_one", args=[account, one.division.hex()]),
        }
        for one in who.holdings
    ]
    context = {
        "place": "members",
        "handle": who.handle,
        "account": account,
        "is_self": who.account == session.account,
        "rows": rows,
        "reach": reach_words(reach_of(session, who.account)),
        "reads": any(one.role.reads for one in who.holdings),
        "roles": [{"role": ROLE_WORDS[one], "sentence": ROLE_SENTENCES.get(one, "")} for one in who.roles],
        "give_url": urls["give"],
        "end_url": urls["end"],
        "reach_url": reverse("account_reach", args=[account]),
        "row": {"handle": who.handle, **_standing_row(session, who.account)},
    }
    return render(request, "members/member.html", context)


def _standing_row(session: Session, account: bytes) -> dict[str, Any]:
    standing = standings(session, coordinated(session)).get(account)
    same_hand = same_hand_words(session, account, standing, from_office=False)
    return standing_row(account, standing, from_office=False, same_hand=same_hand)


def _id(account: str) -> bytes:
    try:
        return bytes.fromhex(account)
    except ValueError:
        raise Http404 from None


def found_or_404(session: Session, account: str) -> Holder:
    """Return who is meant, or answer that nobody is."""
    who = holder(session, _id(account))
    if who is None:
        raise Http404(_("Nobody holds anything under this number."))
    return who


urlpatterns: list[URLPattern] = [
    path("members/", everybody, name="members"),
    path("members/newcomers/", newcomers, name="newcomers"),
    path("members/divisions/", all_divisions, name="member_divisions"),
    path("members/divisions/<str:division>", one_division, name="member_division"),
    path("members/accounts/<str:account>", one_member, name="member"),
]
