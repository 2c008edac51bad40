"""Letters: from people and a template to what is printed, and who is left out and why."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec
from babel.dates import format_date

from busel.contacts.records import Address, Contact
from busel.outreach.greeting import Named, greeting, name_in
from busel.outreach.letter import Letter
from busel.outreach.placeholders import Parsed, fill, one_line, parse
from busel.outreach.postal import address_lines, can_be_posted, postal_key, settlement
from busel.outreach.tables import rows
from busel.outreach.together import addressed_to, greeting_of_several, named_together

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

LANGUAGES = ("be", "ru")

REASONS = ("deceased", "risk", "moved", "no-letters", "no-address", "no-template", "no-name")
"""Why somebody gets no letter. Where several hold, the first of these is given."""


HOUSEHOLD = "household"
"""Beside them: somebody of the household gets one, and it is addressed to them, too."""


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to write to: the record id, the person, the address to use if there is one, and the code to print."""

    id: int
    contact: Contact
    address: Address | None = None
    household: int = 0
    """The record id of the household that they live in; 0 for none."""
    division: int = 0
    """By which of `Mailing.senders` is chosen."""
    short_code: str = ""
    """Typed in when the letter comes back; says nothing by itself."""


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at the head of every letter, by language ("be", "ru"); either part may be missing."""

    lines: dict[str, tuple[str, ...]] = {}
    places: dict[str, str] = {}
    """Where it is written, before the date: {"be": "Бабруйск", "ru": "Бобруйск"}."""
    country: str = ""
    """Where it is posted: ISO 3166, two letters; empty is Belarus."""


class LeftOut(msgspec.Struct, frozen=True):
    """A person who gets no letter, and one of REASONS."""

    contact: int
    reason: str


class Mailing(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for all letters of a print run."""

    bodies: dict[str, str]
    """Template by language, as `Template.bodies`; each without problems (`placeholders.check`)."""
    sender: Sender
    default_language: str
    """For people whose language is unknown."""
    senders: dict[int, Sender] = {}
    """Division -> what stands at the head of its letters, where that is not `sender`."""
    together: bool = False
    """Is one letter enough for people of one household?"""
    households: dict[int, str] = {}
    """Household -> its title."""

    def sender_of(self, recipient: Recipient) -> Sender:
        """Return who writes to somebody."""
        return self.senders.get(recipient.division, self.sender)


def compose(
    recipients: Iterable[Recipient],
    mailing: Mailing,
    *,
    day: dt.date,
    place_word: Callable[[str, str], str] = lambda stored, _language: stored,
) -> tuple[list[Letter], list[LeftOut]]:
    """Return the letters in postal order, and everybody who gets none, in the order they came.

    Raises ValueError when a template has problems. `place_word(stored, language)` words a district or region.
    """
    parsed = {language: parse(body) for language, body in mailing.bodies.items() if language in LANGUAGES and body}
    posted: list[tuple[Recipient, Address]] = []
    left_out: list[LeftOut] = []
    for recipient in recipients:
        reason = _reason_against(recipient, parsed)
        if reason or recipient.address is None:
            left_out.append(LeftOut(recipient.id, reason))
        else:
            posted.append((recipient, recipient.address))
    posted.sort(key=lambda pair: postal_key(pair[1]))
    head = cache(
        lambda division, language: _head(mailing.senders.get(division, mailing.sender), day, language=language)
    )
    letters = []
    for (recipient, address), *others in _together(posted, mailing):
        language = _language_for(recipient.contact, parsed, mailing.default_language)
        posted_in = mailing.sender_of(recipient).country
        where = address_lines(address, language, place_word=place_word, posted_in=posted_in)
        people = [recipient, *(other for other, _address in others)]
        named = _addressed(people, mailing, language)
        letters.append(_letter(named, parsed[language], where=where, head=head(recipient.division, language)))
        left_out += [LeftOut(other.id, HOUSEHOLD) for other, _address in others]
    return letters, left_out


def _together(posted: list[tuple[Recipient, Address]], mailing: Mailing) -> Iterable[list[tuple[Recipient, Address]]]:
    """Return who gets a letter together, the first of them first, in the order of the letters."""
    groups: dict[object, list[tuple[Recipient, Address]]] = {}
    for recipient, address in posted:
        shares = mailing.together and recipient.household
        groups.setdefault(recipient.household if shares else (recipient.id,), []).append((recipient, address))
    return groups.values()


class _Addressed(msgspec.Struct, frozen=True):
    """Whom a letter is for: one person, or several who live together."""

    id: int
    line: str
    name: Named
    greeting: str
    settlement: str
    short_code: str


def _addressed(people: list[Recipient], mailing: Mailing, language: str) -> _Addressed:
    first = people[0]
    names = [name_in(one.contact, language) for one in people]
    place = settlement(first.address, language) if first.address else ""
    if len(people) == 1:
        greeted = greeting(names[0], first.contact.sex, language=language)
        return _Addressed(first.id, names[0].full, names[0], greeted, place, first.short_code)
    title = mailing.households.get(first.household, "")
    line = addressed_to(title, [one.contact for one in people], language)
    together = named_together(names, language)
    return _Addressed(first.id, line, together, greeting_of_several(names, language), place, first.short_code)


def day_in_words(day: dt.date, language: str) -> str:
    """Return "21 лістапада 2026 г." or "21 ноября 2026 г."."""
    year_sign = next(row[4] for row in rows("address_words") if row[0] == language)
    return f"{format_date(day, 'd MMMM y', locale=language)} {year_sign}"


def _reason_against(recipient: Recipient, parsed: Mapping[str, Parsed]) -> str:
    contact, address = recipient.contact, recipient.address
    holds = {
        "deceased": contact.deceased,
        "risk": contact.risk,
        "moved": contact.moved,
        "no-letters": contact.no_letters,
        "no-address": address is None or not can_be_posted(address),
        "no-template": not parsed,
        "no-name": not name_in(contact, "be").full,
    }
    return next((reason for reason in REASONS if holds[reason]), "")


def _language_for(contact: Contact, parsed: Mapping[str, Parsed], default: str) -> str:
    """Return the person's language, else the organisation's, else the one there is: both are read by everybody."""
    wanted = contact.language if contact.language in LANGUAGES else default
    return wanted if wanted in parsed else next(iter(parsed))


class _Head(msgspec.Struct, frozen=True):
    """What all letters of one language share."""

    language: str
    sender_lines: tuple[str, ...]
    place_and_day: str
    today: str


def _head(sender: Sender, day: dt.date, *, language: str) -> _Head:
    today = day_in_words(day, language)
    return _Head(
        language,
        tuple(map(one_line, sender.lines.get(language, ()))),
        ", ".join(filter(None, (one_line(sender.places.get(language, "")), today))),
        today,
    )


def _letter(to: _Addressed, body: Parsed, *, where: tuple[str, ...], head: _Head) -> Letter:
    values = {
        "greeting": to.greeting,
        "given": to.name.given,
        "patronymic": to.name.patronymic,
        "family": to.name.family,
        "full_name": to.line,
        "settlement": to.settlement,
        "today": head.today,
    }
    return Letter(
        contact=to.id,
        language=head.language,
        sender_lines=head.sender_lines,
        address_lines=(to.line, *where),
        place_and_day=head.place_and_day,
        salutation="" if body.uses("greeting") else f"{to.greeting}!",
        paragraphs=fill(body, values),
        short_code=one_line(to.short_code),
    )
