"""Access and keys at work: how far it is, what came of it, what to do next."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.access import jobs, rotating
from busel.desk.access.granting import unfinished
from busel.desk.access.holders import coordinated
from busel.desk.access.rotating import Rotating
from busel.desk.keys.owing import rotations_owed
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.access_words import WHY_WORDS, names_of
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.reach_words import divisions_words, language
from busel.desk.web.role_words import ROLE_WORDS
from busel.registry.roles import Role

REFRESH_SECONDS = 1


def refreshing(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the page look again by itself."""
    response["Refresh"] = f"{REFRESH_SECONDS}; url={request.path}"
    return response


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def work(request: HttpRequest, job: str) -> HttpResponse:
    """Show how far access is on its way, and what came of it; a press goes on with what was cut off."""
    session = member.current().session
    if request.method == "POST":
        begun = next((one for one in unfinished(session) if one.deed == job), None)
        if begun is None and jobs.find_job(job) is None:
            notices.say("info", _("This is done already."))
            return see_other(reverse("members"))
        jobs.start(session, begun or jobs.find_job(job).work)  # type: ignore[union-attr]  # looked at just before
        return see_other(reverse("access_work", args=[job]))
    return _show_work(request, session, job)


def _show_work(request: HttpRequest, session: Session, name: str) -> HttpResponse:
    job = jobs.find_job(name)
    begun = job.work if job else next((one for one in unfinished(session) if one.deed == name), None)
    if begun is None:
        notices.say("info", _("This is done already."))
        return see_other(reverse("members"))
    total, done = len(begun.divisions), job.done if job else 0
    context = {
        "place": "members",
        "handle": begun.member.handle,
        "member_url": reverse("member", args=[begun.member.account.hex()]),
        "ends": begun.terms is None,
        "role": ROLE_WORDS[begun.role] if begun.role else "",
        "reads": begun.role is not None and begun.role.reads,
        "divisions": divisions_words(total),
        "done": done,
        "total": total,
    }
    if job is None or job.stage is jobs.Stage.STOPPED:
        return render(request, "members/work_stopped.html", context)
    if job.stage is jobs.Stage.AT_WORK:
        return refreshing(request, render(request, "members/work.html", context))
    mine = [one.journal for one in coordinated(session)]
    owed = rotations_owed(session, [one for one in begun.journals if one in mine])
    waits = names_of(session, [one for one in job.waits if one in session.ledgers])
    context |= {"waits": waits, "all_wait": len(waits) == total}
    return render(request, "members/work_done.html", context | {"owed": len(owed), "keys_url": reverse("rotate_all")})


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def rotate_all(request: HttpRequest) -> HttpResponse:
    """Show which keys are to be changed; one press changes them all, and this page tells how far it is."""
    session = member.current().session
    mine = [one.journal for one in coordinated(session)]
    if request.method == "POST":
        if owed := rotations_owed(session, mine):
            rotating.start(session, owed)
        return see_other(reverse("rotate_all"))
    now = rotating.current()
    if now.at_work:
        return refreshing(request, render(request, "members/keys_work.html", _progress(session, now)))
    held = [bundle.journal for bundle in session.divisions()]
    owed = rotations_owed(session, held)
    context = {
        "place": "members" if mine else "home",
        "mine": names_of(session, [one for one in owed if one in mine]),
        "others": names_of(session, [one for one in owed if one not in mine]),
        "done": names_of(session, [one for one in now.done if one in session.ledgers]),
        "failed": [
            {"name": names_of(session, [one])[0], "why": WHY_WORDS[why]}
            for one, why in now.failed.items()
            if one in session.ledgers and names_of(session, [one])
        ],
    }
    return render(request, "members/keys.html", context)


def _progress(session: Session, now: Rotating) -> dict[str, object]:
    left = [one for one in now.left if one in session.ledgers]
    return {"place": "members", "doing": divisions_words(len(left)), "done": now.step, "total": now.steps}


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change_keys(request: HttpRequest, division: str) -> HttpResponse:
    """Ask once more, then change the keys of one division by hand."""
    session = member.current().session
    bundle = next((one for one in coordinated(session) if one.journal.hex() == division), None)
    if bundle is None:
        raise Http404
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        rotating.start(session, [bundle.journal])
        return see_other(reverse("rotate_all"))
    name = division_words(bundle.name, language())
    context = {
        "place": "members",
        "question": _("Change the keys of %(division)s?") % {"division": name},
        "text": _("Do it when a key may be in wrong hands: a stolen laptop, a passphrase that somebody saw."),
        "consequences": [
            _("Everybody who has access now gets the new keys by themselves. Nobody has to do anything."),
            _("Old keys, and old copies of the database, open nothing that is written from then on."),
            _("It takes seconds to minutes. Everybody can go on working meanwhile."),
        ],
        "action": _("Change the keys"),
        "back_url": reverse("member_division", args=[division]),
    }
    return render(request, "confirm.html", context)


urlpatterns: list[URLPattern] = [
    path("members/work/<str:job>", work, name="access_work"),
    path("members/keys/", rotate_all, name="rotate_all"),
    path("members/keys/<str:division>", change_keys, name="change_keys"),
]
