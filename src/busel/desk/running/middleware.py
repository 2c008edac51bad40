"""Middleware that knows the process: which pages it serves, and whether a request was a person's doing."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from busel.desk.running import newcomer, process

Respond = Callable[[HttpRequest], HttpResponse]


class PagesByMode:
    """The porch serves its own pages; a blank desk signs in beside them; then come a newcomer's, or a member's."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose by what the process is now."""
        if newcomer.is_here():
            request.urlconf = settings.NEWCOMER_URLCONF
        elif process.current.mode is process.Mode.KEYED:
            request.urlconf = settings.KEYED_URLCONF
        elif process.current.mode is process.Mode.BLANK:
            request.urlconf = settings.BLANK_URLCONF
        return self.get_response(request)


def counts_as_activity(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether a person did something.

    A page that refreshes itself is nobody's doing, nor is a file, nor an address that matched nothing (a browser's own
    /favicon.ico).
    """
    match = request.resolver_match
    return match is not None and match.url_name != "asset" and "Refresh" not in response


class Activity:
    """The innermost middleware: tells the process that its member is there."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer first: only then is it known what was asked for."""
        response = self.get_response(request)
        if process.current.mode is process.Mode.KEYED and counts_as_activity(request, response):
            process.current.touch()
        return response
