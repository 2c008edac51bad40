"""What is wrong with a share that was typed: a sentence for each fault, a test proves it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from busel.vault.shares import WORDS, Fault, ShareError


def share_words(error: ShareError) -> str:
    """Return the sentence for whoever typed it."""
    return FAULTS[error.fault](error)


def _word(error: ShareError) -> str:
    named = {"at": error.at, "word": error.typed, "like": error.like}
    if error.like:
        return _("Word %(at)s, “%(word)s”, is not a word of these cards. Is it “%(like)s”?") % named
    return _("Word %(at)s, “%(word)s”, is not a word of these cards.") % named


def _length(error: ShareError) -> str:
    if not error.at:
        return _("Type the words of one share.")
    told = ngettext(
        "A share has %(all)s words, and %(count)s was typed.",
        "A share has %(all)s words, and %(count)s were typed.",
        error.at,
    )
    return told % {"all": WORDS, "count": error.at}


FAULTS: dict[Fault, Callable[[ShareError], str]] = {
    Fault.WORD: _word,
    Fault.LENGTH: _length,
    Fault.CHECKSUM: lambda _error: _(
        "Each word is one of the list, but together they are no share: one is another word, or two changed places. "
        "Compare them with the card, number by number."
    ),
    Fault.AGAIN: lambda error: (
        _("Share %(number)s was typed already. Let the next trustee come.") % {"number": error.at}
    ),
    Fault.OTHER_WORDS: lambda _error: _(
        "No share of this organisation has these four words under these numbers. Compare each of them with the card. "
        "If they are right, the card is an older one, or another organisation's."
    ),
    Fault.OTHER_SET: lambda _error: _(
        "This share is not of the same set as the ones before: it is another organisation's, or an older one of yours."
    ),
    Fault.OTHER_ROOT: lambda _error: _(
        "It is a whole share, but not of this organisation's root key: it is another organisation's, or an older one."
    ),
}
