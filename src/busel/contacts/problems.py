"""What may be wrong with a value that somebody wrote, as codes. Words for them live at the edge, in three languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Each code has its sentence in the interface; a test there proves that none is missing."""

    PHONE_POSSIBLE = "phone-possible"
    PHONE_NOT_DIALABLE = "phone-not-dialable"
    EMAIL_UNREADABLE = "email-unreadable"
    BIRTH_UNREADABLE = "birth-unreadable"
    BIRTH_NO_SUCH_DAY = "birth-no-such-day"
    BIRTH_IN_FUTURE = "birth-in-future"
    BIRTH_TOO_LONG_AGO = "birth-too-long-ago"
    SEX_UNKNOWN = "sex-unknown"
    LANGUAGE_UNKNOWN = "language-unknown"
    SUPPORT_UNKNOWN = "support-unknown"
    YES_NO_UNKNOWN = "yes-no-unknown"
    NUMBER_UNREADABLE = "number-unreadable"
    DATE_UNREADABLE = "date-unreadable"
    CHOICE_UNKNOWN = "choice-unknown"
    CONTACT_UNREADABLE = "contact-unreadable"
    STATUS_UNKNOWN = "status-unknown"
    POSTCODE_UNREADABLE = "postcode-unreadable"
    NAME_MISSING = "name-missing"
    NAME_UNSURE = "name-unsure"

    @property
    def is_warning(self) -> bool:
        """Whether the value is kept all the same, so that the row stands."""
        return self in _WARNINGS


_WARNINGS = frozenset({Code.PHONE_POSSIBLE, Code.PHONE_NOT_DIALABLE, Code.NAME_UNSURE})


@dataclass(frozen=True)
class Problem:
    """A code, and the value that it is about, as it was written."""

    code: Code
    value: str
