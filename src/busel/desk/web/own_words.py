"""Values of the organisation's own fields in words, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from busel.contacts.own_values import NOTHING, UNFIT, Words, is_offered, shown, understood
from busel.contacts.person_name import NameParts, PersonName
from busel.contacts.records import Field
from busel.desk.keeping.standard import label_of, purpose_of
from busel.desk.web.formats import format_partial
from busel.desk.web.person_words import called
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.merges import whom_today
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
    return "" if value in NOTHING else _in_words(field, value, understood(field, value), words(language))


def _in_words(field: Field, value: Any, found: Any, spoken: Words) -> str:
    """Return a value in words; `found` is what the field understands of it."""
    if found is not UNFIT and field.type == "date":
        return format_partial(found, spoken.language)
    name = name_of_contact(found, spoken.language) if found is not UNFIT and field.type == "contact" else ""
    return name or shown(field, value, spoken)


def own_facts(fields: Iterable[Field], custom: dict[str, Any], language: str) -> list[OwnFact]:
    """Return what is known about a person in these fields; fields that nothing is known in are left out."""
    spoken = words(language)
    return [_fact(field, custom[field.key], spoken) for field in fields if custom.get(field.key) not in NOTHING]


def words(language: str) -> Words:
    """Return the words for values in the language of the page."""
    return Words(language, _("yes"), _("no"))


def _fact(field: Field, value: Any, spoken: Words) -> OwnFact:
    found = understood(field, value)
    whom = whom_today(raw_connection(), [found])[0] if field.type == "contact" and found is not UNFIT else 0
    is_known = bool(whom) and Contact.objects.filter(pk=whom).exists()
    return OwnFact(
        key=field.key,
        section=field.section,
        label=label_of(field, spoken.language),
        value=_in_words(field, value, found, spoken),
        purpose=purpose_of(field, spoken.language),
        url=reverse("contact", args=[whom]) if is_known else "",
        as_written=not is_offered(field, found),
        sensitive=field.sensitive,
    )


def drawn(facts: Iterable[OwnFact]) -> SafeString:
    """Return facts as rows of a list of facts. Two hundred of them take a template five times as long."""
    chip = format_html(' <span class="chip chip--warning">{}</span>', _("as written"))
    rows = ((fact.label, _value(fact), chip if fact.as_written else "") for fact in facts)
    return format_html_join("", "<dt>{}</dt><dd>{}{}</dd>", rows)


def _value(fact: OwnFact) -> str:
    return format_html('<a href="{}">{}</a>', fact.url, fact.value) if fact.url else fact.value


def name_of_contact(contact: int, language: str) -> str:
    """Return what somebody of the open divisions is called; "" for others."""
    [whom] = whom_today(raw_connection(), [contact])
    row = Contact.objects.filter(pk=whom).values_list(*_NAMES).first()
    return called(PersonName(NameParts(*row[:3]), NameParts(*row[3:6]), row[6]), language).first if row else ""
