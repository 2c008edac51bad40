"""Signing in and out."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from busel.desk.account.own_papers import PAPERS
from busel.desk.running import member, newcomer, options, process
from busel.desk.session import Session, SignInRefusedError, Typed, open_unlocked, unlock
from busel.desk.web.frame import frame_from
from busel.desk.web.own_preferences import keep_own_preferences
from busel.desk.web.policy import public, signed_in
from busel.desk.web.porch_forms import SignInForm
from busel.desk.web.porch_views import see_other, show_sign_in
from busel.desk.web.views.around import frame_of_member
from busel.registry.locker import CODE, INVITATION, Unlocked
from busel.shelf.client import RemoteShelf
from busel.shelf.protocol import FrozenError, Shelf, ShelfError
from busel.vault.entropy import random_bytes
from busel.vault.lock import PROFILES

COOKIE_BYTES = 32
_PATIENCE = 0.3
"""Seconds that leaving waits for work that holds the journals."""


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_here(request: HttpRequest) -> HttpResponse:
    """Take the sign-in form: this blank desk becomes the member's, or answers and ends.

    Why one answer: wrong name, passphrase and key file differ in nothing, not in bytes, cost or status.
    """
    if request.method != "POST":
        return show_sign_in(request)
    form = SignInForm(request.POST, request.FILES)
    if not form.is_valid():
        process.current.end("refused")
        return show_sign_in(request, form)
    try:
        return _let_in(request, *_try(form))
    except SignInRefusedError:
        process.current.end("refused")
        refusal = _("Account name, passphrase or key file is not right. Nothing tells which.")
        return show_sign_in(request, SignInForm(initial={"handle": form.cleaned_data["handle"]}), reason=refusal)
    except FrozenError:
        process.current.end("frozen")
        return render(request, "porch/idle_frozen.html")
    except ShelfError:
        process.current.end("no-shelf")
        return render(request, "503.html", status=503)


def _try(form: SignInForm) -> tuple[Unlocked, Shelf]:
    chosen, upload = options.chosen, form.cleaned_data["key_file"]
    typed = Typed(
        form.cleaned_data["handle"],
        form.cleaned_data["passphrase"],
        upload.read() if upload else None,
    )
    shelf = RemoteShelf(chosen.shelf_socket)
    return unlock(shelf, bytes.fromhex(chosen.organisation), typed, profile=PROFILES[chosen.lock_profile]), shelf


def _let_in(request: HttpRequest, unlocked: Unlocked, shelf: Shelf) -> HttpResponse:
    if unlocked.kind == INVITATION:
        return _begin(request, unlocked, shelf)
    session = open_unlocked(shelf, bytes.fromhex(options.chosen.organisation), unlocked)
    return _become(request, session, by_code=unlocked.kind == CODE)


def _become(request: HttpRequest, session: Session, *, by_code: bool) -> HttpResponse:
    token = random_bytes(COOKIE_BYTES)
    ended_older = process.current.become(session.locker, token)
    PAPERS.owes_renewal = by_code
    member.arrive(session, ended_older=ended_older)
    frame_from(frame_of_member)
    keep_own_preferences(session)
    return _go_in(request, token)


def _begin(request: HttpRequest, unlocked: Unlocked, shelf: Shelf) -> HttpResponse:
    """Become the desk of an invitation: nobody's yet. Another desk with the same slip ends."""
    token = random_bytes(COOKIE_BYTES)
    process.current.become(unlocked.locker, token)
    newcomer.arrive(unlocked, shelf)
    return _go_in(request, token)


def _go_in(request: HttpRequest, token: bytes) -> HttpResponse:
    rotate_token(request)
    response = see_other("/")
    response.set_cookie(
        options.chosen.cookie_name,
        process.cookie_value(token),
        httponly=True,
        samesite="Strict",
        secure=options.chosen.secure_cookies,
    )
    return response


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the desk: the answer is sent, then the process dies."""
    return _leave(request, "/signed-out/asked")


@signed_in
@require_POST
def quick_exit(request: HttpRequest) -> HttpResponse:
    """End the desk and show a page that has nothing to do with anything."""
    return _leave(request, "/pancakes/")


def _leave(_request: HttpRequest, path: str) -> HttpResponse:
    session = member.current().session
    if session.lock.acquire(
        timeout=_PATIENCE
    ):  # the heads are saved once a minute too; leaving must neither wait nor fail
        try:
            with suppress(ShelfError):
                session.close()
        finally:
            session.lock.release()
    process.current.end("signed-out")
    response = see_other(path)
    response.delete_cookie(options.chosen.cookie_name)
    response["Connection"] = "close"
    return response
