"""What a list shows of people beside their names, as a search chooses it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from busel.desk.clock import today_date
from busel.desk.keeping.standard import label_of, own_fields
from busel.desk.search.special import OWN
from busel.desk.web.choice_words import ACTIVITY_WORDS, LANGUAGE_WORDS, SEX_WORDS, SUPPORT_WORDS
from busel.desk.web.components import Words
from busel.desk.web.formats import format_day_short, format_partial
from busel.desk.web.own_words import own_value
from busel.desk.web.place_words import division_words
from busel.desk.workspace.bonds import Attendance, Membership
from busel.desk.workspace.models import Activity, Address, Contact, Email, Item

USUAL = ("phone", "place", "tags")
"""Drawn by the list itself."""
Cells = dict[int, str]
Read = Callable[[Sequence[int], str], Cells]
"""(contacts, language of the page) -> the words for each contact that has any."""


def _field(name: str, say: Callable[[object, str], object]) -> Read:
    def read(ids: Sequence[int], language: str) -> Cells:
        rows = Contact.objects.filter(pk__in=ids).values_list("pk", name)
        return {id_: str(say(value, language)) for id_, value in rows if value not in ("", 0)}

    return read


def _age(born: object, _language: str) -> str:
    """Return an age in years, of a date as far as it is known: about so old."""
    parts = [int(part) for part in str(born).split("-")]
    year, month, day = (*parts, 7, 1)[:3] if len(parts) == 1 else (*parts, 15)[:3]
    today = today_date()
    age = today.year - year - ((today.month, today.day) < (month, day))
    return str(age) if len(parts) == len(dt.date.min.timetuple()[:3]) else f"≈ {age}"


def _emails(ids: Sequence[int], _language: str) -> Cells:
    return _together(Email.objects.filter(contact__in=ids).values_list("contact", "address"))


def _addresses(ids: Sequence[int], language: str) -> Cells:
    first, other = ("ru", "be") if language == "ru" else ("be", "ru")
    names = ["contact", *(f"{part}_{one}" for part in ("settlement", "street") for one in (first, other))]
    rows = (
        Address.objects.filter(contact__in=ids).exclude(status="past").values_list(*names, "house", "building", "flat")
    )
    shown = [
        (id_, ", ".join(filter(None, (place or place_2, street or street_2, "-".join(filter(None, house))))))
        for id_, place, place_2, street, street_2, *house in rows
    ]
    return _together(shown)


def _last(ids: Sequence[int], _language: str) -> Cells:
    rows = Activity.objects.filter(contact__in=ids).order_by("day").values_list("contact", "type", "day")
    return {id_: f"{ACTIVITY_WORDS.get(type_, type_)}, {_short(day)}" for id_, type_, day in rows}


def _short(day: str) -> str:
    try:
        return format_day_short(dt.date.fromisoformat(day), get_language() or "be")
    except ValueError:
        return day


def _titles(kind: str) -> dict[int, str]:
    return {
        record: str(fields.get("title", ""))
        for record, fields in Item.objects.filter(kind=kind).values_list("record", "fields")
    }


def _groups(ids: Sequence[int], _language: str) -> Cells:
    titles = _titles("group")
    rows = Membership.objects.filter(contact__in=ids, left="").values_list("contact", "group_id")
    return _together((id_, titles.get(group, "")) for id_, group in rows)


def _events(ids: Sequence[int], _language: str) -> Cells:
    titles = _titles("event")
    rows = Attendance.objects.filter(contact__in=ids, attended="yes").values_list("contact", "event")
    return _together((id_, titles.get(event, "")) for id_, event in rows)


def _together(rows: object) -> Cells:
    found: dict[int, list[str]] = {}
    for id_, text in rows:  # type: ignore[attr-defined]  # pairs
        if text:
            found.setdefault(id_, []).append(text)
    return {id_: "; ".join(dict.fromkeys(texts)) for id_, texts in found.items()}


COLUMNS: dict[str, tuple[Words, Read]] = {
    "division": (_("Division"), _field("division__name", lambda value, language: division_words(str(value), language))),
    "address": (_("Address"), _addresses),
    "email": (_("E-mail"), _emails),
    "age": (_("Age"), _field("birth", _age)),
    "birth": (_("Date of birth"), _field("birth", lambda value, language: format_partial(str(value), language))),
    "sex": (_("Sex"), _field("sex", lambda value, _language: SEX_WORDS.get(str(value), value))),
    "support": (_("Support"), _field("support", lambda value, _language: SUPPORT_WORDS.get(value, value))),  # type: ignore[call-overload]  # a number
    "language": (_("Language of letters"), _field("language", lambda value, _l: LANGUAGE_WORDS.get(str(value), value))),
    "source": (_("Source"), _field("source", lambda value, _language: value)),
    "last": (_("What happened last"), _last),
    "groups": (_("Groups"), _groups),
    "events": (_("Came to"), _events),
    "notes": (_("Notes"), _field("notes", lambda value, _language: value)),
}
USUAL_WORDS: dict[str, Words] = {"phone": _("Phone"), "place": _("Place"), "tags": _("Tags")}
ORDER_WORDS: dict[str, Words] = {
    "": pgettext_lazy("sorted", "by name"),
    "place": pgettext_lazy("sorted", "by place"),
    "age": pgettext_lazy("sorted", "by age, the youngest first"),
    "support": pgettext_lazy("sorted", "by support, the strongest first"),
    "silence": pgettext_lazy("sorted", "by how long nothing has happened, the longest first"),
}


def column_choices(chosen: Sequence[str]) -> list[tuple[str, Words, bool]]:
    """Return all columns: key, words, whether it is shown."""
    language = get_language() or "be"
    shown = set(chosen or USUAL)
    own = [(OWN + field.key, label_of(field, language)) for field in own_fields()]
    all_of_them: list[tuple[str, Words]] = [
        *USUAL_WORDS.items(),
        *((key, words) for key, (words, _r) in COLUMNS.items()),
        *own,
    ]
    return [(key, words, key in shown) for key, words in all_of_them]


def more_columns(ids: Sequence[int], chosen: Sequence[str]) -> tuple[list[Words], dict[int, list[str]]]:
    """Return the headings of the columns that the list does not draw by itself, and each person's cells in them."""
    language = get_language() or "be"
    own = {OWN + field.key: field for field in own_fields()}
    heads: list[Words] = []
    cells: dict[int, list[str]] = {id_: [] for id_ in ids}
    for key in chosen:
        if key in COLUMNS:
            head, found = COLUMNS[key][0], COLUMNS[key][1](ids, language)
        elif key in own:
            field = own[key]
            rows = Contact.objects.filter(pk__in=ids).values_list("pk", "custom")
            found = {id_: own_value(field, held[field.key], language) for id_, held in rows if field.key in held}
            head = label_of(field, language)
        else:
            continue
        heads.append(head)
        for id_ in ids:
            cells[id_].append(found.get(id_, ""))
    return heads, cells
