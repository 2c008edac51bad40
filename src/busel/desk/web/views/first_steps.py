"""A newcomer's desk before there is an account: the passphrase on paper, typed back, and then all at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.desk.account.beginning import accept, greet_office, new_account
from busel.desk.account.own_papers import PAPERS
from busel.desk.running import member, newcomer, options, process
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.components import FIRST_STEPS
from busel.desk.web.forms.papers import ChoiceForm, TypedBackForm
from busel.desk.web.frame import frame_from
from busel.desk.web.own_preferences import keep_own_preferences
from busel.desk.web.policy import signed_in
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.around import frame_of_member
from busel.desk.web.views.paper_pages import Way, send_key_file, show_again, show_paper
from busel.registry.six_words import list_of
from busel.shelf.protocol import BadTicketError, ShelfError
from busel.vault.lock import PROFILES


def _way() -> Way:
    return Way(
        "porch_base.html",
        start_url=reverse("first_start"),
        paper_url=reverse("first_paper"),
        key_url=reverse("first_key"),
        again_url=reverse("first_again"),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Say what happens now, and take what the account is to use beside its passphrase."""
    here, form = newcomer.current(), ChoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        here.fresh = new_account(
            here.unlocked,
            language=list_of(options.chosen.language),
            key_file=form.cleaned_data["key_file"],
            quiet=form.cleaned_data["quiet"],
        )
        return see_other(reverse("first_paper"))
    told = here.told
    if told is not None and request.method != "POST":
        form = ChoiceForm(initial={"key_file": told.key_file is not None, "quiet": bool(told.quiet)})
    handle = here.unlocked.invitation.handle if here.unlocked.invitation else ""
    context = {"wide": True, "form": form, "handle": handle, "step_labels": FIRST_STEPS}
    return render(request, "first/start.html", context)


@signed_in
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """Show the passphrase, to be written down."""
    told = newcomer.current().told
    return show_paper(request, told, _way()) if told else see_other(reverse("first_start"))


@signed_in
@require_safe
def key_file(_request: HttpRequest) -> HttpResponse:
    """Give the key file."""
    told = newcomer.current().told
    return send_key_file(told) if told and told.key_file else see_other(reverse("first_start"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Take back what was written down; then lay the account, and become its desk."""
    here = newcomer.current()
    if here.fresh is None:
        return see_other(reverse("first_start"))
    told = here.fresh.credentials
    if request.method != "POST":
        return show_again(request, TypedBackForm(told=told), _way())
    form = TypedBackForm(request.POST, request.FILES, told=told)
    if not form.is_valid():
        return show_again(request, form, _way())
    try:
        session = accept(here.shelf, here.unlocked.user_key, here.fresh, profile=PROFILES[options.chosen.lock_profile])
    except BadTicketError:
        process.current.end("slip-over")
        return render(request, "first/over.html")
    except ShelfError:
        return render(request, "503.html", status=503)
    PAPERS.laid = told
    _become(session)
    return see_other("/papers/")


def _become(session: Session) -> None:
    """Be the member's desk from now on, under the same cookie."""
    process.current.move(session.locker)
    newcomer.leave()
    member.arrive(session)
    frame_from(frame_of_member)
    keep_own_preferences(session)
    try:
        greet_office(session)
    except ShelfError:  # the office hears of it with the hello to the division
        notices.say("info", _("The office could not be told yet. It is told when you ask a division for access."))


@signed_in
@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """Quick exit: nothing was made, and the slip still works."""
    process.current.end("left")
    response = see_other("/pancakes/")
    response.delete_cookie(options.chosen.cookie_name)
    response["Connection"] = "close"
    return response


@signed_in
def to_start(_request: HttpRequest) -> HttpResponse:
    """Lead who asks for the sign-in page back to the first step."""
    return see_other(reverse("first_start"))


urlpatterns: list[URLPattern] = [
    path("", start, name="first_start"),
    path("first/paper", paper, name="first_paper"),
    path("first/key-file", key_file, name="first_key"),
    path("first/again", again, name="first_again"),
    path("leave", leave, name="quick_exit"),
    path("sign-in", to_start, name="sign_in"),
]
