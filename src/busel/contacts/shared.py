"""What a division's people share: households, groups, events, and what is known about tags."""

from __future__ import annotations

from typing import Annotated

import msgspec

from busel.contacts.record import ContactId, Hex, Record, RecordId

MOST_LETTERS = 60
NameWord = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_LETTERS, pattern=r"\A[^\W\d_][^\s\d_]*\Z")]
"""One word of a name. Searches read it, so it has a bound."""


class Household(Record, frozen=True, omit_defaults=True, kw_only=True):
    """People who live at one address and get one letter; each names it in `contact.household`."""

    title: str
    note: str = ""


class Group(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Something that people join and leave."""

    title: str
    purpose: str = ""
    ended: str = ""
    """ISO 8601 date; empty while it lasts."""


class Event(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A meeting or a training to which people are asked."""

    type: str
    """One of EVENT_TYPES."""
    title: str
    day: str = ""
    """ISO 8601 date."""
    until: str = ""
    """ISO 8601 date of its last day, where it takes several."""
    place: str = ""
    notes: str = ""
    closed: bool = False


class TagType(Record, frozen=True, omit_defaults=True, kw_only=True):
    """What is known about one tag: the group in which it is shown, its words in other languages, its values."""

    label: str
    """The tag's label, as records of the kind `tag` hold it."""
    group: str = ""
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    """Language -> words; empty shows the label."""
    valued: bool = False
    """Does the tag ask for a value?"""
    values: tuple[str, ...] = ()
    """What the value may be; empty for any text."""
    hint: str = ""


class Erasure(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody was taken out for good. While `epoch` is the journal's newest, new keys are owed."""

    contact: ContactId
    along: tuple[RecordId, ...] = ()
    """Records that went along, and in whose parts of the history the person is told of: a household, relationships."""
    before: tuple[RecordId, ...] = ()
    """The numbers under which the person stood in other divisions, before they moved here."""
    parts: tuple[Hex, ...] = ()
    """The digests of all parts of the history that go; empty where the history did not open to who erased."""
    epoch: int
    """The epoch of the journal in which it was written."""
    day: str
    """ISO 8601 date."""


class Move(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody is on the way to another division. Ids of divisions and envelopes are hexadecimal."""

    contact: ContactId
    to: Hex
    """The division."""
    envelope: Hex
    """In the inbox of that division."""
    back: Hex
    """The envelope by which it is taken back, in that same inbox."""
    receipt: Hex
    """The envelope that answers, in the inbox of this division."""
    proof: str
    """SHA-256, hexadecimal, of what only those who open the envelope know: the answer holds it."""
    content: str
    """SHA-256, hexadecimal, of all that stood here about the person when it was sent."""
    by: Hex
    """The account that sent it, hexadecimal."""
    day: str
    """ISO 8601 date."""
    with_history: bool = False
    """Did the list of changes go along?"""
    state: str = ""
    """One of MOVE_STATES; empty until the envelope lay in the inbox."""


class Sender(Record, frozen=True, omit_defaults=True, kw_only=True):
    """What stands at the head of a division's letters. Its record id is 1: a division has one."""

    lines: dict[str, str] = msgspec.field(default_factory=dict)
    """Language ("be", "ru") -> who writes, a line each."""
    places: dict[str, str] = msgspec.field(default_factory=dict)
    """Language -> where it is written, before the date."""
    country: str = ""
    """Where letters are posted: ISO 3166, two letters; empty is Belarus."""


class Departure(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody has moved to another division; the history here still tells of them until a coordinator ends that."""

    contact: ContactId
    along: tuple[RecordId, ...] = ()
    """As in an erasure."""
    to: Hex
    """The division, hexadecimal."""
    with_history: bool = False
    """Did the list of changes go along?"""
    day: str
    """ISO 8601 date."""


class Merge(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Two records were one person: what stood under `contact` stands under `other` since, and nothing under `contact`.

    Who that is today is found by following these records: one that is merged again keeps those that led to it.
    """

    contact: ContactId
    """The number that went."""
    other: ContactId
    """The number into which it went."""
    day: str
    """ISO 8601 date."""


class Merging(Record, frozen=True, omit_defaults=True, kw_only=True):
    """What the organisation decided about merging. Counts in commons alone; its record id is 1."""

    certain: bool = False
    """May an editor merge all certain pairs with one press?"""


class ShortForm(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A short form of a given name that the organisation added to the table. Counts in commons alone."""

    form: NameWord
    name: NameWord
    """The name that it stands for: one of the table, or another one."""


class Distinct(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Two records that look alike are two people: somebody looked at them and said so.

    The numbers stay as they were written; whoever was merged since is found by the records `merge`.
    """

    contact: ContactId
    other: ContactId
    day: str
    """ISO 8601 date."""
    elsewhere: bool = False
    """The other one stands in another division, which says the same of its own one: else it does not count."""


class Retention(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Something about a person is kept longer than the data standard says."""

    contact: ContactId
    field: str
    """The field's key; "the-person" for the whole person."""
    until: str
    """ISO 8601 date, the last on which it is not proposed."""
    reason: str = ""


MOVE_STATES = ("sent", "back", "refused", "changed", "both")
"""Sent; taken back; refused there; accepted there while it was changed here; accepted there though taken back."""
EVENT_TYPES = ("meeting", "training", "action", "other")
