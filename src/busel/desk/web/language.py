"""Middleware: each page in the language of its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from busel.desk.web.preferences import of_request, remember

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class LanguageMiddleware:
    """Choose the language: the person's own, else the cookie's, else the organisation's. Never `Accept-Language`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the page in that language."""
        with translation.override(of_request(request).language):
            response = self.get_response(request)
            remember(request, response)
            response["Content-Language"] = translation.get_language() or "be"
            return response
