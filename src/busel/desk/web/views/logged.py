"""The middleware that logs what a page shows, before it is shown: unconfirmed, or made of what is stale, it is not."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from busel.desk.journals.writing import NotAllowedError
from busel.desk.oversight import access_log
from busel.desk.oversight.access_log import BrakedError, Page, StaleError
from busel.desk.oversight.brakes import lay_page, usual
from busel.desk.running import log, member, newcomer, process
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.porch_views import see_other
from busel.shelf.protocol import SessionEndedError, ShelfError

Respond = Callable[[HttpRequest], HttpResponse]


class LoggedFirst:
    """Stands innermost: the answer is ready and nobody has it yet."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self._at_hand = threading.local()
        """`divisions`: those that were open when the page of this thread was begun."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless the shelf does not take the entries or the brake stops it.

        A page that was made first and turns out to be stale is made once more, after the news.
        """
        if process.current.mode is not process.Mode.KEYED:
            return self.get_response(request)
        told, self._at_hand.divisions = notices.waiting(), _open_divisions()
        with access_log.page() as page:
            response = self.get_response(request)
        try:
            return _logged(request, page, response)
        except StaleError:
            notices.put_back(told)
        with access_log.page(anew=True) as page:
            response = self.get_response(request)
        return _logged(request, page, response)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Ask for the page once more where a division was closed while it was made: what it listed is gone.

        Of a form nobody knows how far it was carried out: that failed, and says so.
        """
        before: frozenset[bytes] = getattr(self._at_hand, "divisions", frozenset())
        if not before or request.method != "GET" or before <= _open_divisions():
            return None
        log.note_failure(error)
        return see_other(request.get_full_path())


def _open_divisions() -> frozenset[bytes]:
    """Return the divisions that are open; none on a newcomer's desk."""
    return frozenset() if newcomer.is_here() else frozenset(member.current().session.numbers)


def _logged(request: HttpRequest, page: Page, response: HttpResponse) -> HttpResponse:
    if not page.notes and page.drawn is None:
        return response
    try:
        lay_page(member.current().session, page.notes, page.drawn or ())
    except BrakedError:
        return braked(request)
    except NotAllowedError:
        return forbidden(request)
    except SessionEndedError:
        process.current.end("session-ended")
        return see_other("/signed-out/ended")
    except ShelfError as error:
        log.note_failure(error)
        return render(request, "503.html", status=503)
    return response


def braked(request: HttpRequest) -> HttpResponse:
    """Say that a colleague is asked first."""
    hour, day = usual(member.current().session)
    return render(request, "braked.html", {"hour": hour, "day": day}, status=429)
