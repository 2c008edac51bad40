"""What people are counted by, and the values of it, in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from busel.contacts.own_values import label_of_value
from busel.desk.keeping.standard import label_of, own_fields
from busel.desk.search.crosstab import OTHERS, Dimension, Value
from busel.desk.search.dimensions import BANDS, TAGS, dimensions
from busel.desk.search.special import OWN
from busel.desk.web.building.words import FIELDS
from busel.desk.web.choice_words import ACTIVITY_WORDS, LANGUAGE_WORDS, OUTCOME_WORDS, SEX_WORDS, SUPPORT_WORDS
from busel.desk.web.components import Words
from busel.desk.web.formats import format_partial
from busel.desk.web.place_words import division_words

_MORE: dict[str, Words] = {
    "has.phone": gettext_lazy("A phone is known"),
    "has.email": gettext_lazy("An e-mail is known"),
    "has.address": gettext_lazy("An address is known"),
    "region": gettext_lazy("Region"),
    "district": gettext_lazy("District"),
    "settlement": gettext_lazy("Town or village"),
    "tag": gettext_lazy("Tags"),
    "activity": gettext_lazy("What happened"),
    "outcome": gettext_lazy("Outcome"),
    "added": gettext_lazy("Month in which they came in"),
    "month": gettext_lazy("Month in which something happened"),
    "group": gettext_lazy("Groups"),
    "event": gettext_lazy("Came to"),
    "consent": gettext_lazy("Consent"),
}
_VALUES: dict[str, dict[Any, Words]] = {
    "sex": {**SEX_WORDS},
    "language": {**LANGUAGE_WORDS},
    "support": {**SUPPORT_WORDS},
    "activity": {**ACTIVITY_WORDS},
    "outcome": {**OUTCOME_WORDS},
}
_PLACES = ("division", "region", "district")


def dimension_words(key: str) -> Words:
    """Return what a dimension is called."""
    if key.startswith(TAGS):
        return _("Tags: %(group)s") % {"group": key.removeprefix(TAGS)}
    if key.startswith(OWN):
        own = {field.key: field for field in own_fields()}.get(key.removeprefix(OWN))
        return label_of(own, get_language() or "be") if own else key.removeprefix(OWN)
    return _MORE.get(key) or FIELDS.get(key, key)


def dimension_choices() -> list[tuple[str, Words]]:
    """Return all dimensions as a select offers them."""
    return [(key, dimension_words(key)) for key in dimensions()]


def value_said(dimension: Dimension, value: Value) -> str:
    """Return a value in words."""
    if value == OTHERS:
        return _("all others")
    if value == "":
        return _("not known or none")
    if dimension.key == "age":
        return _band(value)
    if dimension.key.startswith(OWN):
        return _own(dimension.key, value)
    if value in ("yes", "no"):
        return _("yes") if value == "yes" else _("no")
    return _plain(dimension.key, value, get_language() or "be")


def _plain(key: str, value: Value, language: str) -> str:
    if key in _PLACES:
        return division_words(str(value), language)
    if key in ("month", "added"):
        return format_partial(str(value), language)
    return str(_VALUES.get(key, {}).get(value, value))


def _band(value: Value) -> str:
    at = BANDS.index(int(str(value)))
    if at + 1 == len(BANDS):
        return _("%(n)s and older") % {"n": BANDS[at]}
    return _("under %(n)s") % {"n": BANDS[1]} if at == 0 else f"{BANDS[at]}–{BANDS[at + 1] - 1}"


def _own(key: str, value: Value) -> str:
    field = next((one for one in own_fields() if OWN + one.key == key), None)
    known = {one.key: label_of_value(one, get_language() or "be") for one in field.values} if field else {}
    if field is not None and field.type == "yes_no":
        known = {"yes": _("yes"), "no": _("no")}
    return known.get(str(value), str(value))
