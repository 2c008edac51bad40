"""What waits in the inbox, in words: envelopes, the people in them, and what deciding would do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from busel.contacts.postal import PostalAddress
from busel.contacts.record import read_record
from busel.contacts.records import Address
from busel.desk.account.alarm import TAKEN
from busel.desk.inboxes.deciding import Work
from busel.desk.inboxes.entry import NAMES, EntryPerson
from busel.desk.inboxes.envelopes import NEWCOMER
from busel.desk.inboxes.inbox import TAKEN_BACK, Waiting
from busel.desk.inboxes.totals import OLD_TOTALS, TOTALS
from busel.desk.people.likeness import Likely
from busel.desk.search.people import PersonRow
from busel.desk.session import Session
from busel.desk.web.components import Fact
from busel.desk.web.entry_words import local_moment, people_words
from busel.desk.web.field_words import field_words, value_words
from busel.desk.web.formats import format_number
from busel.desk.web.person_page import name_of
from busel.desk.web.person_words import Called, Listed, called, listed
from busel.desk.web.place_words import division_words, within
from busel.desk.web.problem_words import sentence
from busel.journal.deed import Fields

DOUBT_WORDS: dict[str, str | Promise] = {
    "not-opened": gettext_lazy("This envelope does not open, or what is in it could not come from our program."),
    "forged": gettext_lazy("This envelope is not signed by anybody who may send here now. It may be forged."),
    "ended": gettext_lazy(
        "The sender’s access here has ended. The envelope opens once a coordinator gives them access again."
    ),
    "newcomer": gettext_lazy("A newcomer asks for access here. A coordinator compares six words with them first."),
    "taken": gettext_lazy(
        "The account may have been taken, and has new keys. A coordinator compares six words with the person, and gives"
        " the keys anew: from the home page."
    ),
    TAKEN_BACK: gettext_lazy("The division that sent this person keeps them after all. There is nothing to accept."),
    TOTALS: gettext_lazy("Totals of a division below. Look at them before you decide."),
    OLD_TOTALS: gettext_lazy("These totals are no news: they came before, are older, or of the same week as others."),
    "unknown": gettext_lazy("This envelope holds something that this version of the program does not know."),
}
"""What is wrong with an envelope: each doubt of `desk.inbox.Waiting`."""

TIDINGS_WORDS: dict[str, str | Promise] = {
    NEWCOMER: gettext_lazy("A newcomer"),
    TAKEN: gettext_lazy("An account may have been taken"),
}
"""What is for coordinators, as a heading."""


@dataclass(frozen=True)
class WaitingRow:
    """A row of inbox/list.html."""

    url: str
    what: str | Promise
    sender: str
    division: str
    when: dt.datetime
    problems: int = 0
    likely: int = 0
    doubt: str | Promise = ""
    moves: bool = False


def waiting_row(url: str, one: Waiting, zone: str) -> WaitingRow:
    """Return an envelope for the list of who opens this zone."""
    return WaitingRow(
        url=url,
        what=heading_words(one),
        sender=one.sender,
        division=_division(one, zone),
        when=local_moment(one.hour),
        problems=one.problems,
        likely=one.likely,
        moves=bool(one.back),
    )


def _division(one: Waiting, zone: str) -> str:
    return division_words(within(one.division_name, zone) or one.division_name, get_language() or "be")


def doubtful_row(url: str, one: Waiting, zone: str) -> WaitingRow:
    """Return a doubtful envelope for the list: first, for nobody knows its hour."""
    place, when = _division(one, zone), local_moment(0)
    what = TIDINGS_WORDS.get(one.doubt) or _("A doubtful envelope")
    return WaitingRow(url, what, one.sender, place, when, doubt=DOUBT_WORDS[one.doubt])


def totals_row(url: str, one: Waiting, zone: str) -> WaitingRow:
    """Return totals of a division below for the list."""
    what = _("Totals of %(division)s") % {"division": division_words(one.came_from, get_language() or "be")}
    return WaitingRow(url, what, one.sender, _division(one, zone), local_moment(one.hour))


def heading_words(one: Waiting) -> str:
    """Return what an envelope holds: the person's name, or how many people."""
    if one.people == 1:
        return called(name_of(one.alone), get_language() or "be").first
    return people_words(one.people, is_list=one.is_list)


@dataclass(frozen=True)
class SenderRow:
    """All that waits from one sender, for the foot of inbox/list.html."""

    sender: str
    envelopes: int
    how_much: str
    reject_url: str


def sender_rows(waiting: Iterable[Waiting]) -> list[SenderRow]:
    """Return who sent how much, whoever sent most first; what is doubtful comes from nobody who is known."""
    found: dict[bytes, list[Waiting]] = {}
    for one in waiting:
        found.setdefault(one.author, []).append(one)
    rows = []
    for author, some in found.items():
        sender, url = some[0].sender if author else "", reverse("inbox_sender", args=[some[0].name])
        rows.append(SenderRow(sender, len(some), _how_much(some), url))
    return sorted(rows, key=lambda row: row.envelopes, reverse=True)


def _how_much(some: Sequence[Waiting]) -> str:
    people = sum(one.people for one in some)
    return ", ".join([envelopes_words(len(some))] + [people_words(people)] * bool(people))


def rejection_words(some: Sequence[Waiting]) -> tuple[str, str, list[str]]:
    """Return the question before all that one sender sent is rejected, the verb on the button, and what happens."""
    people = people_words(sum(one.people for one in some))
    told = {"envelopes": envelopes_words(len(some)), "people": people, "rejected": people, "sender": some[0].sender}
    destroyed = _("The envelopes are destroyed for everybody. This cannot be taken back.")
    if some[0].doubt:
        question, action = _("Put all doubtful envelopes away?"), _("Put %(envelopes)s away")
        return question, action % told, [destroyed]
    question = _("Reject all that %(sender)s sent?") if some[0].sender else _("Reject all of this sender?")
    consequences = [
        _("That is %(envelopes)s: %(people)s in them. None of these people is stored.") % told,
        destroyed,
        told_words(some[0]),
        _("Whoever was accepted before stays stored."),
    ]
    return question % told, _("Reject %(rejected)s") % told, consequences


def told_words(one: Waiting) -> str:
    """Return who is told that an envelope is rejected."""
    return _("The division that sent them is told.") if one.back else _("The collector is told nothing.")


def envelopes_words(count: int) -> str:
    """Return "3 envelopes"."""
    number = format_number(count, get_language() or "be")
    return ngettext("%(n)s envelope", "%(n)s envelopes", count) % {"n": number}


@dataclass(frozen=True)
class LikelyWords:
    """Somebody stored who may be the same person, and why."""

    row: Listed
    reason: str


@dataclass(frozen=True)
class Item:
    """One person of inbox/envelope.html."""

    at: int
    called: Called
    place: str
    facts: list[Fact]
    problems: list[str]
    likely: list[LikelyWords]
    is_chosen: bool
    is_corrected: bool


def item_of(session: Session, work: Work, at: int, *, known: Mapping[int, PersonRow], language: str) -> Item:
    """Return a person of an envelope for its page. `known` are the rows of the likely ones."""
    person, likely = work.people[at], work.likely.get(at, ())
    return Item(
        at=at,
        called=called(name_of(person.contact), language),
        place=person.place,
        facts=list(facts_of(person, language)),
        problems=[str(sentence(code)) for code in work.problems(at)],
        likely=[_likely(session, one, known[one.contact], language) for one in likely if one.contact in known],
        is_chosen=at not in work.left_out,
        is_corrected=at in work.corrected,
    )


def _likely(session: Session, likely: Likely, row: PersonRow, language: str) -> LikelyWords:
    reason = _("The telephone is the same.") if likely.by_phone else _("Family name and given name sound the same.")
    return LikelyWords(listed(session, [row], {}, language)[0], reason)


def facts_of(person: EntryPerson, language: str) -> Iterator[Fact]:
    """Yield all that was entered, the name aside: an editor accepts nothing unseen."""
    for kind, fields in person.about:
        if kind == "address":
            yield _address(fields, language)
        elif kind == "phone":
            yield _phone(fields)
        elif kind not in ("tag", "trace"):
            yield from _plain(kind, fields)
    if tags := [fields for kind, fields in person.about if kind == "tag"]:
        words = (": ".join(filter(None, (one["label"], one.get("value", "")))) for one in tags)
        yield Fact(field_words("tag", "label"), ", ".join(words))
    if traces := sum(kind == "trace" for kind, _fields in person.about):
        yield Fact(_("Changes before, that come along"), format_number(traces, language))
    yield from _plain("contact", {name: value for name, value in person.contact.items() if name not in NAMES})


def _phone(fields: Fields) -> Fact:
    """Return a number, and what was written where that has other digits."""
    shown, written = value_words("phone", "number", fields.get("number")), fields.get("written", "")
    other = written if shown and _digits(written) != _digits(shown) else ""
    return Fact(field_words("phone", "number"), shown or written, other)


def _digits(number: str) -> str:
    return "".join(filter(str.isdecimal, number))


def _plain(kind: str, fields: Fields) -> Iterator[Fact]:
    for name, value in fields.items():
        if words := value_words(kind, name, value):
            yield Fact(field_words(kind, name), words)


def _address(fields: Fields, language: str) -> Fact:
    address = PostalAddress(read_record(Address, fields | {"contact": 0}))
    first, other = (", ".join(address.shown(spelt)) for spelt in (("ru", "be") if language == "ru" else ("be", "ru")))
    both = {name[:-3] for name in fields if name.endswith("_be")} & {
        name[:-3] for name in fields if name.endswith("_ru")
    }
    return Fact(_("Address"), first, other if both and other != first else "")
