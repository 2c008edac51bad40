"""What a list shows of people: a few queries for a page, whatever the number of its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from busel.contacts.person_name import NameParts, PersonName
from busel.desk.workspace.models import Address, Contact, Phone, Tag

FLAGS = ("risk", "no_letters", "no_calls", "moved", "deceased")
_COLUMNS = (
    *(f"{part}_be" for part in ("family", "given", "patronymic")),
    *(f"{part}_ru" for part in ("family", "given", "patronymic")),
    "nickname",
    "former_family",
)


@dataclass(frozen=True)
class Flags:
    """What must be known before anyone knocks or writes."""

    risk: bool = False
    no_letters: bool = False
    no_calls: bool = False
    moved: bool = False
    deceased: bool = False

    @property
    def any(self) -> bool:
        """Is there anything to know?"""
        return self.risk or self.no_letters or self.no_calls or self.moved or self.deceased


@dataclass(frozen=True)
class PersonRow:
    """One person in a list."""

    id: int
    name: PersonName
    division: str
    """The full name of the division."""
    flags: Flags
    phones: Sequence[str]
    """E.164, or as written."""
    places: tuple[str, str]
    """The settlement of the first address that is not past, in Belarusian and in Russian."""
    tags: Sequence[str]


def people_of(ids: Sequence[int]) -> list[PersonRow]:
    """Return the rows of these contacts in this order; who is gone is left out. Four queries."""
    phones, places, tags = _phones(ids), _places(ids), _tags(ids)
    columns = Contact.objects.filter(pk__in=ids).values_list("pk", "division__name", *_COLUMNS, *FLAGS)
    found = {
        row[0]: PersonRow(
            id=row[0],
            name=PersonName(NameParts(*row[2:5]), NameParts(*row[5:8]), *row[8:10]),
            division=row[1],
            flags=Flags(*row[10:]),
            phones=phones.get(row[0], ()),
            places=places.get(row[0], ("", "")),
            tags=tags.get(row[0], ()),
        )
        for row in columns
    }
    return [found[id_] for id_ in ids if id_ in found]


def _phones(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for contact, number, written in Phone.objects.filter(contact__in=ids).values_list(
        "contact_id", "number", "written"
    ):
        found[contact].append(number or written)
    return found


def _places(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    rows = Address.objects.filter(contact__in=ids).exclude(status="past")
    found: dict[int, tuple[str, str]] = {}
    for contact, in_be, in_ru in rows.values_list("contact_id", "settlement_be", "settlement_ru"):
        found.setdefault(contact, (in_be, in_ru))
    return found


def _tags(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Tag.objects.filter(contact__in=ids).values_list("contact_id", "label__text", "value")
    for contact, label, value in rows:
        found[contact].append(f"{label}: {value}" if value else label)
    return found
