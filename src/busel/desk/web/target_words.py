"""What a column of a list can be, in words: the fields of everybody, and the records beside a person."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from busel.sheets.related import related_of
from busel.sheets.targets import address_of

Words = str | Promise

TARGET_WORDS: dict[str, Words] = {
    "ignore": gettext_lazy("left out"),
    "full_name": gettext_lazy("Whole name, its order guessed row by row"),
    "full_name_family_first": gettext_lazy("Whole name, the family name first"),
    "full_name_given_first": gettext_lazy("Whole name, the given name first"),
    "full_name_be": gettext_lazy("Whole name in Belarusian"),
    "full_name_ru": gettext_lazy("Whole name in Russian"),
    "family": gettext_lazy("Family name"),
    "given": gettext_lazy("Given name"),
    "patronymic": gettext_lazy("Patronymic"),
    "family_be": gettext_lazy("Family name in Belarusian"),
    "given_be": gettext_lazy("Given name in Belarusian"),
    "patronymic_be": gettext_lazy("Patronymic in Belarusian"),
    "family_ru": gettext_lazy("Family name in Russian"),
    "given_ru": gettext_lazy("Given name in Russian"),
    "patronymic_ru": gettext_lazy("Patronymic in Russian"),
    "nickname": gettext_lazy("Nickname"),
    "former_family": gettext_lazy("Former surname"),
    "suggested": gettext_lazy("Suggested spelling"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "phone_mobile": gettext_lazy("Mobile phone"),
    "phone_home": gettext_lazy("Phone at home"),
    "phone_work": gettext_lazy("Phone at work"),
    "phone_other": gettext_lazy("Another phone"),
    "phones_wrong": gettext_lazy("Phones that do not lead to the person"),
    "emails_wrong": gettext_lazy("E-mail addresses that do not lead to the person"),
    "messengers": gettext_lazy("Messengers"),
    "region": gettext_lazy("Region"),
    "district": gettext_lazy("District"),
    "settlement": gettext_lazy("Town or village"),
    "street": gettext_lazy("Street"),
    "settlement_be": gettext_lazy("Town or village in Belarusian"),
    "street_be": gettext_lazy("Street in Belarusian"),
    "settlement_ru": gettext_lazy("Town or village in Russian"),
    "street_ru": gettext_lazy("Street in Russian"),
    "house": gettext_lazy("House"),
    "building": gettext_lazy("Building"),
    "flat": gettext_lazy("Flat"),
    "postcode": gettext_lazy("Postcode"),
    "address_status": gettext_lazy("The address is"),
    "address_type": gettext_lazy("What kind of address"),
    "country": gettext_lazy("Country"),
    "address": gettext_lazy("Whole address, taken apart"),
    "birth": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "language": gettext_lazy("Language"),
    "support": gettext_lazy("Support"),
    "constituency": gettext_lazy("Constituency"),
    "polling_station": gettext_lazy("Polling station"),
    "tags": gettext_lazy("Tags"),
    "consents": gettext_lazy("Consents"),
    "household": gettext_lazy("Household"),
    "relationships": gettext_lazy("Relationships"),
    "groups": gettext_lazy("Groups"),
    "events": gettext_lazy("Events"),
    "notes": gettext_lazy("Notes"),
    "source": gettext_lazy("Source"),
    "risk": gettext_lazy("Do not approach"),
    "no_letters": gettext_lazy("Do not write"),
    "no_calls": gettext_lazy("Do not call"),
    "moved": gettext_lazy("Moved away"),
    "deceased": gettext_lazy("Deceased"),
    "external_ids": gettext_lazy("Ids in other lists"),
    "busel_id": gettext_lazy("Busel ID"),
}
"""Every target of `sheets.targets.TARGETS`, in the order in which a column's choices stand."""

_SECTIONS: dict[str, Words] = {
    "full_name": gettext_lazy("Name"),
    "phone": gettext_lazy("Phones, e-mail, messengers"),
    "region": gettext_lazy("Address"),
    "birth": gettext_lazy("About the person"),
    "tags": gettext_lazy("Tags, groups, notes"),
    "risk": gettext_lazy("What must be known"),
    "external_ids": gettext_lazy("Numbers in lists"),
}
"""What the choices from a target on are about."""

KIND_WORDS: dict[str, Words] = {
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
    "tag": gettext_lazy("Tag"),
    "custom": gettext_lazy("Own fields"),
    "messenger": gettext_lazy("Messengers"),
    "consent": gettext_lazy("Consents"),
    "membership": gettext_lazy("Groups"),
    "attendance": gettext_lazy("Events"),
    "relationship": gettext_lazy("Relationships"),
}

RELATED_WORDS: dict[str, Words] = {
    "spouse": gettext_lazy("Husband or wife"),
    "mother": gettext_lazy("Mother"),
    "father": gettext_lazy("Father"),
    "parent": gettext_lazy("Father or mother"),
    "child": gettext_lazy("Child"),
    "sibling": gettext_lazy("Brother or sister"),
    "relative": gettext_lazy("Another relative"),
}
"""Every role of `sheets.related.SIDES`."""
RELATED_OFFERED = ("full_name", "phone", "birth")
"""What of them is offered always; the rest where a heading says it."""


def in_sections(choices: Iterable[tuple[str, Words]]) -> list[tuple[str, Words | list[tuple[str, Words]]]]:
    """Return a column's choices under what they are about, so that eighty of them can be looked through."""
    section, of_target = "", {}
    for target in TARGET_WORDS:
        section = str(_SECTIONS.get(target, section))
        of_target[target] = section
    found: dict[str, list[tuple[str, Words]]] = {}
    for target, words in choices:
        base, _number = address_of(target)
        other = gettext("Somebody else in the row") if related_of(target) else gettext("Own fields")
        found.setdefault(of_target.get(base, other), []).append((target, words))
    return [*found.pop("", []), *found.items()]


def related_words(target: str) -> str:
    """Return what a column about somebody else in the row is called; "" for other targets."""
    other = related_of(target)
    if other is None:
        return ""
    role, part = other
    field = gettext("whole name") if part == "full_name" else TARGET_WORDS[part]
    return gettext("%(who)s: %(field)s") % {"who": RELATED_WORDS[role], "field": field}
