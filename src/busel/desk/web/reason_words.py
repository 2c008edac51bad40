"""Why somebody was found, in words: each reason of the search has one, a test proves it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from busel.desk.search.text import Reason

WORDS: dict[Reason, str | Promise] = {
    Reason.AS_WRITTEN: _("name as written"),
    Reason.SAME_SOUND: _("name in the other spelling"),
    Reason.SAME_GIVEN_NAME: _("another form of the given name"),
    Reason.LIKE_SOUND: _("name sounds alike"),
    Reason.BEGINS_SO: _("name begins so"),
    Reason.INITIAL: _("initial"),
    Reason.ALIKE: _("nearly the same spelling"),
    Reason.PHONE: _("telephone"),
    Reason.TEXT: _("note, address or activity"),
    Reason.FILTER: "",
}
"""A filter is no reason that needs words: it stands beside the list."""


def reason_words(reasons: Iterable[Reason]) -> str:
    """Return the reasons as one phrase."""
    return ", ".join(filter(None, (str(WORDS[reason]) for reason in reasons)))
