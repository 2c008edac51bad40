"""The built-in fields: what the entry form, the import mapping and the filters offer, in their order.

The organisation's own fields (`records.Field`) stand beside them; `contacts.kept` makes one list of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What kind of value a field holds; each has one reader, one form field and one set of conditions."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    IDS = "ids"
    CONTACT = "contact"


OWN_TYPES = (
    Type.TEXT,
    Type.LONG_TEXT,
    Type.CHOICE,
    Type.CHOICES,
    Type.YES_NO,
    Type.NUMBER,
    Type.DATE,
    Type.CONTACT,
)
"""What a field of the organisation's own can be."""

SECTIONS = ("name", "about", "reach", "place", "politics", "other")
"""Where fields stand, in the order of the pages."""

FORMS = ("entry", "paper", "sheet", "collector")
"""Where a field can be asked: when a person is added, on paper, in the spreadsheet template, and by a collector."""


@dataclass(frozen=True)
class BuiltIn:
    """One field: its key, the record kind and the field there that hold it, and its English label."""

    key: str
    kind: str
    field: str
    type: Type
    label: str
    values: tuple[tuple[str, str], ...] = ()
    """Of a choice: stored value and English label."""


def _(words: str) -> str:
    """Mark words for the translators; the edge translates them."""
    return words


SEXES = (("f", _("woman")), ("m", _("man")))
LANGUAGES = (("be", _("Belarusian")), ("ru", _("Russian")))
SUPPORT = (
    ("1", _("1 – strong supporter")),
    ("2", _("2 – supporter")),
    ("3", _("3 – undecided")),
    ("4", _("4 – opponent")),
    ("5", _("5 – strong opponent")),
)
STATUSES = (("verified", _("verified")), ("bad", _("bad")), ("past", _("past")))

FIELDS = (
    BuiltIn("family_be", "contact", "family_be", Type.NAME, _("Family name in Belarusian")),
    BuiltIn("given_be", "contact", "given_be", Type.NAME, _("Given name in Belarusian")),
    BuiltIn("patronymic_be", "contact", "patronymic_be", Type.NAME, _("Patronymic in Belarusian")),
    BuiltIn("family_ru", "contact", "family_ru", Type.NAME, _("Family name in Russian")),
    BuiltIn("given_ru", "contact", "given_ru", Type.NAME, _("Given name in Russian")),
    BuiltIn("patronymic_ru", "contact", "patronymic_ru", Type.NAME, _("Patronymic in Russian")),
    BuiltIn("nickname", "contact", "nickname", Type.TEXT, _("Nickname")),
    BuiltIn("former_family", "contact", "former_family", Type.TEXT, _("Former surname")),
    BuiltIn("sex", "contact", "sex", Type.CHOICE, _("Sex"), SEXES),
    BuiltIn("birth", "contact", "birth", Type.DATE, _("Date of birth")),
    BuiltIn("language", "contact", "language", Type.CHOICE, _("Language"), LANGUAGES),
    BuiltIn("phone", "phone", "number", Type.PHONE, _("Phone")),
    BuiltIn("email", "email", "address", Type.EMAIL, _("E-mail")),
    BuiltIn("region", "address", "region", Type.TEXT, _("Region")),
    BuiltIn("district", "address", "district", Type.TEXT, _("District")),
    BuiltIn("settlement_be", "address", "settlement_be", Type.TEXT, _("Town or village in Belarusian")),
    BuiltIn("settlement_ru", "address", "settlement_ru", Type.TEXT, _("Town or village in Russian")),
    BuiltIn("street_be", "address", "street_be", Type.TEXT, _("Street in Belarusian")),
    BuiltIn("street_ru", "address", "street_ru", Type.TEXT, _("Street in Russian")),
    BuiltIn("house", "address", "house", Type.TEXT, _("House")),
    BuiltIn("building", "address", "building", Type.TEXT, _("Building")),
    BuiltIn("flat", "address", "flat", Type.TEXT, _("Flat")),
    BuiltIn("postcode", "address", "postcode", Type.TEXT, _("Postcode")),
    BuiltIn("address_status", "address", "status", Type.CHOICE, _("Address is"), STATUSES),
    BuiltIn("constituency", "contact", "constituency", Type.TEXT, _("Constituency")),
    BuiltIn("polling_station", "contact", "polling_station", Type.TEXT, _("Polling station")),
    BuiltIn("support", "contact", "support", Type.CHOICE, _("Support"), SUPPORT),
    BuiltIn("tag", "tag", "label", Type.TEXT, _("Tag")),
    BuiltIn("source", "contact", "source", Type.TEXT, _("Source")),
    BuiltIn("notes", "contact", "notes", Type.LONG_TEXT, _("Notes")),
    BuiltIn("risk", "contact", "risk", Type.YES_NO, _("Do not approach: risk")),
    BuiltIn("no_letters", "contact", "no_letters", Type.YES_NO, _("Do not write")),
    BuiltIn("no_calls", "contact", "no_calls", Type.YES_NO, _("Do not call")),
    BuiltIn("moved", "contact", "moved", Type.YES_NO, _("Moved away")),
    BuiltIn("deceased", "contact", "deceased", Type.YES_NO, _("Deceased")),
    BuiltIn("external_ids", "contact", "external_ids", Type.IDS, _("Ids in other lists")),
)

BY_KEY = {field.key: field for field in FIELDS}

_SECTIONS = {
    "about": ("sex", "birth", "language", "notes"),
    "reach": ("phone", "email", "no_letters", "no_calls"),
    "place": (*(field.key for field in FIELDS if field.kind == "address"), "constituency", "polling_station", "moved"),
    "politics": ("support", "tag", "risk"),
    "other": ("source", "external_ids", "deceased"),
    "name": (*(field.key for field in FIELDS if field.type is Type.NAME), "nickname", "former_family"),
}
_SECTION = {key: section for section, keys in _SECTIONS.items() for key in keys}

_NOT_ON = {
    "entry": (),
    "paper": ("nickname", "former_family", "sex", "language", "region", "address_status", "constituency",
              "polling_station", "support", "tag", "source", "risk",
              "no_letters", "no_calls", "moved", "deceased", "external_ids"),
    "sheet": ("nickname", "former_family", "address_status", "risk", "moved", "deceased"),
    "collector": ("nickname", "former_family", "sex", "language", "email", "region", "postcode", "address_status",
                  "constituency", "polling_station", "support", "risk",
                  "no_letters", "no_calls", "moved", "deceased", "external_ids"),
}  # fmt: skip


def section_of(key: str) -> str:
    """Return where a built-in field stands."""
    return _SECTION.get(key, "other")


def forms_of(key: str) -> tuple[str, ...]:
    """Return where a built-in field is asked as long as the organisation decided nothing else."""
    return tuple(form for form in FORMS if key not in _NOT_ON[form])
