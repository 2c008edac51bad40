"""Errors in calm words. None of them says what was asked for, and none shows an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render

from busel.desk.running import options, process

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def bad_request(request: HttpRequest, *_exception: object, **_named: object) -> HttpResponse:
    """Handler 400."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, *_exception: object, **_named: object) -> HttpResponse:
    """Handler 403."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, *_reason: object, **_named: object) -> HttpResponse:
    """Set as CSRF_FAILURE_VIEW."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, *_exception: object, **_named: object) -> HttpResponse:
    """Handler 404; before it, see `desk_has_ended`."""
    return desk_has_ended(request) or render(request, "404.html", status=404)


def desk_has_ended(request: HttpRequest) -> HttpResponse | None:
    """Say so to who comes to the porch with a desk's cookie, and had pages there; nothing to anybody else."""
    name = options.chosen.cookie_name
    if name not in request.COOKIES or process.current.mode is process.Mode.KEYED:
        return None
    response = HttpResponseRedirect("/signed-out/ended")
    response.status_code = 303
    response.delete_cookie(name)
    return response


class NotAllowed:
    """Middleware: Django has no handler for 405 and answers without a word; this gives the words.

    It stands within the check of tokens, so that the switches of its page can be pressed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, and give words to a bare refusal."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


def too_large(request: HttpRequest) -> HttpResponse:
    """What the upload handler's refusal becomes."""
    return render(request, "413.html", status=413)


def broken(request: HttpRequest) -> HttpResponse:
    """Handler 500."""
    return render(request, "500.html", status=500)


def not_ready(request: HttpRequest) -> HttpResponse:
    """Answer while the server is busy or stops."""
    return render(request, "503.html", status=503)
