"""Pages of the porch: a process without keys. What needs the shelf or a desk is given from outside.

`show_sign_in` and `show_opening` draw; the sign-in itself is the desk's. `freeze` hands the typed code to who called
`freeze_with`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.desk.running import log, options
from busel.desk.web.error_views import desk_has_ended
from busel.desk.web.policy import public
from busel.desk.web.porch_forms import FreezeForm, SignInForm
from busel.shelf.protocol import ShelfError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

ENDINGS = ("asked", "ended")
"""How a session ended: /signed-out/<why>. The porch cannot know more: the desk that could have told is gone."""
REFRESH_SECONDS = 1

_freezers: list[Callable[[str], None]] = []


def freeze_with(freezer: Callable[[str], None]) -> None:
    """From now on typed freeze codes go to `freezer`, which answers nothing."""
    _freezers[:] = [freezer]


def show_sign_in(request: HttpRequest, form: SignInForm | None = None, **context: Any) -> HttpResponse:
    """Draw the sign-in page. `reason`: why the last try was refused; `busy`: the queue is full."""
    return render(
        request, "porch/sign_in.html", {"form": form or SignInForm(), "given_up": options.chosen.given_up, **context}
    )


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The first page: for who has just lost a desk it says so."""
    return desk_has_ended(request) or show_sign_in(request)


@public
@csrf_exempt  # nothing is done that could be forged, and the check would read the form
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The empty sign-in page. Its POST goes past the porch to a blank desk; one that came here is not read."""
    return see_other(request.path) if request.method == "POST" else show_sign_in(request)


def show_opening(
    request: HttpRequest,
    *,
    share: int,
    doing: str | Promise,
    home_url: str = "/",
    last_seen: dt.datetime | None = None,
    refused: str | Promise = "",
) -> HttpResponse:
    """Draw how far the zone is open and let the browser ask again by itself, without script."""
    context = {"share": share, "doing": doing, "home_url": home_url, "last_seen": last_seen, "refused": refused}
    response = render(request, "porch/opening.html", context)
    if not refused:
        response["Refresh"] = f"{REFRESH_SECONDS}; url={home_url}"
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """Take a freeze code. The answer is the same for every code, so it tells nobody which exist."""
    form = FreezeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "porch/freeze.html", {"form": form})
    if not _freezers:
        return render(request, "503.html", status=503)
    try:
        _freezers[0](form.cleaned_data["code"])
    except ShelfError as error:
        log.note_failure(error)
        return render(request, "503.html", status=503)
    return see_other("/frozen/")


@public
@require_safe
def frozen(request: HttpRequest) -> HttpResponse:
    """What follows any code."""
    return render(request, "porch/frozen.html")


@public
@require_safe
def signed_out(request: HttpRequest, why: str) -> HttpResponse:
    """A session's end, with its reason."""
    return render(request, "porch/signed_out.html", {"why": why if why in ENDINGS else "asked"})


@public
@require_safe
def neutral(request: HttpRequest) -> HttpResponse:
    """Where quick exit leads."""
    return render(request, "porch/neutral.html")


@public
@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """Quick exit for who pressed it on a page whose desk had ended."""
    response = see_other("/pancakes/")
    response.delete_cookie(options.chosen.cookie_name)
    return response


def see_other(path: str) -> HttpResponse:
    """Redirect after a POST, so that going back or reloading repeats nothing."""
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return response
