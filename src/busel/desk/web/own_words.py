"""Values of the organisation's own fields in words, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from busel.contacts.own_values import NOTHING, UNFIT, Words, shown, understood
from busel.contacts.own_values import fits as fits_field
from busel.contacts.person_name import NameParts, PersonName
from busel.contacts.records import Field
from busel.desk.standard import label_of, purpose_of
from busel.desk.web.formats import format_partial
from busel.desk.web.person_words import called
from busel.desk.workspace.models import Contact

_NAMES = (*(f"{part}_{spelt}" for spelt in ("be", "ru") for part in ("family", "given", "patronymic")), "nickname")


@dataclass(frozen=True)
class OwnFact:
    """One own field of a person. `as_written`: the value is none of those that the field takes now."""

    key: str
    section: str
    label: str
    value: str
    purpose: str = ""
    url: str = ""
    """Of the person whom it names."""
    as_written: bool = False
    sensitive: bool = False


def own_value(field: Field, value: Any, language: str) -> str:
    """Return a value of one of the organisation's fields in words; "" for nothing."""
    if value in NOTHING:
        return ""
    found = understood(field, value)
    if found is not UNFIT and field.type == "date":
        return format_partial(found, language)
    if found is not UNFIT and field.type == "contact":
        return name_of_contact(found, language) or shown(field, value, words(language))
    return shown(field, value, words(language))


def own_facts(fields: list[Field], custom: dict[str, Any], language: str) -> list[OwnFact]:
    """Return what is known about a person in these fields; fields that nothing is known in are left out."""
    return [_fact(field, custom[field.key], language) for field in fields if custom.get(field.key) not in NOTHING]


def words(language: str) -> Words:
    """Return the words for values in the language of the page."""
    return Words(language, _("yes"), _("no"))


def _fact(field: Field, value: Any, language: str) -> OwnFact:
    found = understood(field, value) if field.type == "contact" else UNFIT
    is_known = isinstance(found, int) and Contact.objects.filter(pk=found).exists()
    return OwnFact(
        key=field.key,
        section=field.section,
        label=label_of(field, language),
        value=own_value(field, value, language),
        purpose=purpose_of(field, language),
        url=reverse("contact", args=[found]) if is_known else "",
        as_written=not fits_field(field, value),
        sensitive=field.sensitive,
    )


def name_of_contact(contact: int, language: str) -> str:
    """Return what somebody of the open divisions is called; "" for others."""
    row = Contact.objects.filter(pk=contact).values_list(*_NAMES).first()
    return called(PersonName(NameParts(*row[:3]), NameParts(*row[3:6]), row[6]), language).first if row else ""
