"""What a person prefers to see: language and look. Kept where the desk says; before sign-in, in two functional cookies.

The desk calls `keep_in` once, after sign-in, with something that reads and writes the person's own journal. Without it
(on the porch) the choice stands in cookies that last as long as the window and say nothing about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from busel.desk.web.policy import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LANGUAGES = (("be", "Беларуская"), ("ru", "Русский"), ("en", "English"))
SHORT = {"be": "Бел", "ru": "Рус", "en": "Eng"}
THEMES = ("auto", "light", "dark")
LANGUAGE_COOKIE, THEME_COOKIE = "language", "theme"
ALLOWED = {LANGUAGE_COOKIE: tuple(dict(LANGUAGES)), THEME_COOKIE: THEMES}
IN_A_FORM = "switch_"
"""Begins the names of the switches where they belong to a form that somebody is filling in."""


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
    _keep(request, LANGUAGE_COOKIE, request.POST.get("language", ""))
    return _back(request)


@public
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Take the look that was pressed and go back to the page."""
    _keep(request, THEME_COOKIE, request.POST.get("theme", ""))
    return _back(request)


def switched(request: HttpRequest) -> bool:
    """Was a switch pressed inside a form? It is kept; the view draws the form as it was typed and does nothing else."""
    pressed = [name for name in ALLOWED if IN_A_FORM + name in request.POST]
    for name in pressed:
        _keep(request, name, request.POST[IN_A_FORM + name])
    return bool(pressed)


def _keep(request: HttpRequest, name: str, value: str) -> None:
    if value not in ALLOWED[name]:
        return
    if _keepers:
        _keepers[0].write(replace(_keepers[0].read(), **{name: value}))
    request.COOKIES[name] = value
    request.switched = (name, value)  # type: ignore[attr-defined]  # for the middleware
    if name == LANGUAGE_COOKIE:
        translation.activate(value)


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Lay the choice of this request into its cookie, too: it holds where nobody is signed in."""
    for name, value in filter(None, [getattr(request, "switched", None)]):
        response.set_cookie(name, value, httponly=True, samesite="Strict", secure=settings.CSRF_COOKIE_SECURE)


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page that the switch stood on. Why safe: only a path of ours is followed."""
    path = request.POST.get("next", "")
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    response = HttpResponseRedirect(path if ours else "/")
    response.status_code = 303
    return response
