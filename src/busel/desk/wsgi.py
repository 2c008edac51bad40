"""The desk as a WSGI application: first the cookie of every request, then Django."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.signals import got_request_exception
from django.core.wsgi import get_wsgi_application

from busel.desk.running import log, options, process
from busel.desk.web.headers import HEADERS

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler


class OwnCookieOnly:
    """A keyed desk answers who shows its cookie; everybody else is sent to the sign-in page on a new connection.

    The door looks at a connection's first request only, so what comes after it is judged here. It stands before
    Django, so no view and no middleware can forget it.
    """

    def __init__(self, pages: WSGIHandler) -> None:
        self._pages = pages
        self._cookie = re.compile(rf"(?:^|[; ]){re.escape(options.chosen.cookie_name)}=([^; ]*)")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve, or send away."""
        if process.current.mode is not process.Mode.KEYED or self._is_own(environ.get("HTTP_COOKIE", "")):
            return self._pages(environ, start_response)
        headers = {"Location": options.chosen.signin_path, "Connection": "close", "Content-Length": "0", **HEADERS}
        start_response("303 See Other", list(headers.items()))
        return []

    def _is_own(self, cookies: str) -> bool:
        return any(process.current.is_own_cookie(value[1]) for value in self._cookie.finditer(cookies))


def note_exception(**_event: object) -> None:
    """Log the class and place of an exception that became a 500."""
    if error := sys.exception():
        log.note_failure(error)


got_request_exception.connect(note_exception)
application = OwnCookieOnly(get_wsgi_application())
