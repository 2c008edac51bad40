"""What is said of everybody in a list, where the rows say nothing themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from busel.sheets.draft import Draft
from busel.sheets.ties import Tie


@dataclass(frozen=True)
class Whole:
    """A group that everybody joins, where the people come from, how their names are read and spelt."""

    group: str = ""
    source: str = ""
    names_in: str = ""
    """ "be", "ru", or "" to find it out."""
    suggest: bool = False
    """Suggest the other language's spelling of names of new people, marked as suggested."""

    def said_of(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Yield the drafts with what is said of everybody. What a row says itself goes before it."""
        for draft in drafts:
            if draft.can_come_in:
                self._say(draft)
            yield draft

    def _say(self, draft: Draft) -> None:
        if self.source:
            draft.contact.setdefault("source", self.source)
        if self.group:
            named = draft.ties.setdefault("groups", [])
            if self.group.casefold() not in {tie.text.casefold() for tie in named}:
                named.append(Tie(self.group, {}))


NOTHING_SAID = Whole()
