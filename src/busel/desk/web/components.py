"""The shapes that templates are given: what a view fills, and what each part of it is for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
"""Text for a person, translated already or when it is shown."""


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now, first on the home page."""

    title: Words
    text: Words
    url: str
    action: Words
    """A verb: "Open the inbox"."""


@dataclass(frozen=True)
class Task:
    """A line of "what waits". `count`: "?" where nobody has counted yet."""

    count: int | str
    title: Words
    text: Words
    url: str


@dataclass(frozen=True)
class Stat:
    """A number that says how we stand. `kind` colours it; the note says the same in words."""

    value: int | str
    label: Words
    note: Words = ""
    url: str = ""
    kind: str = ""
    """ "", "success", "warning" or "danger"."""


@dataclass(frozen=True)
class Change:
    """One field, before and after; either may be empty."""

    label: Words
    old: Words = ""
    new: Words = ""


@dataclass(frozen=True)
class Event:
    """A deed in a contact's history, newest first."""

    when: dt.datetime
    """In the organisation's zone; deeds know the hour only."""
    who: str
    title: Words
    changes: tuple[Change, ...] = ()
    origin: Words = ""
    """From which import or envelope it came."""
    undo_id: str = ""
    """What the undo button posts; empty when it cannot be undone, or not by this person."""
    undo_words: Words = ""
    undone: bool = False


@dataclass(frozen=True)
class Fact:
    """A label and what is known, in the second language too."""

    label: Words
    value: Words
    other: str = ""


IMPORT_STEPS = (_("File"), _("Reading"), _("Columns"), _("Effects"), _("Progress"), _("Report"))
"""The steps of bringing a list in: `step_labels` of the pages under imports/."""

FIRST_STEPS = (_("Begin"), _("Write down"), _("Type back"), _("Keep safe"), _("Access"))
"""The steps of a first sign-in: `step_labels` of the pages under first/."""

LETTER_STEPS = (_("Choice"), _("Preview"), _("PDF file"))
"""The steps of printing letters: `step_labels` of the pages under letters/."""
