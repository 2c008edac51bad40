"""Fields of what ties a person to others, and their values in words, as a person's history tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from busel.contacts.person_name import NameParts, PersonName
from busel.contacts.relationships import BY_KEY
from busel.desk.web.choice_words import ADDRESS_TYPE_WORDS, CONSENT_WAY_WORDS, MESSENGER_WORDS, PHONE_TYPE_WORDS
from busel.desk.web.country_words import country_words
from busel.desk.web.formats import format_partial
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection

BOND_WORDS: dict[tuple[str, str], str | Promise] = {
    ("phone", "type"): _("What kind of phone"),
    ("phone", "status"): _("The phone"),
    ("email", "status"): _("The e-mail address"),
    ("address", "country"): _("Country"),
    ("address", "type"): _("What kind of address"),
    ("tag", "day"): _("Tagged on"),
    ("activity", "details"): _("Details"),
    ("activity", "assignee"): _("Whose work"),
    ("activity", "due"): _("Come back by"),
    ("activity", "done"): _("Done on"),
    ("activity", "event"): _("Event"),
    ("messenger", "service"): _("Messenger"),
    ("messenger", "name"): _("Name or number there"),
    ("relationship", "contact"): _("Person"),
    ("relationship", "other"): _("The other person"),
    ("relationship", "type"): _("Relationship"),
    ("relationship", "since"): _("Since"),
    ("relationship", "until"): _("Until"),
    ("relationship", "note"): _("Note"),
    ("membership", "group"): _("Group"),
    ("membership", "joined"): _("Joined"),
    ("membership", "left"): _("Left"),
    ("attendance", "event"): _("Event"),
    ("attendance", "invited"): _("Invited on"),
    ("attendance", "answer"): _("Answer"),
    ("attendance", "attended"): _("Came"),
    ("attendance", "code"): _("Number on the sheet"),
    ("consent", "purpose"): _("What for"),
    ("consent", "how"): _("How they said it"),
    ("consent", "day"): _("Agreed on"),
    ("consent", "by"): _("Who took it down"),
    ("consent", "until"): _("Until when"),
    ("consent", "withdrawn"): _("Taken back on"),
    ("household", "title"): _("Name of the household"),
    ("household", "note"): _("Note on the household"),
    ("merge", "other"): _("The other record"),
    ("merge", "day"): _("Merged on"),
    ("distinct", "contact"): _("Person"),
    ("distinct", "other"): _("Not the same as"),
    ("distinct", "day"): _("Said on"),
}
ANSWER_WORDS = {"yes": _("yes"), "no": _("no"), "maybe": _("maybe")}
_BAD = {"bad": _("does not lead to this person")}


def _choice(words: Mapping[str, str | Promise]) -> Callable[[Any, str], str]:
    return lambda value, _language: str(words.get(value, value))


def _day(value: Any, language: str) -> str:
    return format_partial(str(value), language)


def _untold(_value: Any, _language: str) -> str:
    """Say nothing: the history names the account by whose deed it is."""
    return ""


def _title(kind: str) -> Callable[[Any, str], str]:
    """Return what says the title of a record of a kind; somebody may have taken it away since."""

    def say(value: Any, _language: str) -> str:
        fields = current_fields(raw_connection(), kind, int(value)) or {}
        return str(fields.get("title") or _now("one that is gone"))

    return say


def _person(value: Any, language: str) -> str:
    fields = current_fields(raw_connection(), "contact", int(value)) or {}
    be, ru = (NameParts(fields.get(f"family_{one}", ""), fields.get(f"given_{one}", "")) for one in ("be", "ru"))
    return PersonName(be, ru, fields.get("nickname", "")).shown(language) or _now("somebody who is gone")


def _relationship(value: Any, _language: str) -> str:
    kind = BY_KEY.get(value)
    if kind is None:
        return str(value)
    sides = dict.fromkeys((_now(kind.contact_is), _now(kind.other_is)))
    return " – ".join(sides)


BOND_VALUES: dict[tuple[str, str], Callable[[Any, str], str]] = {
    ("phone", "type"): _choice(PHONE_TYPE_WORDS),
    ("phone", "status"): _choice(_BAD),
    ("email", "status"): _choice(_BAD),
    ("address", "country"): lambda value, language: country_words(str(value), language),
    ("address", "type"): _choice(ADDRESS_TYPE_WORDS),
    ("messenger", "service"): _choice(MESSENGER_WORDS),
    ("contact", "household"): _title("household"),
    ("membership", "group"): _title("group"),
    ("attendance", "event"): _title("event"),
    ("activity", "event"): _title("event"),
    ("attendance", "answer"): _choice(ANSWER_WORDS),
    ("attendance", "attended"): _choice(ANSWER_WORDS),
    ("consent", "how"): _choice(CONSENT_WAY_WORDS),
    ("activity", "assignee"): _untold,
    ("consent", "by"): _untold,
    ("merge", "other"): _untold,
    ("merge", "day"): _day,
    ("distinct", "contact"): _person,
    ("distinct", "other"): _person,
    ("distinct", "day"): _day,
    ("relationship", "contact"): _person,
    ("relationship", "other"): _person,
    ("relationship", "type"): _relationship,
    **dict.fromkeys(
        (
            ("tag", "day"),
            ("activity", "due"),
            ("activity", "done"),
            ("relationship", "since"),
            ("relationship", "until"),
            ("membership", "joined"),
            ("membership", "left"),
            ("attendance", "invited"),
            ("consent", "day"),
            ("consent", "until"),
            ("consent", "withdrawn"),
        ),
        _day,
    ),
}
