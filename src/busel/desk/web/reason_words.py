"""Why somebody was found, in words: each reason of the search has one, a test proves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.contacts.former import formers_in, is_spelling
from busel.contacts.person_name import NameParts, PersonName
from busel.desk.keeping.short_forms import own_forms
from busel.desk.search.text import Reason
from busel.names.clean import tokens
from busel.names.given import counterpart, usual_first
from busel.names.keys import k1
from busel.names.words import language_of

WORDS: dict[Reason, str | Promise] = {
    Reason.AS_WRITTEN: gettext_lazy("name as written"),
    Reason.SAME_SOUND: gettext_lazy("name in the other spelling"),
    Reason.SAME_GIVEN_NAME: gettext_lazy("another form of the given name"),
    Reason.LIKE_SOUND: gettext_lazy("name sounds alike"),
    Reason.BEGINS_SO: gettext_lazy("name begins so"),
    Reason.INITIAL: gettext_lazy("initial"),
    Reason.ALIKE: gettext_lazy("nearly the same spelling"),
    Reason.FORMER: gettext_lazy("former surname"),
    Reason.PHONE: gettext_lazy("telephone"),
    Reason.TEXT: gettext_lazy("note, address or activity"),
    Reason.FILTER: "",
}
"""A filter is no reason that needs words: it stands beside the list."""
_LATIN = re.compile("[a-z]", re.IGNORECASE)


class Typed:
    """What was searched for, to say how a person's name differs from it."""

    def __init__(self, text: str, language: str = "be") -> None:
        self._text, self._language = text, language
        self.words = tokens(text)

    def reasons(self, reasons: Iterable[Reason], name: PersonName) -> str:
        """Return why this person was found as one phrase: of names only how they differ, if they do."""
        said = dict.fromkeys(reasons)
        if len(said) > 1:
            said.pop(Reason.AS_WRITTEN, None)
        return ", ".join(dict.fromkeys(filter(None, (self._told(reason, name) for reason in said))))

    def _told(self, reason: Reason, name: PersonName) -> str:
        if reason is Reason.SAME_SOUND:
            return self._spelling(name)
        if reason is Reason.FORMER:
            return self._former(name)
        alone = reason is Reason.BEGINS_SO and len(self.words) == 1  # Юля is Юлія, which begins so, too
        if alone or reason is Reason.SAME_GIVEN_NAME:
            return self._given(name) or str(WORDS[reason])
        return str(WORDS[reason])

    def _spelling(self, name: PersonName) -> str:
        if _LATIN.search(self._text):
            return (
                _("same name in Cyrillic letters") if not _LATIN.search(_full(name)) else str(WORDS[Reason.SAME_SOUND])
            )
        if self._typed_in == "be" and not name.be.full:
            return _("same name in Russian spelling")
        if self._typed_in == "ru" and not name.ru.full:
            return _("same name in Belarusian spelling")
        if _LATIN.search(_full(name)):
            return _("same name in Latin letters")
        return str(WORDS[Reason.SAME_SOUND])

    def _former(self, name: PersonName) -> str:
        """Name the surname of before: in the list stands the one of today."""
        formers = formers_in(name.former)
        meant = [one for one in formers if any(is_spelling(word, part) for word in self.words for part in tokens(one))]
        if not formers:
            return str(WORDS[Reason.FORMER])
        return _("former surname %(name)s") % {"name": ", ".join(meant or formers)}

    @cached_property
    def _meant(self) -> Callable[[str], frozenset[str]]:
        """What words mean as given names: nearly every row of a list asks for the same ones."""
        return cache(own_forms().meant)

    @cached_property
    def _typed_in(self) -> str:
        return language_of(self._text)

    def _given(self, name: PersonName) -> str:
        """Say of whom it is the short form, if what was typed or what stands there is one; nothing for another name."""
        given = [part.given for part in (name.be, name.ru) if part.given]
        theirs = frozenset[str]().union(*map(self._meant, given))
        shared = [(word, called) for word in self.words for called in usual_first(self._meant(word) & theirs)]
        for word, called in shared:
            if _is_short(word, called) or all(_is_short(one, called) for one in given):
                shown = counterpart(called, "ru") or called if self._language == "ru" else called
                return _("short form of %(name)s") % {"name": shown}
        return str(WORDS[Reason.SAME_GIVEN_NAME]) if shared else ""


def _is_short(word: str, called: str) -> bool:
    return k1(word) not in set(_whole_forms(called))


def _whole_forms(called: str) -> Iterator[str]:
    yield k1(called)
    if other := counterpart(called, "ru"):
        yield k1(other)


def _full(name: PersonName) -> str:
    parts: list[NameParts] = [name.be, name.ru]
    return " ".join(filter(None, (part.full for part in parts)))
