"""What one row would bring in, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from busel.contacts.problems import Code
from busel.sheets.tables import FLAWS
from busel.sheets.ties import UNREADABLE, Tie

HEADING_AGAIN = "heading-again"
TOO_LONG = "too-long"
CELL_ERROR = "cell-error"
CELLS_BEYOND = "cells-beyond"
COUNTRY_UNKNOWN = "country-unknown"
KIND_UNKNOWN = "kind-unknown"
TIE_AMBIGUOUS = "tie-ambiguous"
TIE_UNREADABLE = "tie-unreadable"
TIE_AS_NOTE = "tie-as-note"
TIE_LEFT_OUT = "tie-left-out"
TIE_UNSURE = "tie-unsure"
ADDRESS_UNSURE = "address-unsure"
SAID_OTHERWISE = "said-otherwise"
NO_YEAR = "no-year"
ID_UNREADABLE = "busel-id-unreadable"
ANOTHER_LANGUAGE = "another-language"
ROW_CODES = (
    HEADING_AGAIN, TOO_LONG, CELL_ERROR, CELLS_BEYOND, COUNTRY_UNKNOWN, KIND_UNKNOWN, TIE_AMBIGUOUS, TIE_UNREADABLE,
    TIE_AS_NOTE, TIE_LEFT_OUT, TIE_UNSURE, UNREADABLE, ADDRESS_UNSURE, SAID_OTHERWISE, NO_YEAR, ID_UNREADABLE,
    ANOTHER_LANGUAGE, *FLAWS,
)  # fmt: skip
"""What can be wrong with a row besides the codes of `busel.contacts.problems`."""
_KEPT_ALL_THE_SAME = frozenset(code for code in Code if code.is_warning) | {
    Code.POSTCODE_UNREADABLE,
    TIE_AS_NOTE,
    TIE_LEFT_OUT,
    TIE_UNSURE,
    ADDRESS_UNSURE,
    SAID_OTHERWISE,
    NO_YEAR,
    ID_UNREADABLE,
    ANOTHER_LANGUAGE,
}
"""The rule: a row stays out when something in it would be lost or guessed. It comes in with a warning when the cell is
kept all the same, as it is written or as a note, or is nothing about the person: a third language, a broken number of
ours."""


def is_warning(code: str) -> bool:
    """Ask whether a row with it is brought in all the same."""
    return code in _KEPT_ALL_THE_SAME


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, or a warning. `row` counts from 1, as the person's program does.

    `column` is the column's heading, or its letter where it has none, and `at` the same counted from 0; "" and -1 when
    the row as a whole is meant. `code` is of `busel.contacts.problems.Code` or one of `ROW_CODES`.
    """

    row: int
    column: str
    value: str
    code: str
    at: int = -1


@dataclass(slots=True)
class Draft:
    """What one row would bring in: fields as in `busel.contacts.records`, without ids.

    `contact` and `address` hold filled fields only; `phones` are mappings with "number" and "written", the number empty
    where it cannot be dialled, and "type" where it is told. `is_blank`: no cell of the row is filled. With `problems`
    nothing of it may come in.
    """

    row: int
    contact: dict[str, Any] = field(default_factory=dict)
    phones: list[dict[str, str]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    address: dict[str, str] = field(default_factory=dict)
    wrong_phones: list[dict[str, str]] = field(default_factory=list)
    wrong_emails: list[str] = field(default_factory=list)
    messengers: list[tuple[str, str]] = field(default_factory=list)
    """Service and name."""
    consents: list[Tie] = field(default_factory=list)
    ties: dict[str, list[Tie]] = field(default_factory=dict)
    """Target of `targets.TIES` -> what it says."""
    as_written: list[str] = field(default_factory=list)
    """The cells of the ties with their headings: for who may not read what they name."""
    kept_notes: tuple[str, ...] = ()
    """The lines of the notes that are cells which have no other place."""
    tags: list[str] = field(default_factory=list)
    valued_tags: list[tuple[str, str]] = field(default_factory=list)
    """Tags that say more: label and value."""
    related: dict[str, Draft] = field(default_factory=dict)
    """Who else the row is about, by what they are (`related.SIDES`)."""
    more_addresses: dict[int, dict[str, str]] = field(default_factory=dict)
    """Number, from 2 -> fields."""
    busel_id: int = 0
    """The contact whom an export of ours says that it is; 0 where it does not say."""
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    is_blank: bool = False

    def address_number(self, number: int) -> dict[str, str]:
        """Return the fields of the person's address number `number`, from 1; made where there are none yet."""
        return self.address if number == 1 else self.more_addresses.setdefault(number, {})

    def beside(self, role: str) -> Draft:
        """Return the draft of somebody else in the row; made where there is none yet."""
        return self.related.setdefault(role, Draft(self.row))

    def add_note(self, text: str, header: str = "", *, is_own: bool = False) -> None:
        """Add a line to the notes: a note of the row's own, or what has no other place."""
        note = f"{header}: {text}" if header else text
        self.kept_notes += () if is_own else (note,)
        before = self.contact.get("notes")
        self.contact["notes"] = f"{before}\n{note}" if before else note

    @property
    def addresses(self) -> list[dict[str, str]]:
        """The addresses of which anything is known."""
        if not self.more_addresses:
            return [self.address] if self.address else []
        return [one for one in (self.address, *(self.more_addresses[at] for at in sorted(self.more_addresses))) if one]

    @property
    def can_come_in(self) -> bool:
        """Whether the row is neither blank nor a problem."""
        return not self.is_blank and not self.problems
