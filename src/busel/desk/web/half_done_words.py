"""Deeds that were cut off, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from busel.desk.clock import moment
from busel.desk.journals.half_done import HalfDone
from busel.desk.keys.posting import handles_of
from busel.desk.session import Session
from busel.desk.web.place_words import division_words

WORDS: dict[str, str | Promise] = {
    "save_search": _("The search “%(title)s” was saved in %(done)s of %(all)s divisions."),
    "delete_search": _("The search “%(title)s” was taken away in %(done)s of %(all)s divisions."),
    "save_template": _("The letter “%(title)s” was saved in %(done)s of %(all)s divisions."),
    "print_letters": _("The letters “%(title)s” were noted with their people in %(done)s of %(all)s divisions."),
}
OTHER = _("A change was written in %(done)s of %(all)s divisions.")
NOT_THEIRS = _(
    "It cannot be finished: whoever began it may not write in every division where it is missing. Take it back; if it "
    "is right, do it yourself."
)
LOST = _("It cannot be finished: the file ended with the desk that printed it. Take the notes back, then print again.")


@dataclass(frozen=True)
class Told:
    """One such deed, as the page shows it. `finish_url` is empty where it can only be taken back."""

    text: str
    who: str
    """The handle of its author, as the division knows it; empty where it does not."""
    when: dt.datetime
    why: str | Promise
    missing: list[str]
    finish_url: str
    take_back_url: str


def told(session: Session, half: HalfDone, language: str) -> Told:
    """Return the words and the ways out."""
    every = len(half.deed.places)
    numbers = {"title": half.title, "done": every - len(half.left), "all": every}
    id_, names = half.deed.id.hex(), [session.ledgers[journal].bundle.name for journal in half.left]
    return Told(
        str(WORDS.get(half.deed.name, OTHER)) % numbers,
        handles_of(session, half.done[0]).get(half.deed.author, ""),
        localtime(moment(half.deed.hour)),
        _why(half),
        [division_words(name, language) for name in sorted(names)],
        reverse("half_done_finish", args=[id_]) if half.can_be_finished else "",
        reverse("half_done_take_back", args=[id_]),
    )


def _why(half: HalfDone) -> str | Promise:
    """Return why it cannot be finished, or nothing."""
    if half.can_be_finished:
        return ""
    return LOST if half.is_rightful else NOT_THEIRS
