"""The kinds of records that a division's journal holds about people, and their fields.

A record is stored as a mapping field -> JSON value; absent means empty. Repeated things (a phone, a tag) are
records of their own with a random id and the id of their contact, so that two additions never conflict. Field names are
part of the stored format and are never reused for something else: docs/format.md, "Records".
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import msgspec

ContactId = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]


class Record(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What all kinds share: how they become the mapping that is stored, and back."""

    def fields(self) -> dict[str, Any]:
        """Return the mapping that is stored: field name -> JSON value, without empty ones."""
        stored = msgspec.to_builtins(self).items()
        # As JSON gives it back: a tuple is a list there, and the fold compares.
        return {name: list(value) if isinstance(value, tuple) else value for name, value in stored}


class Contact(Record, frozen=True, omit_defaults=True, kw_only=True):
    """One person. Every name exists in Belarusian and in Russian; either may be missing, none is invented."""

    family_be: str = ""
    given_be: str = ""
    patronymic_be: str = ""
    family_ru: str = ""
    given_ru: str = ""
    patronymic_ru: str = ""
    nickname: str = ""
    sex: str = ""
    """ "f", "m" or unknown."""
    birth: str = ""
    """ISO 8601, as far as known: "1960", "1960-02" or "1960-02-29"."""
    language: str = ""
    """The language to write in: "be", "ru", or unknown."""
    support: Annotated[int, msgspec.Meta(ge=0, le=5)] = 0
    """1 (strong supporter) to 5 (strong opponent); 0 is unknown."""
    source: str = ""
    notes: str = ""
    risk: bool = False
    """Do not approach: it would endanger them."""
    no_letters: bool = False
    no_calls: bool = False
    moved: bool = False
    deceased: bool = False
    external_ids: tuple[str, ...] = ()
    """The ids that the person's lists gave them."""
    custom: dict[str, Any] = {}
    """Fields of the organisation's data standard: field id -> value."""


class Phone(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A telephone number: `number` is E.164 ("+375291234567"), or empty where it cannot be dialled."""

    contact: ContactId
    number: str = ""
    written: str = ""
    """As it was written; kept when it differs from `number`."""


class Email(Record, frozen=True, omit_defaults=True, kw_only=True):
    """An e-mail address."""

    contact: ContactId
    address: str


class Address(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A postal address. Settlement and street are known in Belarusian, in Russian, or in both."""

    contact: ContactId
    region: str = ""
    district: str = ""
    settlement_be: str = ""
    settlement_ru: str = ""
    street_be: str = ""
    street_ru: str = ""
    house: str = ""
    building: str = ""
    flat: str = ""
    postcode: str = ""
    status: str = ""
    """ "", "verified", "bad" or "past"."""


class Tag(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A label on a contact."""

    contact: ContactId
    label: str
    value: str = ""


class Activity(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Something that happened with a person."""

    contact: ContactId
    type: str
    """One of ACTIVITY_TYPES."""
    day: str
    """ISO 8601 date."""
    subject: str = ""
    outcome: str = ""
    batch: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)] = 0
    """The print run or import that it belongs to."""


class Batch(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A piece of work on many contacts: an import, a print run."""

    type: str
    """ "import" or "letters"."""
    day: str
    title: str = ""
    counts: dict[str, int] = {}


class SavedSearch(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A search that stays live. `where` is a condition as `desk.search` reads it."""

    title: str
    where: dict[str, Any]


class Template(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A letter's text by language ("be", "ru"), with placeholders as `outreach.placeholders` checks them."""

    title: str
    bodies: dict[str, str]


class Mapping(Record, frozen=True, omit_defaults=True, kw_only=True):
    """How the columns of a list become fields: header -> target."""

    title: str
    columns: dict[str, str]


class Field(Record, frozen=True, omit_defaults=True, kw_only=True):
    """One field of the data standard, with the reason why it is kept. Lives in commons."""

    key: str
    labels: dict[str, str]
    purpose: str
    type: str = "text"
    values: tuple[str, ...] = ()
    required: bool = False
    sensitive: bool = False
    enabled: bool = True


class ExportRequest(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody wishes to take people out of this division and needs a second person's consent. Added, never changed.

    Under one id in each division concerned. `count` is how many people of this division; of the others nothing.
    """

    account: str
    """Who asks: the account's id in hexadecimal."""
    divisions: tuple[str, ...]
    """All journals concerned, in hexadecimal."""
    count: int
    where: dict[str, Any] = {}
    """The condition; empty for everybody."""
    what: str = ""
    """The title of the saved search."""
    format: str
    parts: tuple[str, ...]
    """Which fields go out."""
    hour: int


class ExportAnswer(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A coordinator's answer to a request, for this division. Added, never changed."""

    account: str
    request: ContactId
    agrees: bool = False
    hour: int


class Export(Record, frozen=True, omit_defaults=True, kw_only=True):
    """People of this division were taken out. Added, never changed.

    One that a request allowed has the request's record id, so that of two desks which take it at once only one can.
    """

    account: str
    request: ContactId = 0
    """The request that was agreed to; 0 where none was needed."""
    mark: str = ""
    """Random: no two exports are the same record."""
    count: int
    what: str = ""
    format: str
    parts: tuple[str, ...]
    hour: int


ACTIVITY_TYPES = ("call", "visit", "letter", "meeting", "note", "import", "merge")

KINDS: dict[str, type[Record]] = {
    "contact": Contact,
    "phone": Phone,
    "email": Email,
    "address": Address,
    "tag": Tag,
    "activity": Activity,
    "batch": Batch,
    "saved_search": SavedSearch,
    "template": Template,
    "mapping": Mapping,
    "field": Field,
    "export_request": ExportRequest,
    "export_answer": ExportAnswer,
    "export": Export,
}

ABOUT_A_CONTACT = ("phone", "email", "address", "tag", "activity")
"""The kinds whose records carry the id of their contact."""

R = TypeVar("R", bound=Record)


def read_record(type_: type[R], fields: dict[str, Any]) -> R:
    """Return the typed record of a stored mapping. Unknown fields (of a newer version) are left aside.

    Raises msgspec.ValidationError when a known field has another type than documented.
    """
    return msgspec.convert(fields, type_, strict=False)
