"""Stored fields and their values in words: for conflicts and for a person's history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from busel.desk.keeping.standard import label_of, standard
from busel.desk.web.bond_words import BOND_VALUES, BOND_WORDS
from busel.desk.web.choice_words import (
    ACTIVITY_WORDS,
    LANGUAGE_WORDS,
    OUTCOME_WORDS,
    SEX_WORDS,
    STATUS_WORDS,
    SUPPORT_WORDS,
)
from busel.desk.web.formats import format_partial
from busel.desk.web.own_words import own_value
from busel.desk.web.place_words import division_words
from busel.names.phones import shown

FIELD_WORDS: dict[tuple[str, str], str | Promise] = {
    ("contact", "family_be"): gettext_lazy("Family name in Belarusian"),
    ("contact", "given_be"): gettext_lazy("Given name in Belarusian"),
    ("contact", "patronymic_be"): gettext_lazy("Patronymic in Belarusian"),
    ("contact", "family_ru"): gettext_lazy("Family name in Russian"),
    ("contact", "given_ru"): gettext_lazy("Given name in Russian"),
    ("contact", "patronymic_ru"): gettext_lazy("Patronymic in Russian"),
    ("contact", "nickname"): gettext_lazy("Known as"),
    ("contact", "former_family"): gettext_lazy("Former surname"),
    ("contact", "sex"): gettext_lazy("Sex"),
    ("contact", "birth"): gettext_lazy("Date of birth"),
    ("contact", "language"): gettext_lazy("Language of letters"),
    ("contact", "support"): gettext_lazy("Support"),
    ("contact", "source"): gettext_lazy("Source"),
    ("contact", "notes"): gettext_lazy("Notes"),
    ("contact", "risk"): gettext_lazy("Do not approach"),
    ("contact", "no_letters"): gettext_lazy("Do not write"),
    ("contact", "no_calls"): gettext_lazy("Do not call"),
    ("contact", "moved"): gettext_lazy("Moved away"),
    ("contact", "deceased"): gettext_lazy("Deceased"),
    ("contact", "external_ids"): gettext_lazy("Numbers in other lists"),
    ("contact", "added"): gettext_lazy("Added on"),
    ("contact", "suggested"): gettext_lazy("Spelling suggested, not confirmed"),
    ("contact", "custom"): gettext_lazy("Own fields"),
    ("contact", "household"): gettext_lazy("Household"),
    ("contact", "constituency"): gettext_lazy("Constituency"),
    ("contact", "polling_station"): gettext_lazy("Polling station"),
    ("phone", "number"): gettext_lazy("Phone"),
    ("phone", "written"): gettext_lazy("Phone as written"),
    ("email", "address"): gettext_lazy("E-mail"),
    ("address", "region"): gettext_lazy("Region"),
    ("address", "district"): gettext_lazy("District"),
    ("address", "settlement_be"): gettext_lazy("Town or village in Belarusian"),
    ("address", "settlement_ru"): gettext_lazy("Town or village in Russian"),
    ("address", "street_be"): gettext_lazy("Street in Belarusian"),
    ("address", "street_ru"): gettext_lazy("Street in Russian"),
    ("address", "house"): gettext_lazy("House"),
    ("address", "building"): gettext_lazy("Building"),
    ("address", "flat"): gettext_lazy("Flat"),
    ("address", "postcode"): gettext_lazy("Postcode"),
    ("address", "status"): gettext_lazy("The address is"),
    ("tag", "label"): gettext_lazy("Tag"),
    ("tag", "value"): gettext_lazy("Value"),
    ("activity", "type"): gettext_lazy("What happened"),
    ("activity", "day"): gettext_lazy("Day"),
    ("activity", "subject"): gettext_lazy("About what"),
    ("activity", "outcome"): gettext_lazy("Outcome"),
    **BOND_WORDS,
}
_CHOICES: dict[str, dict[Any, Any]] = {
    "sex": SEX_WORDS,
    "language": LANGUAGE_WORDS,
    "support": SUPPORT_WORDS,
    "status": STATUS_WORDS,
    "type": ACTIVITY_WORDS,
    "outcome": OUTCOME_WORDS,
}


def field_words(kind: str, field: str) -> str | Promise:
    """Return a field's label; a field of a newer version is called by its key."""
    return FIELD_WORDS.get((kind, field), field)


def value_words(kind: str, field: str, value: Any) -> str:
    """Return a stored value in words, "" for nothing."""
    if value in (None, "", [], {}, 0, False):
        return ""
    language = get_language() or "be"
    if (kind, field) in BOND_VALUES:
        return BOND_VALUES[kind, field](value, language)
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    say = _SAYINGS.get((kind, field))
    return say(value, language) if say else custom_value(value)


def custom_words(values: dict[str, Any], language: str) -> str:
    """Return the organisation's own fields as one phrase."""
    known = {kept.key: kept.field for kept in standard() if kept.built_in is None}
    return "; ".join(
        f"{label_of(known[key], language)}: {own_value(known[key], value, language)}"
        if key in known
        else f"{key}: {custom_value(value)}"
        for key, value in values.items()
    )


_SAYINGS: dict[tuple[str, str], Callable[[Any, str], str]] = {
    ("phone", "number"): lambda value, _language: shown(str(value)),
    ("contact", "birth"): lambda value, language: format_partial(str(value), language),
    ("contact", "added"): lambda value, language: format_partial(str(value), language),
    ("contact", "suggested"): lambda value, _language: ", ".join(names_in_words(str(value))),
    ("activity", "day"): lambda value, language: format_partial(str(value), language),
    ("address", "region"): lambda value, language: division_words(str(value), language),
    ("address", "district"): lambda value, language: division_words(str(value), language),
    ("contact", "custom"): custom_words,
}


def names_in_words(said: str) -> list[str]:
    """Return what the names are called that were suggested and are not confirmed."""
    return [str(FIELD_WORDS.get(("contact", name), name)) for name in said.split()]


def custom_value(value: Any) -> str:
    """Return one value of an own field in words."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _("yes") if value is True else str(value)
