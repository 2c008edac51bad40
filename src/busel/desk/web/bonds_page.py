"""What ties a person to others, as their page is given it: follow-ups, consents, tags, groups, household, relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from busel.desk.clock import today_iso
from busel.desk.keys.posting import handles_of
from busel.desk.oversight.access_log import note_people
from busel.desk.people.households import members_in
from busel.desk.people.person import Person
from busel.desk.people.relations import related_to
from busel.desk.people.tag_types import by_label, label_words
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web.choice_words import ACTIVITY_WORDS, ANSWER_WORDS, CONSENT_WAY_WORDS
from busel.desk.web.components import Words
from busel.desk.web.person_words import Listed, listed
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection


@dataclass(frozen=True)
class FollowUp:
    """Somebody means to come back to this person."""

    url: str
    due: str
    subject: Words
    who: str
    """The handle of whose work it is; empty for nobody's or a stranger's."""
    is_mine: bool
    is_late: bool


@dataclass(frozen=True)
class Agreed:
    """A consent. `state` is "counts", "over" or "withdrawn"."""

    purpose: str
    how: Words
    day: str
    until: str
    withdrawn: str
    who: str
    state: str


@dataclass(frozen=True)
class Tie:
    """Another person beside this one."""

    person: Listed
    word: str = ""
    since: str = ""
    until: str = ""
    note: str = ""
    url: str = ""
    """Where it is corrected or taken away."""


def follow_ups_of(session: Session, person: Person) -> list[FollowUp]:
    """Return what is open, the earliest first."""
    today, handles = today_iso(), _Handles(session, person.journal)
    open_ones = [
        (record, one) for record, one in person.records["activity"].items() if one.get("due") and not one.get("done")
    ]
    return [
        FollowUp(
            reverse("follow_up_done", args=[person.id, record]),
            one["due"],
            one.get("subject") or one.get("details") or ACTIVITY_WORDS.get(one.get("type", "")) or "",
            handles.of(one.get("assignee", "")),
            one.get("assignee") == session.account.hex(),
            one["due"] < today,
        )
        for record, one in sorted(open_ones, key=lambda pair: pair[1]["due"])
    ]


def consents_of(session: Session, person: Person) -> list[Agreed]:
    """Return what the person agreed to: what counts first."""
    today, handles = today_iso(), _Handles(session, person.journal)
    found = []
    for one in person.all("consent"):
        until, withdrawn = one.get("until", ""), one.get("withdrawn", "")
        state = "withdrawn" if withdrawn else "over" if until and until < today else "counts"
        how = one.get("how", "")
        words = CONSENT_WAY_WORDS.get(how) or how
        who = handles.of(one.get("by", ""))
        found.append(Agreed(one.get("purpose", ""), words, one.get("day", ""), until, withdrawn, who, state))
    return sorted(found, key=lambda one: one.state != "counts")


def tags_of(session: Session, person: Person, language: str) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the tags under their headings; those without one come last."""
    tags = list(person.all("tag"))
    types = by_label(session, person.journal) if tags else {}
    found: dict[str, list[dict[str, str]]] = {}
    for one in tags:
        type_ = types.get(one.get("label", ""))
        row = {"label": label_words(type_, one.get("label", ""), language), "value": one.get("value", "")}
        found.setdefault(type_.group if type_ else "", []).append(row)
    return sorted(found.items(), key=lambda pair: (not pair[0], pair[0].casefold()))


def groups_of(person: Person) -> list[dict[str, Any]]:
    """Return the person's time in groups: where they are now comes first."""
    raw, found = raw_connection(), []
    for record, one in person.records["membership"].items():
        fields = current_fields(raw, "group", one.get("group", 0))
        if fields is not None:
            url = "" if one.get("left") else reverse("group_leave", args=[person.id, record])
            found.append({**one, "title": fields.get("title", ""), "id": one["group"], "leave_url": url})
    return sorted(found, key=lambda one: bool(one.get("left")))


def events_of(person: Person) -> list[dict[str, Any]]:
    """Return the events to which the person was asked or came, the newest first."""
    raw, found = raw_connection(), []
    for record, one in person.records["attendance"].items():
        fields = current_fields(raw, "event", one.get("event", 0))
        if fields is not None:
            found.append(
                {
                    "id": one["event"],
                    "title": fields.get("title", ""),
                    "day": fields.get("day", ""),
                    "invited": one.get("invited", ""),
                    "answer": ANSWER_WORDS.get(one.get("answer", ""), ""),
                    "attended": one.get("attended", ""),
                    "drop_url": "" if fields.get("closed") else reverse("event_drop", args=[person.id, record]),
                }
            )
    return sorted(found, key=lambda one: str(one["day"]), reverse=True)


def household_of(session: Session, person: Person, language: str) -> dict[str, Any] | None:
    """Return the household (title, note) and who else is in it; None where there is none."""
    home = person.contact.get("household", 0)
    fields = current_fields(raw_connection(), "household", home) if home else None
    if fields is None:
        return None
    others = [one for one in members_in(raw_connection(), home) if one != person.id]
    return {**fields, "others": [Tie(one) for one in _shown(session, others, language).values()]}


def related_of(session: Session, person: Person, language: str) -> list[Tie]:
    """Return whom the person knows, and how."""
    related = related_to(raw_connection(), person.id)
    shown = _shown(session, [one.other for one in related], language)
    return [
        Tie(
            shown[one.other],
            gettext(one.word),
            one.since,
            one.until,
            one.note,
            reverse("relationship_change", args=[person.id, one.record]),
        )
        for one in related
        if one.other in shown
    ]


def _shown(session: Session, ids: Sequence[int], language: str) -> dict[int, Listed]:
    if not ids:
        return {}
    note_people(session, "find_contacts", ids)
    rows = people_of(ids)
    return dict(zip((row.id for row in rows), listed(session, rows, {}, language), strict=True))


class _Handles:
    """Accounts' handles as the division's members signed them, read only if somebody asks."""

    def __init__(self, session: Session, journal: bytes) -> None:
        self._session, self._journal = session, journal
        self._known: dict[bytes, str] | None = None

    def of(self, account: str) -> str:
        """Return the handle of an account's hexadecimal id; "" where it is not known."""
        if not account:
            return ""
        if self._known is None:
            self._known = handles_of(self._session, self._journal)
        try:
            return self._known.get(bytes.fromhex(account), "")
        except ValueError:
            return ""
