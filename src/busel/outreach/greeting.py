"""How a person is named and greeted in a letter, by language and sex. No name is invented, translated or bent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from busel.outreach.placeholders import one_line
from busel.outreach.tables import rows

if TYPE_CHECKING:
    from busel.contacts.records import Contact


class Named(msgspec.Struct, frozen=True):
    """A person's name as one language writes it; any part may be empty."""

    family: str
    given: str
    patronymic: str

    @property
    def full(self) -> str:
        """Family name, given name, patronymic: as an address begins."""
        return " ".join(filter(None, (self.family, self.given, self.patronymic)))

    @property
    def spoken(self) -> str:
        """Given name and patronymic: as one speaks to a person; empty without a given name."""
        return f"{self.given} {self.patronymic}".strip() if self.given else ""


def name_in(contact: Contact, language: str) -> Named:
    """Return the name in a language, or in the other one where only that has a given name (or any name)."""
    belarusian = Named(one_line(contact.family_be), one_line(contact.given_be), one_line(contact.patronymic_be))
    russian = Named(one_line(contact.family_ru), one_line(contact.given_ru), one_line(contact.patronymic_ru))
    own, other = (belarusian, russian) if language == "be" else (russian, belarusian)
    return own if (bool(own.given), bool(own.full)) >= (bool(other.given), bool(other.full)) else other


def greeting(name: Named, sex: str, *, language: str) -> str:
    """Return "Паважаная Алена Уладзіміраўна" and the like, without a mark at its end."""
    known = sex if sex in {"f", "m"} else "-"
    with_given, with_family = next(row[2:] for row in rows("greetings") if row[:2] == (language, known))
    if name.spoken:
        return with_given.replace("{name}", name.spoken)
    return with_family.replace("{family}", name.family)
