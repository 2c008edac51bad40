"""Letters: from people and a template to what is printed, and who is left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from babel.dates import format_date

from busel.contacts.records import Address, Contact
from busel.outreach.greeting import greeting, name_in
from busel.outreach.letter import Letter
from busel.outreach.placeholders import Parsed, fill, one_line, parse
from busel.outreach.postal import address_lines, can_be_posted, postal_key, settlement
from busel.outreach.tables import rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

LANGUAGES = ("be", "ru")

REASONS = ("deceased", "risk", "moved", "no-letters", "no-address", "no-template", "no-name")
"""Why somebody gets no letter. Where several hold, the first of these is given."""


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to write to: the record id, the person, the address to use if there is one, and the code to print."""

    id: int
    contact: Contact
    address: Address | None = None
    short_code: str = ""
    """Typed in when the letter comes back; says nothing by itself."""


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at the head of every letter, by language ("be", "ru"); either part may be missing."""

    lines: dict[str, tuple[str, ...]] = {}
    places: dict[str, str] = {}
    """Where it is written, before the date: {"be": "Бабруйск", "ru": "Бобруйск"}."""


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
    heads = {language: _head(mailing.sender, day, language=language) for language in parsed}
    letters = []
    for recipient, address in posted:
        language = _language_for(recipient.contact, parsed, mailing.default_language)
        where = address_lines(address, language, place_word=place_word)
        letters.append(_letter(recipient, parsed[language], where=where, head=heads[language]))
    return letters, left_out


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


def _letter(recipient: Recipient, body: Parsed, *, where: tuple[str, ...], head: _Head) -> Letter:
    name = name_in(recipient.contact, head.language)
    greeted = greeting(name, recipient.contact.sex, language=head.language)
    values = {
        "greeting": greeted,
        "given": name.given,
        "patronymic": name.patronymic,
        "family": name.family,
        "full_name": name.full,
        "settlement": settlement(recipient.address, head.language) if recipient.address else "",
        "today": head.today,
    }
    return Letter(
        contact=recipient.id,
        language=head.language,
        sender_lines=head.sender_lines,
        address_lines=(name.full, *where),
        place_and_day=head.place_and_day,
        salutation="" if body.uses("greeting") else f"{greeted}!",
        paragraphs=fill(body, values),
        short_code=one_line(recipient.short_code),
    )
