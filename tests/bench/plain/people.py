"""What a list shows of people, by ordinary queries: as the desk shows it, which asks its SQLite in words of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from busel.contacts.person_name import NameParts, PersonName
from busel.desk.search.people import FLAGS, Flags, PersonRow
from busel.desk.workspace.models import Address, Contact, Phone, Tag

_CALLED = ("nickname", "former_family")
_PARTS = [f"{part}_{language}" for language in ("be", "ru") for part in ("family", "given", "patronymic")]


def people_of(ids: Sequence[int]) -> list[PersonRow]:
    """Return the rows of these contacts in this order. Four queries."""
    phones, places, tags = _phones(ids), _places(ids), _tags(ids)
    columns = Contact.objects.filter(pk__in=ids).values_list("pk", "division__name", *_PARTS, *_CALLED, *FLAGS)
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
    rows = Phone.objects.filter(contact__in=ids).values_list("contact_id", "number", "written")
    for contact, number, written in rows:
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
