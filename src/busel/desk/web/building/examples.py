"""Searches to begin with: each teaches something, and is changed where it does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from busel.desk.people.tag_labels import tag_labels
from busel.desk.search.conditions import Condition
from busel.desk.session import Session
from busel.desk.web.building.drafts import Draft, draft_of
from busel.desk.web.components import Words


@dataclass(frozen=True)
class Example:
    """A search to begin with, and rows that wait to be filled in."""

    key: str
    title: Words
    text: Words
    parts: tuple[Condition, ...] = ()
    blanks: tuple[str, ...] = ()
    sample: str = ""

    def draft(self, session: Session) -> Draft:
        """Return it as a draft."""
        parts: list[Any] = list(self.parts)
        if self.key == "volunteers":
            parts = [
                {"some": "tag", "of": [{"field": "label", "any_of": [label]}]} for label in tag_labels(session)[:1]
            ]
        draft = draft_of(session, {"all": parts}, title="", sample=self.sample)
        for key in self.blanks:
            draft.tree.add(draft.tree.top.id, key)
        return draft


_SUPPORTERS: Condition = {"field": "support", "any_of": [1, 2]}
_TALKED: Condition = {
    "some": "activity",
    "of": [
        {"field": "type", "any_of": ["call", "visit", "meeting"]},
        {"field": "day", "during": {"last": 6, "unit": "month"}},
    ],
}
EXAMPLES = (
    Example(
        "no-phone",
        _("Supporters without a telephone"),
        _("Support 1 or 2, and no phone is known."),
        ({**_SUPPORTERS}, {"not": {"some": "phone"}}),
    ),
    Example(
        "silent",
        _("Not spoken to for six months"),
        _("No call, visit or meeting since then. “Not” turns a condition round."),
        ({"not": _TALKED},),
    ),
    Example(
        "volunteers",
        _("Volunteers of one district"),
        _("Those who bear a tag; you fill in where they live."),
        blanks=("some:address",),
    ),
    Example(
        "birthdays",
        _("Birthdays in the next seven days"),
        _("Counted anew each day, of supporters only."),
        ({"field": "birthday", "during": {"next": 7, "unit": "day"}}, {**_SUPPORTERS}),
    ),
    Example(
        "due",
        _("Somebody promised to come back to them"),
        _("Follow-ups that are open, and due by today."),
        (
            {
                "some": "follow_up",
                "of": [
                    {"field": "open", "is": True},
                    {"field": "due", "during": {"from": "", "to": "today"}},
                ],
            },
        ),
    ),
    Example(
        "hundred",
        _("A hundred at random, to ask for their opinion"),
        _("The same hundred whenever you look; whoever must not be called is left out."),
        ({"not": {"field": "no_calls", "is": True}}, {"not": {"field": "risk", "is": True}}, {"some": "phone"}),
        sample="100",
    ),
)
