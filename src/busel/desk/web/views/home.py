"""The home page: what waits, and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from busel.desk.access.hellos import own_member
from busel.desk.account.taken import awaited as keys_awaited
from busel.desk.account.taken import awaits_office
from busel.desk.clock import moment
from busel.desk.inboxes.inbox import count_waiting
from busel.desk.journals.kept_aside import OF_A_JOURNAL, kept_aside
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.organisation import others_run_office
from busel.desk.running import member, options
from busel.desk.web import notices
from busel.desk.web.access_tasks import keys_owed
from busel.desk.web.aside_words import JOURNALS, WORDS
from busel.desk.web.ending_words import ending_notices
from busel.desk.web.home_page import empty_words, exposed, next_step, stats, tasks
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import signed_in
from busel.desk.web.porch_views import see_other
from busel.desk.web.saved_links import saved_links
from busel.desk.web.shared_keys_words import shared_keys_owed
from busel.desk.web.trustee_tasks import next_address
from busel.desk.web.views.around import highest_role
from busel.desk.web.views.papers import awaits_access
from busel.desk.workspace.models import Contact
from busel.registry.roles import Role
from busel.registry.six_words import six_words


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person and how the zone stands."""
    here = member.current()
    awaited = _awaited(here)  # the keys may come in with it: then all else is as of after
    role, people = highest_role(here.session.keyring), Contact.objects.count()
    _tell_ended_older(here)
    count_waiting(here.session)
    step = next_step(here.session, role, people)
    context = {
        "place": "home",
        "keys": keys_owed(here.session) if role.covers(Role.VIEWER) else None,
        "shared_keys": shared_keys_owed(here.session),
        "endings": ending_notices(here.session, get_language() or "be"),
        "next_step": step,
        "tasks": tasks(here.session, role),
        "next_address": next_address(here.session),
        "may_merge": bool(here.session.divisions(least=Role.EDITOR)),
        "people_ways": role.covers(Role.VIEWER) and not awaited,
        "stats": stats(here.session, role),
        "exposed": exposed(here.session, role),
        "saved": saved_links(here.session) if role.covers(Role.VIEWER) else [],
        "empty": None if step else empty_words(role),
        "last_seen": localtime(moment(here.last_seen)) if here.last_seen else None,
        **awaited,
        **_with_new_keys(here),
    }
    return render(request, "home.html", context)


def _awaited(here: member.Member) -> dict[str, object]:
    """Return what an account without access reads to its coordinator."""
    session = here.session
    if awaits_access(session):
        open_mailbox(session)  # there the keys come in, and nothing else tells of them
    if not awaits_access(session):
        return {}
    beginning, names = session.keyring.beginning, session.certificates.divisions()
    asked = names.get(beginning.division, "") if beginning and beginning.greeted else ""
    words = six_words(session.keyring.root, own_member(session), language=options.chosen.language)
    return {
        "no_zone": True,
        "empty": None,
        "next_step": None,
        "hello_words": words.split(),
        "hello_division": division_words(asked, get_language() or "be") if asked else "",
    }


def _with_new_keys(here: member.Member) -> dict[str, object]:
    """Return what an account with new keys reads to the coordinators and administrators who have to compare them."""
    session = here.session
    if not session.keyring.account.handovers:
        return {}
    names, office = keys_awaited(session), awaits_office(session)
    if not names and not office:
        return {}
    words = six_words(session.keyring.root, own_member(session), language=options.chosen.language)
    shown = [division_words(name, get_language() or "be") for name in names]
    told = {"new_key_divisions": shown, "new_key_office": office, "new_key_others": others_run_office(session)}
    return {"new_key_words": words.split(), "next_step": None, **told}


def _tell_ended_older(here: member.Member) -> None:
    if here.ended_older:
        here.ended_older = False
        notices.say(
            "warning",
            _("You were signed in elsewhere too; that desk was ended. Was it not you? Tell your coordinator at once."),
        )


@signed_in
@require_safe
def show_kept_aside(request: HttpRequest) -> HttpResponse:
    """Show what was not believed when journals were read."""
    language = get_language() or "be"
    things = [
        {
            "where": JOURNALS.get(one.name) or division_words(one.name, language),
            "place": None if one.place == OF_A_JOURNAL else one.place,
            "why": WORDS[one.cause],
        }
        for one in kept_aside(member.current().session)
    ]
    return render(request, "kept_aside.html", {"place": "home", "things": things})


@signed_in
def to_home(_request: HttpRequest) -> HttpResponse:
    """Who is signed in already and asks for the sign-in page is led home."""
    return see_other("/")


urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("kept-aside", show_kept_aside, name="kept_aside"),
    path("sign-in", to_home, name="sign_in"),
]
