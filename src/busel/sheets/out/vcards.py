"""People as vCards, for address books: version 4.0 (RFC 6350), or 3.0 (RFC 2426), which older telephones want.

A card has one name; the other language stands beside it under the same ALTID, as RFC 6350 §5.4 has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from urllib.parse import quote

from busel.contacts import records
from busel.contacts.busel_ids import show_busel_id
from busel.contacts.person_name import NameParts, PersonName
from busel.contacts.postal import PostalAddress
from busel.contacts.records import Field
from busel.names.countries import country_name
from busel.names.places import division
from busel.sheets.cards.kept import SUM, TAIL, sum_of
from busel.sheets.cards.text import read_property
from busel.sheets.out.exact import Exact
from busel.sheets.out.person import Person
from busel.sheets.out.vcard_text import escaped as _text
from busel.sheets.out.words import heading
from busel.sheets.targets import MARKS, VOTES
from busel.sheets.ties import word

_LINE_BYTES = 75
_WHOLE_DAY = len("1960-02-29")
_COUNTRY = "BY"
_PHONE_TYPES = {"mobile": "cell", "home": "home", "work": "work"}
_ADDRESS_TYPES = {"home": "home", "registered": "home", "work": "work"}
_RELATED = {
    "spouse.other": "spouse", "parent.contact": "parent", "parent.other": "child", "sibling.other": "sibling",
    "relative.other": "kin", "neighbour.other": "neighbor", "friend.other": "friend", "colleague.other": "colleague",
}  # fmt: skip
"""What another person is to this one -> the word of RFC 6350 §6.6.6; for all others "contact"."""
_NO_SCHEME = re.compile(r"[^a-z0-9+.-]")
_E164 = re.compile(r"\+[0-9]{4,20}")


class Cards:
    """Writes cards. `language` is that of words like "do not approach"; `newest` is version 4.0."""

    def __init__(self, language: str, own: Sequence[Field] = (), *, newest: bool = True) -> None:
        self._language, self._newest = language, newest
        self._exact = Exact(language, own, newest=newest)

    def written(self, people: Iterable[Person]) -> Iterator[bytes]:
        """Yield a card for each person."""
        for person in people:
            lines = ["BEGIN:VCARD", f"VERSION:{'4.0' if self._newest else '3.0'}", *self._lines(person)]
            lines += self._exact.lines(person)
            for name, exactly in self._exact.beside(person):
                lines += [f"{SUM};OF={name}:{_sum_of(lines, name)}", *exactly]
            yield b"".join(map(_folded, [*lines, "END:VCARD"]))

    def _lines(self, person: Person) -> Iterator[str]:
        contact = person.contact
        yield f"UID:{show_busel_id(person.id)}"
        yield from self._names(person)
        for name, value in (
            ("NICKNAME", contact.nickname),
            ("X-MAIDENNAME", contact.former_family),
            ("X-SUGGESTED-SPELLING", contact.suggested),
        ):
            if value:
                yield f"{name}:{_text(value)}"
        yield from self._about(contact)
        for phone in person.phones:
            yield self._phone(phone)
        for email in person.emails:
            yield f"EMAIL{_wrong(email.status)}:{_text(email.address)}"
        for messenger in person.messengers:
            scheme = _NO_SCHEME.sub("", messenger.service.lower()) or "x"
            yield f"IMPP;X-SERVICE-TYPE={scheme}:{scheme}:{quote(messenger.name)}"
        for at, address in enumerate(person.addresses, 1):
            yield from self._addresses(address, at)
        yield from self._categories(person)
        yield from self._ties(person)
        for value in contact.external_ids:
            yield f"X-EXTERNAL-ID:{_text(value)}"
        yield from self._notes(person)

    def _categories(self, person: Person) -> Iterator[str]:
        contact = person.contact
        words = [heading(mark, self._language) for mark in MARKS if getattr(contact, mark)]
        tags = [f"{tag.label}: {tag.value}" if tag.value else tag.label for tag in person.tags]
        groups = [one.text for one in person.groups if not one.details.get("left")]
        if words or tags or groups:
            yield f"CATEGORIES:{','.join(map(_text, [*words, *tags, *groups]))}"

    def _ties(self, person: Person) -> Iterator[str]:
        name = "RELATED" if self._newest else "X-RELATED"
        for bond in person.relations:
            said = f"{word('relationship', bond.side, self._language)}: {bond.other.text}".rstrip()
            told = _text(f"{said} ({show_busel_id(bond.other.number)})")
            yield f"{name};TYPE={_RELATED.get(bond.side, 'contact')};VALUE=text:{told}"

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
            (language, one), *others = spelt.items()
            yield f"FN:{_text(one.full)}"
            yield f"N;LANGUAGE={language}:{_name(one)}"
            yield from (f"X-OTHER-SPELLING;LANGUAGE={language}:{_name(other)}" for language, other in others)

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
        kind = f";TYPE={_PHONE_TYPES[phone.type]}" if phone.type in _PHONE_TYPES else ""
        kind += _wrong(phone.status)
        if self._newest and _E164.fullmatch(phone.number):
            return f"TEL{kind};VALUE=uri:tel:{phone.number}"
        return f"TEL{kind}{';VALUE=text' * self._newest}:{_text(phone.number or phone.written)}"

    def _addresses(self, address: records.Address, at: int) -> Iterator[str]:
        """Yield the address, in version 4.0 in each language in which it is known."""
        shown = PostalAddress(address)
        both = {"be": address.street_be or address.settlement_be, "ru": address.street_ru or address.settlement_ru}
        spelt = [language for language, known in both.items() if known]
        for language in spelt if self._newest and spelt else [*spelt, self._language][:1]:
            country = country_name(address.country, language) if address.country else _COUNTRY
            lines = [line for line in (shown.street(language), shown.house.shown) if line]
            region = ", ".join(_place(one, language) for one in (address.district, address.region) if one)
            parts = ("", "", ", ".join(lines), shown.settlement(language), region, address.postcode, country)
            about = f";ALTID=A{at};LANGUAGE={language}" if self._newest and spelt else ""
            if address.type in _ADDRESS_TYPES:
                about += f";TYPE={_ADDRESS_TYPES[address.type]}"
            yield f"ADR{about}:{';'.join(map(_text, parts))}"

    def _notes(self, person: Person) -> Iterator[str]:
        """Yield the notes, and below them what an address book has no place for: source, support, fields of our own."""
        contact, language = person.contact, self._language
        more = [
            *((heading(target, language), str(getattr(contact, target) or "")) for target in ("support", *VOTES)),
            (heading("source", language), contact.source),
            (heading("birth", language), "" if self._newest or len(contact.birth) == _WHOLE_DAY else contact.birth),
            *self._exact.own_cells(contact),
        ]
        tail = "\n".join(f"{label}: {value}" for label, value in more if value)
        if contact.notes or tail:
            yield f"NOTE:{_text(chr(10).join(filter(None, [contact.notes, tail])))}"
        if tail:
            yield f"{TAIL}:{_text(tail)}"


def _sum_of(lines: Iterable[str], name: str) -> str:
    """Return what tells our reader that nobody changed what these lines say of a property."""
    return sum_of(read_property(line.encode()).text for line in lines if line.startswith((f"{name}:", f"{name};")))


def _wrong(status: str) -> str:
    """Return the parameter that says that something does not lead to this person."""
    return ";X-STATUS=wrong" if status == "bad" else ""


def _name(parts: NameParts) -> str:
    return ";".join(map(_text, (parts.family, parts.given, parts.patronymic, "", "")))


@cache
def _place(stored: str, language: str) -> str:
    known = division(stored)
    return known.shown(language) if known else stored


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
