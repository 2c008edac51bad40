"""What stands around a page: the frame, and the middleware that brings news before it, or has it asked afterwards."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from busel.desk.account.own_papers import PAPERS
from busel.desk.clock import moment
from busel.desk.exporting.right import divisions_to_export
from busel.desk.inboxes.inbox import waiting
from busel.desk.journals.freshness import drawn_from
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import NotAllowedError, NotReadError
from busel.desk.keys.endings import close_what_ended
from busel.desk.oversight.access_log import page_at_hand
from busel.desk.running import log, member, newcomer, process
from busel.desk.running.member import Zone
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.frame import BY_ROLE, Frame
from busel.desk.web.place_words import SEPARATOR, division_words
from busel.desk.web.policy import is_repeatable, may_open, policy_of
from busel.desk.web.porch_views import see_other, show_opening
from busel.desk.web.views.papers import awaits_access
from busel.registry.keyring import Keyring
from busel.registry.roles import Role
from busel.shelf.protocol import SessionEndedError, ShelfError

ALWAYS = {"asset", "choose_language", "choose_theme", "sign_out", "quick_exit", "sign_in"}
"""URL names that are served while the zone is still opening."""
RENEWING = {"renew_account", "renew_paper", "renew_key", "renew_again"}
"""Those that who came by a recovery code sees, until new papers are in force."""
Respond = Callable[[HttpRequest], HttpResponse]


class NewsFirst:
    """For each page of a desk one exchange with the shelf; until the zone is open, the page that says so."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: object
    ) -> HttpResponse | None:
        """Decide once the URL is known."""
        if process.current.mode is not process.Mode.KEYED or _name(request) in ALWAYS or newcomer.is_here():
            return None
        here = member.current()
        if here.zone is not Zone.OPEN and not here.opened.wait(0.3):
            return _opening(request, here)
        if here.zone is Zone.REFUSED:
            return _opening(request, here)
        return _brought(request, view) or _owed(request) or _refused(request, here, view)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say in words why a deed was refused: access that ended meanwhile, or a journal that cannot be read on."""
        if isinstance(error, NotAllowedError):
            return forbidden(request)
        if isinstance(error, NotReadError):
            notices.say("error", _("Nothing was stored: this division cannot be read to its end."))
            return see_other(reverse("kept_aside"))
        return None


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.url_name or "" if match else ""


def _opening(request: HttpRequest, here: member.Member) -> HttpResponse:
    refused = _("Your zone could not be opened. Nothing was changed. Sign out and try again.")
    last_seen = moment(here.last_seen) if here.last_seen else None
    return show_opening(
        request,
        share=here.share,
        doing=_("Opening your lists"),
        home_url=request.path if request.method == "GET" else "/",
        last_seen=last_seen,
        refused=refused if here.zone is Zone.REFUSED else "",
    )


def _owed(request: HttpRequest) -> HttpResponse | None:
    """Lead who came by a recovery code to new papers: before anything else, else the code would be used up in vain."""
    return see_other(reverse("renew_account")) if PAPERS.owes_renewal and _name(request) not in RENEWING else None


def _refused(request: HttpRequest, here: member.Member, view: Callable[..., HttpResponse]) -> HttpResponse | None:
    """Refuse who does not hold the role that the page declares; before anything is looked up, so it tells nothing."""
    if not may_open(here.session.keyring, view):
        return forbidden(request)
    if _waits_for_words(here.session, view):
        notices.say("info", _("This waits until a coordinator has compared six words with you; they stand here."))
        return see_other("/")
    return None


def _waits_for_words(session: Session, view: Callable[..., HttpResponse]) -> bool:
    """Is it for who changes something, and has the account new keys that count nowhere yet?"""
    declared = policy_of(view)
    if not (isinstance(declared, Role) and declared.writes and session.keyring.account.handovers):
        return False
    held = session.divisions(least=declared)
    return bool(held) and not any(session.may(declared, bundle.journal) for bundle in held)


def _brought(request: HttpRequest, view: Callable[..., HttpResponse]) -> HttpResponse | None:
    """Bring the news; or note of what a page is made that is asked about afterwards."""
    session, page = member.current().session, page_at_hand()
    try:
        if page is not None and not page.anew and is_repeatable(view, request.method):
            with session.lock:
                close_what_ended(session)
                page.drawn = drawn_from(session)
        if page is None or page.drawn is None:
            session.moving = pull(session)
    except SessionEndedError:
        process.current.end("session-ended")
        return see_other("/signed-out/ended")
    except ShelfError as error:
        log.note_failure(error)
        return render(request, "503.html", status=503)
    return None


def frame_of_member() -> Frame:
    """Return what stands around the page for who is signed in."""
    here = member.current()
    keyring = here.session.keyring
    role = highest_role(keyring)
    if here.zone is not Zone.OPEN:
        return Frame(person=keyring.account.handle)
    *within, where = division_words(zone_name(keyring), get_language() or "be").split(SEPARATOR)
    return Frame(
        where=where,
        within=SEPARATOR.join(within),
        person=keyring.account.handle,
        places=_places(here.session, role),
        inbox=waiting(here.session) if role.covers(Role.EDITOR) else None,
        searches=role.covers(Role.VIEWER),
    )


def _places(session: Session, role: Role) -> tuple[str, ...]:
    """Return the places of a role; taking people out only for who has the right, deputies' page only for deputies."""
    also = {"export": divisions_to_export(session), "deputy": session.keyring.deputyships}
    usual = ("home",) if awaits_access(session) else BY_ROLE[role.value]
    return (*usual, *(name for name, held in also.items() if held))


def highest_role(keyring: Keyring) -> Role:
    """Return the role that decides which places a person sees."""
    held = [bundle.role for bundle in keyring.divisions()]
    if held:
        return max(held, key=list(Role).index)
    office = keyring.named("office")
    return Role.ADMINISTRATOR if office else Role.AUDITOR


def zone_name(keyring: Keyring) -> str:
    """Return what a person's zone is called: the one division, or what the names of all begin with."""
    names = [bundle.name for bundle in keyring.divisions()]
    if len(names) == 1:
        return names[0]
    tops = {name.split(" / ")[0] for name in names}
    return tops.pop() if len(tops) == 1 else ""
