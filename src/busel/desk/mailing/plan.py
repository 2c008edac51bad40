"""A plan: the letters of one print run as they will be, and everybody who gets none. It is shown, then carried out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings

from busel.contacts.records import Template
from busel.desk.clock import today_iso
from busel.desk.mailing.audience import Audience
from busel.desk.mailing.recipients import recipients
from busel.desk.mailing.senders import senders
from busel.desk.session import Session
from busel.desk.workspace.models import Activity, Item
from busel.names.places import division
from busel.outreach.letter import Letter
from busel.outreach.letters import HOUSEHOLD, LANGUAGES, LeftOut, Mailing, Recipient, Sender, compose
from busel.outreach.placeholders import check
from busel.registry.roles import Role

READ_ONLY = "read-only"
"""Beside `outreach.letters.REASONS`: the account may only read there, so nothing could be noted."""
MOST_LETTERS = 20_000
"""In one print run: its PDF stays in RAM, and joining holds it twice."""


@dataclass(frozen=True)
class Choice:
    """What was chosen: to whom, and which text."""

    audience: Audience
    template: Template
    audience_title: str = ""
    """Of a saved search; empty for everybody or a result."""
    one_per_household: bool = False
    """Is one letter enough for people who live together?"""


@dataclass(frozen=True)
class Plan:
    """What comes of a choice at one moment."""

    day: dt.date
    letters: list[Letter] = field(repr=False)
    left_out: list[LeftOut] = field(repr=False)
    journals: dict[int, bytes] = field(repr=False)
    """Contact -> the division in whose journal its letter is noted, in the order of the letters; then those with whom
    somebody gets one together."""

    @property
    def too_many(self) -> bool:
        """Is it more than one print run can hold?"""
        return len(self.letters) > MOST_LETTERS

    def reasons(self) -> list[tuple[str, int]]:
        """Return why people are left out, and how many each, the most frequent first."""
        return Counter(left.reason for left in self.left_out).most_common()

    def by_language(self) -> list[tuple[str, int]]:
        """Return the languages and how many letters each has."""
        counts = Counter(letter.language for letter in self.letters)
        return [(language, counts[language]) for language in LANGUAGES if counts[language]]

    def by_division(self) -> dict[bytes, int]:
        """Return how many letters go to people of each division, by its journal."""
        return dict(Counter(self.journals.values()))

    def samples(self) -> list[Letter]:
        """Return the first letter of each language."""
        return [
            next(letter for letter in self.letters if letter.language == language)
            for language, _count in self.by_language()
        ]

    def written_before(self, title: str) -> int:
        """Return to how many of these people the same letter was printed before."""
        had = Activity.objects.filter(type="letter", subject=title).values_list("contact", flat=True)
        return len(self.journals.keys() & set(had))


def plan_letters(session: Session, choice: Choice, *, default_language: str = "") -> Plan:
    """Compose the letters of a choice. Raises ValueError for a template with problems, conditions.BadConditionError.

    `default_language` is for people whose language is unknown: the organisation's, unless another is given.
    """
    day = dt.date.fromisoformat(today_iso())
    changing = {session.numbers[bundle.journal]: bundle.journal for bundle in session.divisions(least=Role.EDITOR)}
    mine: list[Recipient] = []
    journals: dict[int, bytes] = {}
    read_only: list[LeftOut] = []
    for number, recipient in recipients(choice.audience.people()):
        if number in changing:
            mine.append(recipient)
            journals[recipient.id] = changing[number]
        else:
            read_only.append(LeftOut(recipient.id, READ_ONLY))
    language = default_language or settings.LANGUAGE_CODE
    mailing = Mailing(
        bodies=choice.template.bodies,
        sender=Sender(),
        default_language=language,
        senders=senders(session),
        together=choice.one_per_household,
        households=_titles() if choice.one_per_household else {},
    )
    letters, left_out = compose(mine, mailing, day=day, place_word=place_word)
    together = [left.contact for left in left_out if left.reason == HOUSEHOLD]
    noted = {contact: journals[contact] for contact in (*(letter.contact for letter in letters), *together)}
    return Plan(day, letters, [*read_only, *left_out], noted)


def _titles() -> dict[int, str]:
    """Return what the households are called."""
    held = Item.objects.filter(kind="household").values_list("record", "fields")
    return {record: str(fields.get("title", "")) for record, fields in held}


def has_problems(template: Template) -> bool:
    """Can the letter not be used as it is?"""
    bodies = [body for body in template.bodies.values() if body]
    return not bodies or any(check(body) for body in bodies)


@cache
def place_word(stored: str, language: str) -> str:
    """Return the words for what an address's region or district holds."""
    known = division(stored)
    return known.shown(language) if known else stored
