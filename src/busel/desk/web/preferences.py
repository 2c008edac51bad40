"""What a person prefers to see: language and look. Kept where the desk says; before sign-in, in two functional cookies.

The desk calls `keep_in` once, after sign-in, with something that reads and writes the person's own journal. Without it
(on the porch) the choice stands in cookies that last as long as the window and say nothing about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from busel.desk.web.policy import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LANGUAGES = (("be", "Беларуская"), ("ru", "Русский"), ("en", "English"))
SHORT = {"be": "Бел", "ru": "Рус", "en": "Eng"}
THEMES = ("auto", "light", "dark")
LANGUAGE_COOKIE, THEME_COOKIE = "language", "theme"


@dataclass(frozen=True)
class Preferences:
    """A person's choices; an empty language means that none was chosen yet."""

    language: str = ""
    theme: str = "auto"


class Keeper(Protocol):
    """Where the signed-in person's preferences stay."""

    def read(self) -> Preferences:
        """Return what was chosen."""

    def write(self, preferences: Preferences) -> None:
        """Keep it."""


_keepers: list[Keeper] = []
"""At most one: a desk is one person's process."""


def keep_in(keeper: Keeper) -> None:
    """From now on the preferences stay in `keeper`: called by the desk at sign-in."""
    _keepers[:] = [keeper]


def forget() -> None:
    """Back to cookies only: for tests; a desk ends with its process."""
    _keepers.clear()


def current() -> Preferences | None:
    """Return the signed-in person's choices, or nothing on the porch."""
    return _keepers[0].read() if _keepers else None


def of_request(request: HttpRequest) -> Preferences:
    """Return what holds for this page: the person's own choice, else the cookies', else the organisation's language."""
    own = current() or Preferences()
    theme = own.theme if current() else request.COOKIES.get(THEME_COOKIE, "")
    language = own.language or request.COOKIES.get(LANGUAGE_COOKIE, "")
    return Preferences(
        language if language in dict(LANGUAGES) else organisation_language(),
        theme if theme in THEMES else "auto",
    )


def organisation_language() -> str:
    """Return the language of who has not chosen: a setting, never `Accept-Language` (English in every Tor Browser)."""
    return settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in dict(LANGUAGES) else "be"


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Take the language that was pressed and go back to the page."""
    language = request.POST.get("language", "")
    return _keep(request, LANGUAGE_COOKIE, language) if language in dict(LANGUAGES) else _back(request)


@public
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Take the look that was pressed and go back to the page."""
    theme = request.POST.get("theme", "")
    return _keep(request, THEME_COOKIE, theme) if theme in THEMES else _back(request)


def _keep(request: HttpRequest, name: str, value: str) -> HttpResponse:
    response = _back(request)
    if _keepers:
        _keepers[0].write(replace(_keepers[0].read(), **{name: value}))
    response.set_cookie(name, value, httponly=True, samesite="Strict", secure=settings.CSRF_COOKIE_SECURE)
    return response


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page that the switch stood on. Why safe: only a path of ours is followed."""
    path = request.POST.get("next", "")
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    response = HttpResponseRedirect(path if ours else "/")
    response.status_code = 303
    return response
