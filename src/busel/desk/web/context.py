"""The context processor: what every template knows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from busel.desk.web import frame, notices, preferences

if TYPE_CHECKING:
    from django.http import HttpRequest

THEME_WORDS = (("auto", _("As the browser")), ("light", _("Light")), ("dark", _("Dark")))


def around(request: HttpRequest) -> dict[str, Any]:
    """Return the frame, the waiting notices (taken when a template asks) and the two switches."""
    return {
        "frame": cache(frame.current),
        "notices": notices.take,
        "theme": preferences.of_request(request).theme,
        "themes": THEME_WORDS,
        "languages": preferences.LANGUAGES,
        "language": get_language() or "be",
        "language_short": preferences.SHORT.get(get_language() or "be", ""),
    }
