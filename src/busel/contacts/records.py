"""The kinds of records that a division's journal holds about people, and their fields.

A record is stored as a mapping field -> JSON value; absent means empty. Repeated things (a phone, a tag) are
records of their own with a random id and the id of their contact, so that two additions never conflict. Field names are
part of the stored format and are never reused for something else: docs/format.md, "Records".
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from busel.contacts.bonds import Attendance, Consent, Membership, Messenger, Relationship, Trace
from busel.contacts.export_records import Export, ExportAnswer, ExportRequest
from busel.contacts.record import ContactId, Hex, Record, RecordId
from busel.contacts.shared import (
    Departure,
    Distinct,
    Erasure,
    Event,
    Group,
    Household,
    Merge,
    Merging,
    Move,
    Retention,
    Sender,
    ShortForm,
    TagType,
)


class Contact(Record, frozen=True, omit_defaults=True, kw_only=True):
    """One person. Every name exists in Belarusian and in Russian; either may be missing, none is invented."""

    family_be: str = ""
    given_be: str = ""
    patronymic_be: str = ""
    family_ru: str = ""
    given_ru: str = ""
    patronymic_ru: str = ""
    nickname: str = ""
    former_family: str = ""
    """Surnames of before a marriage, in whichever language they were told, with commas between: `contacts.former`."""
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
    custom: dict[str, Any] = msgspec.field(default_factory=dict)
    """Fields of the organisation's data standard: field key -> value."""
    household: RecordId = 0
    """A household of the same division."""
    constituency: str = ""
    polling_station: str = ""
    added: str = ""
    """ISO 8601 date on which the person came into this division; unknown for whom came before the field was there."""
    suggested: str = ""
    """The names that a program spelt and nobody confirmed, with spaces between: `contacts.suggested`."""


class Phone(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A telephone number: `number` is E.164 ("+375291234567"), or empty where it cannot be dialled."""

    contact: ContactId
    number: str = ""
    written: str = ""
    """As it was written; kept when it differs from `number`."""
    type: str = ""
    """One of PHONE_TYPES, or unknown."""
    status: str = ""
    """ "bad": it does not lead to this person."""


class Email(Record, frozen=True, omit_defaults=True, kw_only=True):
    """An e-mail address."""

    contact: ContactId
    address: str
    status: str = ""
    """ "bad": it does not lead to this person."""


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
    country: str = ""
    """ISO 3166, two letters; empty is Belarus."""
    type: str = ""
    """One of ADDRESS_TYPES, or unknown."""


class Tag(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A label on a contact."""

    contact: ContactId
    label: str
    value: str = ""
    day: str = ""
    """ISO 8601 date: when it was put."""


class Activity(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Something that happened with a person."""

    contact: ContactId
    type: str
    """One of ACTIVITY_TYPES."""
    day: str
    """ISO 8601 date."""
    subject: str = ""
    outcome: str = ""
    batch: RecordId = 0
    """The print run or import that it belongs to."""
    details: str = ""
    assignee: str = ""
    """Whose work it is: an account's id in hexadecimal."""
    due: str = ""
    """ISO 8601 date: somebody means to come back to the person by then. It makes a follow-up of it."""
    done: str = ""
    """ISO 8601 date: when the follow-up was done; empty while it is open."""
    event: RecordId = 0
    """The event that it belongs to."""


class Batch(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A piece of work on many contacts: an import, a print run."""

    type: str
    """ "import" or "letters"."""
    day: str
    title: str = ""
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    by: Hex = ""
    """Of a list: who brought it in, an account's id in hexadecimal."""
    undone: str = ""
    """ISO 8601 date on which the whole of it was taken back; empty while it stands."""


class SavedSearch(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A search that stays live. `where` is a condition as `desk.search` reads it."""

    title: str
    where: dict[str, Any]
    columns: tuple[str, ...] = ()
    """What is shown of the people beside their names; empty is the usual."""
    order: str = ""
    """How they are sorted: a key of `desk.search.kept.ORDERS`, "-" before it for backwards; empty is by name."""


class Template(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A letter's text by language ("be", "ru"), with placeholders as `outreach.placeholders` checks them."""

    title: str
    bodies: dict[str, str]


class Mapping(Record, frozen=True, omit_defaults=True, kw_only=True):
    """How the columns of a list become fields: header -> target."""

    title: str
    columns: dict[str, str]


class Heading(Record, frozen=True, omit_defaults=True, kw_only=True):
    """What editors said that columns with this heading are. Never a value of a row."""

    heading: str
    """Its words in lower case."""
    targets: dict[str, Annotated[int, msgspec.Meta(ge=1)]]
    """Target -> in how many lists it was chosen."""
    last: str = ""
    """What was chosen last."""


class Value(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One answer that a choice offers. Its key is what is stored at a person; labels may change, the key never does."""

    key: str
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    enabled: bool = True
    """Whether it is still offered. One that is not keeps its label for who has it."""


class Field(Record, frozen=True, omit_defaults=True, kw_only=True):
    """One field of the data standard, with the reason why it is kept. Lives in commons.

    With the key of a built-in field it holds what the organisation decided about that one.
    """

    key: str
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    """Language -> what the field is called; so are `meaning` and `purpose`."""
    meaning: dict[str, str] = msgspec.field(default_factory=dict)
    purpose: dict[str, str] = msgspec.field(default_factory=dict)
    type: str = "text"
    """One of contacts.standard.OWN_TYPES."""
    values: tuple[Value, ...] = ()
    required: bool = False
    sensitive: bool = False
    retention_months: Annotated[int, msgspec.Meta(ge=0, le=1200)] = 0
    """How long it is kept; 0: as long as the person."""
    order: int = 0
    """Within its section, ascending; 0 is last."""
    section: str = ""
    """Where it stands: one of contacts.standard.SECTIONS."""
    forms: tuple[str, ...] = ()
    """Where it is asked: of contacts.standard.FORMS."""
    enabled: bool = True


PHONE_TYPES = ("mobile", "home", "work", "other")
ADDRESS_TYPES = ("home", "registered", "work", "other")
ACTIVITY_TYPES = ("call", "visit", "letter", "meeting", "note", "import", "merge")

KINDS: dict[str, type[Record]] = {
    "contact": Contact,
    "phone": Phone,
    "email": Email,
    "address": Address,
    "tag": Tag,
    "activity": Activity,
    "messenger": Messenger,
    "relationship": Relationship,
    "membership": Membership,
    "attendance": Attendance,
    "consent": Consent,
    "trace": Trace,
    "batch": Batch,
    "saved_search": SavedSearch,
    "template": Template,
    "mapping": Mapping,
    "heading": Heading,
    "field": Field,
    "export_request": ExportRequest,
    "export_answer": ExportAnswer,
    "export": Export,
    "household": Household,
    "group": Group,
    "event": Event,
    "tag_type": TagType,
    "erasure": Erasure,
    "move": Move,
    "departure": Departure,
    "merge": Merge,
    "distinct": Distinct,
    "merging": Merging,
    "short_form": ShortForm,
    "sender": Sender,
    "retention": Retention,
}

ABOUT_A_CONTACT = (
    "phone",
    "email",
    "address",
    "tag",
    "activity",
    "messenger",
    "relationship",
    "membership",
    "attendance",
    "consent",
    "trace",
)
"""The kinds whose records carry the id of their contact."""
