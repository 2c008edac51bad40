"""What vCard has no place for, or holds less exactly, in properties of our own: as cells of a table say it.

`busel.sheets.cards.kept` reads them, and says how an address book's changes win over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from busel.contacts import records
from busel.contacts.bonds import MESSENGERS
from busel.contacts.records import Field
from busel.sheets.cards.kept import ADDRESS, ALWAYS, OWN, TAGS, name_of
from busel.sheets.out.layout import ADDRESS_PARTS, Layout, own_labels
from busel.sheets.out.person import Person
from busel.sheets.out.table import Table
from busel.sheets.out.vcard_text import escaped
from busel.sheets.out.words import yes_no_words
from busel.sheets.own_fields import write_own
from busel.sheets.targets import TYPED_PHONES

_PHONES = ("phone", *TYPED_PHONES)
_OLDER = ("birth", "sex", "language")
"""What version 3.0 has no place for, or only for a whole day."""
_E164 = re.compile(r"\+[0-9]{4,20}")
_TYPES = ("", "mobile", "home", "work")


class Exact:
    """Writes the properties of our own that go with a card."""

    def __init__(self, language: str, own: Sequence[Field], *, newest: bool) -> None:
        self._own = list(zip(own, own_labels(own, language), strict=True))
        self._words = yes_no_words(language)
        self._always = [one for one in ALWAYS if not (newest and one in _OLDER)]
        self._table = Table(Layout(language, (), {}))

    def own_cells(self, contact: records.Contact) -> Iterator[tuple[str, str]]:
        """Yield the organisation's own fields: heading and cell."""
        for field, label in self._own:
            yield label, write_own(field, contact.custom.get(field.key), self._words)

    def lines(self, person: Person) -> Iterator[str]:
        """Yield the lines that every card of ours has where there is something to say."""
        for target in self._always:
            if cell := self._table.cell(target, 1)(person):
                yield f"{name_of(target)}:{escaped(cell)}"
        for label, cell in self.own_cells(person.contact):
            if cell:
                yield f"{OWN}:{escaped(label)};{escaped(cell)}"
        if person.tags:
            yield f"{TAGS}:{escaped(self._table.cell('tags', 1)(person))}"

    def beside(self, person: Person) -> Iterator[tuple[str, list[str]]]:
        """Yield a property's name and the lines of ours that say the same exactly, where it says less."""
        if not all(_is_plain(phone) for phone in person.phones):
            yield "TEL", [*self._phones(person)]
        if not all(one.service in MESSENGERS for one in person.messengers):
            yield "IMPP", [f"{name_of('messengers')}:{escaped(self._table.cell('messengers', 1)(person))}"]
        if person.addresses:
            yield "ADR", [*self._addresses(person)]

    def _phones(self, person: Person) -> Iterator[str]:
        for target in _PHONES:
            make = (self._table.cell(target, at) for at in range(1, len(person.phones) + 1))
            yield from (f"{name_of(target)}:{escaped(cell)}" for one in make if (cell := one(person)))
        if cell := self._table.cell("phones_wrong", 1)(person):
            yield f"{name_of('phones_wrong')}:{escaped(cell)}"

    def _addresses(self, person: Person) -> Iterator[str]:
        for at in range(1, len(person.addresses) + 1):
            parts = (self._table.cell(target, at)(person) for target in ADDRESS_PARTS)
            yield f"{ADDRESS}:{';'.join(map(escaped, parts))}"


def _is_plain(phone: records.Phone) -> bool:
    return not phone.written and _E164.fullmatch(phone.number) is not None and phone.type in _TYPES
