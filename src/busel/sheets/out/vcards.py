"""People as vCards, for address books: version 4.0 (RFC 6350), or 3.0 (RFC 2426), which older telephones want.

A card has one name; the other language stands beside it under the same ALTID, as RFC 6350 §5.4 has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from busel.contacts import records
from busel.contacts.busel_ids import show_busel_id
from busel.contacts.person_name import NameParts, PersonName
from busel.contacts.postal import PostalAddress
from busel.contacts.records import Field
from busel.names.places import division
from busel.sheets.out.layout import own_labels
from busel.sheets.out.person import Person
from busel.sheets.out.words import heading, yes_no_words
from busel.sheets.own_fields import write_own
from busel.sheets.targets import MARKS

_LINE_BYTES = 75
_ESCAPED: dict[int, str | None] = dict.fromkeys(range(32)) | {
    ord(sign): escaped for sign, escaped in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\n", "\\n"))
}
_WHOLE_DAY = len("1960-02-29")
_COUNTRY = "BY"
_E164 = re.compile(r"\+[0-9]{4,20}")


class Cards:
    """Writes cards. `language` is that of words like "do not approach"; `newest` is version 4.0."""

    def __init__(self, language: str, own: Sequence[Field] = (), *, newest: bool = True) -> None:
        self._language, self._own, self._newest = language, own, newest
        self._labels = own_labels(own, language)

    def written(self, people: Iterable[Person]) -> Iterator[bytes]:
        """Yield a card for each person."""
        for person in people:
            lines = ["BEGIN:VCARD", f"VERSION:{'4.0' if self._newest else '3.0'}", *self._lines(person), "END:VCARD"]
            yield b"".join(map(_folded, lines))

    def _lines(self, person: Person) -> Iterator[str]:
        contact = person.contact
        yield f"UID:{show_busel_id(person.id)}"
        yield from self._names(person)
        if contact.nickname:
            yield f"NICKNAME:{_text(contact.nickname)}"
        yield from self._about(contact)
        for phone in person.phones:
            yield self._phone(phone)
        for email in person.emails:
            yield f"EMAIL:{_text(email.address)}"
        for at, address in enumerate(person.addresses, 1):
            yield from self._addresses(address, at)
        words = [heading(mark, self._language) for mark in MARKS if getattr(contact, mark)]
        tags = [f"{tag.label}: {tag.value}" if tag.value else tag.label for tag in person.tags]
        if words or tags:
            yield f"CATEGORIES:{','.join(map(_text, [*words, *tags]))}"
        for value in contact.external_ids:
            yield f"X-EXTERNAL-ID:{_text(value)}"
        if note := self._note(contact):
            yield f"NOTE:{_text(note)}"

    def _names(self, person: Person) -> Iterator[str]:
        """Yield the name in the language of the person first; FN may not be missing, and says a number then."""
        name = PersonName.of(person.contact)
        first = person.contact.language or self._language
        both = sorted((("be", name.be), ("ru", name.ru)), key=lambda one: one[0] != first)
        spelt = {language: parts for language, parts in both if parts.full}
        if not spelt:
            yield f"FN:{_text(name.nickname or show_busel_id(person.id))}"
            yield "N:;;;;"
        elif self._newest:
            for language, parts in spelt.items():
                yield f"FN;ALTID=1;LANGUAGE={language}:{_text(parts.full)}"
                yield f"N;ALTID=1;LANGUAGE={language}:{_name(parts)}"
        else:
            one, *others = spelt.values()
            yield f"FN:{_text(one.full)}"
            yield f"N:{_name(one)}"
            yield from (f"X-OTHER-SPELLING:{_name(other)}" for other in others)

    def _about(self, contact: records.Contact) -> Iterator[str]:
        birth = contact.birth
        if self._newest:
            if birth:
                yield f"BDAY:{_text(birth.replace('-', '') if len(birth) == _WHOLE_DAY else birth)}"
            if contact.sex:
                yield f"GENDER:{_text(contact.sex.upper())}"
            if contact.language:
                yield f"LANG:{_text(contact.language)}"
        elif len(birth) == _WHOLE_DAY:
            yield f"BDAY:{_text(birth)}"

    def _phone(self, phone: records.Phone) -> str:
        if self._newest and _E164.fullmatch(phone.number):
            return f"TEL;VALUE=uri:tel:{phone.number}"
        return f"TEL{';VALUE=text' * self._newest}:{_text(phone.number or phone.written)}"

    def _addresses(self, address: records.Address, at: int) -> Iterator[str]:
        """Yield the address, in version 4.0 in each language in which it is known."""
        shown = PostalAddress(address)
        both = {"be": address.street_be or address.settlement_be, "ru": address.street_ru or address.settlement_ru}
        spelt = [language for language, known in both.items() if known]
        for language in spelt if self._newest and spelt else [*spelt, self._language][:1]:
            lines = [line for line in (shown.street(language), shown.house.shown) if line]
            region = ", ".join(_place(one, language) for one in (address.district, address.region) if one)
            parts = ("", "", ", ".join(lines), shown.settlement(language), region, address.postcode, _COUNTRY)
            about = f";ALTID=A{at};LANGUAGE={language}" if self._newest and spelt else ""
            yield f"ADR{about}:{';'.join(map(_text, parts))}"

    def _note(self, contact: records.Contact) -> str:
        """Return the notes, and what has no place of its own: source, support, the organisation's fields."""
        language = self._language
        words = yes_no_words(language)
        own = [
            (label, write_own(field, contact.custom.get(field.key), words))
            for field, label in zip(self._own, self._labels, strict=True)
        ]
        more = [
            (heading("support", language), str(contact.support or "")),
            (heading("source", language), contact.source),
            (heading("birth", language), "" if self._newest or len(contact.birth) == _WHOLE_DAY else contact.birth),
            *own,
        ]
        return "\n".join(filter(None, [contact.notes, *(f"{label}: {value}" for label, value in more if value)]))


def _name(parts: NameParts) -> str:
    return ";".join(map(_text, (parts.family, parts.given, parts.patronymic, "", "")))


@cache
def _place(stored: str, language: str) -> str:
    known = division(stored)
    return known.shown(language) if known else stored


def _text(value: str) -> str:
    """Return a value with what would end it escaped; other control characters are left out."""
    return value.replace("\r\n", "\n").replace("\r", "\n").translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """Return a line in UTF-8, folded after 75 bytes and never within a letter."""
    rest = line.encode()
    folded, room = bytearray(), _LINE_BYTES
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:  # noqa: PLR2004 - a byte of UTF-8 that goes on with a letter
            cut -= 1
        folded += rest[:cut] + b"\r\n "
        rest, room = rest[cut:], _LINE_BYTES - 1
    return bytes(folded + rest + b"\r\n")
