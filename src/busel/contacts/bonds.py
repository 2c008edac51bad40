"""What ties a person to others: messengers, relationships, groups, events, and what they agreed to."""

from __future__ import annotations

from typing import Annotated

import msgspec

from busel.contacts.record import ContactId, Record, RecordId


class Messenger(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A name in a messenger."""

    contact: ContactId
    service: str
    """One of MESSENGERS, or what the list called it."""
    name: str


class Relationship(Record, frozen=True, omit_defaults=True, kw_only=True):
    """How two people of one division know each other: one record for both directions."""

    contact: ContactId
    other: ContactId
    type: str
    """A key of `contacts.relationships.TYPES`: what `contact` is to `other` and the reverse."""
    since: str = ""
    """ISO 8601, as far as known."""
    until: str = ""
    """ISO 8601, as far as known; empty while it lasts."""
    note: str = ""


class Membership(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A person in a group."""

    contact: ContactId
    group: RecordId
    joined: str = ""
    """ISO 8601 date."""
    left: str = ""
    """ISO 8601 date; empty while they are in it."""


class Attendance(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A person and an event: asked, answered, came."""

    contact: ContactId
    event: RecordId
    invited: str = ""
    """ISO 8601 date."""
    answer: str = ""
    """One of ANSWERS, or none yet."""
    attended: str = ""
    """ "yes", "no", or not known yet."""
    code: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] = 0
    """The number on the sign-in sheet; 0 where there is none."""
    codes: Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9]{1,10}(?: [0-9]{1,10})*)?\Z")] = ""
    """Numbers on sheets that were printed for records which were made one with this person, with spaces between."""


class Consent(Record, frozen=True, omit_defaults=True, kw_only=True):
    """What a person agreed to. Withdrawing writes the day; the record stays."""

    contact: ContactId
    purpose: str
    how: str = ""
    """One of CONSENT_WAYS, or unknown."""
    day: str = ""
    """ISO 8601 date."""
    by: str = ""
    """Who took it down: an account's id in hexadecimal."""
    until: str = ""
    """ISO 8601 date, the last on which it counts; empty is without end."""
    withdrawn: str = ""
    """ISO 8601 date; empty while it counts."""


class Trace(Record, frozen=True, omit_defaults=True, kw_only=True):
    """What was done to a person in the division where they were before: it came along when they moved."""

    contact: ContactId
    day: str
    """ISO 8601 date."""
    deed: str
    """Its name, as in `registry.deeds`."""
    by: str = ""
    """The handle of who did it, as that division knew it: words, not proof."""
    touched: str = ""
    """What was changed, "kind.field" parted by spaces; no values."""


MESSENGERS = ("telegram", "signal", "whatsapp", "viber", "threema", "element", "other")
ANSWERS = ("yes", "no", "maybe")
CONSENT_WAYS = ("spoken", "paper", "written", "telephone", "other")
