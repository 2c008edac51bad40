"""What a condition offers to choose from: fixed words, and what the zone's records hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from busel.contacts.relationships import KINDS
from busel.desk.access.reach import handles_of_all
from busel.desk.people.tag_labels import tag_labels
from busel.desk.search.saved_searches import saved_searches
from busel.desk.session import Session
from busel.desk.web.choice_words import (
    ACTIVITY_WORDS,
    ADDRESS_TYPE_WORDS,
    ANSWER_WORDS,
    CONSENT_WAY_WORDS,
    EVENT_TYPE_WORDS,
    LANGUAGE_WORDS,
    MESSENGER_WORDS,
    OUTCOME_WORDS,
    PHONE_TYPE_WORDS,
    SEX_WORDS,
    STATUS_WORDS,
    SUPPORT_WORDS,
)
from busel.desk.web.components import Words
from busel.desk.web.place_words import SEPARATOR, by_name, division_words
from busel.desk.workspace.load import raw_connection
from busel.names.places import divisions, regions

Choice = tuple[Any, Words]
UNKNOWN: Words = pgettext_lazy("a field", "not known")
_FIXED: dict[str, dict[Any, Words]] = {
    "sex": dict(SEX_WORDS),
    "language": dict(LANGUAGE_WORDS),
    "support": dict(SUPPORT_WORDS),
    "phone_type": dict(PHONE_TYPE_WORDS),
    "address_type": dict(ADDRESS_TYPE_WORDS),
    "messenger": dict(MESSENGER_WORDS),
    "consent_way": dict(CONSENT_WAY_WORDS),
    "address_status": dict(STATUS_WORDS),
    "side": {"odd": _("odd numbers"), "even": _("even numbers")},
    "activity_type": dict(ACTIVITY_WORDS),
    "outcome": dict(OUTCOME_WORDS),
    "event_type": dict(EVENT_TYPE_WORDS),
    "answer": dict(ANSWER_WORDS),
    "attended": {"yes": pgettext_lazy("an answer", "yes"), "no": pgettext_lazy("an answer", "no")},
}


def choices(session: Session, name: str) -> list[Choice]:
    """Return the (value, words) that a column offers; nothing for one in which anything can be typed."""
    if name in _FIXED:
        return list(_FIXED[name].items())
    found = _LIVE.get(name)
    return found(session) if found else []


def words_of(session: Session, name: str, value: Any) -> str:
    """Return what a chosen value is called; one that is not offered stays as it is."""
    if value in ("", 0):
        return str(UNKNOWN)
    return str(dict(choices(session, name)).get(value, value))


def _language() -> str:
    return get_language() or "be"


def _divisions(session: Session) -> list[Choice]:
    names = [bundle.name for bundle in session.divisions()]
    tops = {name.split(SEPARATOR)[0] for name in names} - set(names)
    shown = by_name((division_words(name, _language()), name) for name in {*names, *tops})
    return [(name, words) for words, name in shown]


def _relationships(_session: Session) -> list[Choice]:
    found: list[Choice] = []
    for kind in KINDS:
        found.append((f"{kind.key}.contact", gettext(kind.contact_is)))
        if not kind.is_mutual:
            found.append((f"{kind.key}.other", gettext(kind.other_is)))
    return found


def _items(kind: str, title: str = "title") -> Callable[[Session], list[Choice]]:
    def read(_session: Session) -> list[Choice]:
        named = f"json_extract(fields, '$.{title}')"
        day = "COALESCE(json_extract(fields, '$.day'), '')"
        query = f"SELECT DISTINCT record, {named}, {day} FROM workspace_item WHERE kind = ? ORDER BY 3 DESC, 2"
        rows: Iterable[tuple[int, str, str]] = raw_connection().execute(query, (kind,))
        return list({record: f"{words or '…'} ({day})" if day else words or "…" for record, words, day in rows}.items())

    return read


def _tag_groups(_session: Session) -> list[Choice]:
    group = "json_extract(fields, '$.group')"
    query = f"SELECT DISTINCT {group} FROM workspace_item WHERE kind = 'tag_type' AND {group} != '' ORDER BY 1"
    return [(name, name) for (name,) in raw_connection().execute(query)]


def _accounts(session: Session) -> list[Choice]:
    query = "SELECT DISTINCT assignee FROM workspace_activity WHERE assignee != ''"
    used = {session.account.hex(), *(account for (account,) in raw_connection().execute(query))}
    known = handles_of_all(session, [bytes.fromhex(one) for one in used if _is_hex(one)])
    return sorted(((one, known.get(bytes.fromhex(one), one)) for one in used if _is_hex(one)), key=lambda pair: pair[1])


def _is_hex(text: str) -> bool:
    return len(text) % 2 == 0 and set(text) <= set("0123456789abcdef")


_LIVE: dict[str, Callable[[Session], list[Choice]]] = {
    "division": _divisions,
    "tag": lambda session: [(label, label) for label in tag_labels(session)],
    "tag_group": _tag_groups,
    "relationship": _relationships,
    "group": _items("group"),
    "event": _items("event"),
    "batch": _items("batch"),
    "account": _accounts,
    "search": lambda session: [(saved.record, saved.title) for saved in saved_searches(session)],
    "region": lambda _session: [(one.shown(_language()), one.shown(_language())) for one in regions()],
    "district": lambda _session: [
        (one.shown(_language()), one.shown(_language())) for one in divisions() if one.parent
    ],
}
