"""What was sent, in words: receipts, and how many people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from busel.desk.clock import moment
from busel.desk.session import Session
from busel.desk.web.formats import format_number
from busel.desk.web.place_words import division_words
from busel.journal.deed import Fields


@dataclass(frozen=True)
class Receipt:
    """A row of entry/receipts.html."""

    number: int
    what: str
    when: dt.datetime
    division: str


def receipt_row(session: Session, fields: Fields) -> Receipt:
    """Return a receipt for the page."""
    held = session.keyring.bundle(bytes.fromhex(fields.get("division", "")))
    return Receipt(
        number=int(fields.get("number", 0)),
        what=people_words(int(fields.get("people", 0)), is_list=not fields.get("typed", True)),
        when=local_moment(int(fields.get("hour", 0))),
        division=division_words(held.name, get_language() or "be") if held else "",
    )


def people_words(count: int, *, is_list: bool = False) -> str:
    """Return "3 people", or for a file "A list, 3 people"."""
    number = format_number(count, get_language() or "be")
    people = ngettext("%(n)s person", "%(n)s people", count) % {"n": number}
    return _("A list: %(people)s") % {"people": people} if is_list else people


def local_moment(hour: int) -> dt.datetime:
    """Return the hour of a deed in the organisation's zone."""
    return timezone.localtime(moment(hour))
