"""What the fields, records and operators of searches are called, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from busel.desk.web.components import Words

FIELDS: dict[str, Words] = {
    "text": _("Found by the search box"),
    "family": _("Family name"),
    "given": _("Given name"),
    "patronymic": _("Patronymic"),
    "family_be": _("Family name in Belarusian"),
    "given_be": _("Given name in Belarusian"),
    "patronymic_be": _("Patronymic in Belarusian"),
    "family_ru": _("Family name in Russian"),
    "given_ru": _("Given name in Russian"),
    "patronymic_ru": _("Patronymic in Russian"),
    "nickname": _("Known as"),
    "sex": _("Sex"),
    "birth": _("Date of birth"),
    "age": _("Age"),
    "birthday": _("Birthday"),
    "language": _("Language of letters"),
    "division": _("Division"),
    "support": _("Support"),
    "source": _("Source"),
    "notes": _("Notes"),
    "words": _("Words in notes and addresses"),
    "risk": _("Do not approach"),
    "no_letters": _("No letters"),
    "no_calls": _("No calls"),
    "moved": _("Moved away"),
    "deceased": _("Deceased"),
    "constituency": _("Constituency"),
    "polling_station": _("Polling station"),
    "added": _("Came in"),
    "household": _("Household"),
    "household_size": _("People in the household"),
    "missing": _("Required fields that are missing"),
    "people": _("Fixed list"),
    "search": _("Another saved search"),
}
SOURCES: dict[str, Words] = {
    "phone": _("Phone"),
    "email": _("E-mail"),
    "messenger": _("Messenger"),
    "address": _("Address"),
    "tag": _("Tag"),
    "activity": _("What happened"),
    "follow_up": _("Follow-up"),
    "membership": _("Group"),
    "attendance": _("Event"),
    "consent": _("Consent"),
    "relationship": _("Relationship"),
    "external_id": _("Number in other lists"),
}
COLUMNS: dict[tuple[str, str], Words] = {
    ("phone", "number"): _("Number"),
    ("phone", "type"): _("Kind of phone"),
    ("phone", "valid"): _("Can be called"),
    ("email", "address"): _("E-mail"),
    ("email", "valid"): _("Can be written to"),
    ("messenger", "service"): _("Service"),
    ("messenger", "name"): _("Name there"),
    ("address", "region"): _("Region"),
    ("address", "district"): _("District"),
    ("address", "settlement"): _("Town or village"),
    ("address", "street"): _("Street"),
    ("address", "house"): _("House number"),
    ("address", "side"): _("Side of the street"),
    ("address", "postcode"): _("Postcode"),
    ("address", "country"): _("Country"),
    ("address", "type"): _("Kind of address"),
    ("address", "status"): _("The address is"),
    ("tag", "label"): _("Tag"),
    ("tag", "group"): _("Group of tags"),
    ("tag", "value"): _("Value"),
    ("tag", "day"): _("Put on"),
    ("activity", "type"): _("What"),
    ("activity", "outcome"): _("Outcome"),
    ("activity", "day"): _("When"),
    ("activity", "text"): _("About what"),
    ("activity", "assignee"): _("Whose work"),
    ("activity", "batch"): _("Import or print run"),
    ("activity", "event"): _("Event"),
    ("follow_up", "open"): _("Still open"),
    ("follow_up", "due"): _("Due"),
    ("follow_up", "assignee"): _("Whose work"),
    ("follow_up", "type"): _("What"),
    ("membership", "group"): _("Group"),
    ("membership", "now"): _("In it now"),
    ("membership", "joined"): _("Joined"),
    ("membership", "left"): _("Left"),
    ("attendance", "event"): _("Event"),
    ("attendance", "type"): _("Kind of event"),
    ("attendance", "day"): _("Day of the event"),
    ("attendance", "invited"): _("Invited"),
    ("attendance", "answer"): _("Answer"),
    ("attendance", "attended"): _("Came"),
    ("consent", "purpose"): _("For what"),
    ("consent", "in_force"): _("In force now"),
    ("consent", "how"): _("How they agreed"),
    ("consent", "day"): _("Day of consent"),
    ("consent", "until"): _("Until"),
    ("relationship", "type"): _("What this person is to the other"),
    ("relationship", "lasts"): _("Still so"),
    ("relationship", "since"): _("Since"),
    ("external_id", "value"): _("Number in other lists"),
}
OPERATORS: dict[str, Words] = {
    "contains": pgettext_lazy("a text", "contains"),
    "is": pgettext_lazy("a text", "is"),
    "begins": pgettext_lazy("a text", "begins with"),
    "words": pgettext_lazy("a text", "has all the words"),
    "filled": pgettext_lazy("a field", "is known"),
    "empty": pgettext_lazy("a field", "is not known"),
}
PERIODS: dict[str, Words] = {
    "last": _("in the last …"),
    "over": _("longer ago than …"),
    "next": _("in the next …"),
    "this": _("this …"),
    "previous": _("the … before this one"),
    "dates": _("from … to …"),
    "filled": pgettext_lazy("a day", "known"),
    "empty": pgettext_lazy("a day", "not known"),
}
UNITS: dict[str, Words] = {"day": _("days"), "week": _("weeks"), "month": _("months"), "year": _("years")}
ONE_UNIT: dict[str, Words] = {"day": _("day"), "week": _("week"), "month": _("month"), "year": _("year")}
DAYS: dict[str, Words] = {"yesterday": _("yesterday"), "today": _("today"), "tomorrow": _("tomorrow")}
PICKER: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (
        _("What happened, and what is to do"),
        ("some:activity", "some:follow_up", "some:attendance", "some:membership", "some:tag", "some:consent"),
    ),
    (
        _("How to reach them"),
        ("some:phone", "some:email", "some:messenger", "some:address", "division", "constituency", "polling_station"),
    ),
    (
        _("Who they are"),
        (
            *("text", "family", "given", "patronymic", "nickname", "sex", "age", "birth", "birthday", "language"),
            *("support", "source", "added", "notes", "words", "some:relationship", "household", "household_size"),
        ),
    ),
    (_("Leave out, or look for"), ("risk", "no_letters", "no_calls", "moved", "deceased")),
    (
        _("What is missing"),
        (
            *("missing", "family_be", "given_be", "patronymic_be", "family_ru", "given_ru", "patronymic_ru"),
            "some:external_id",
        ),
    ),
)
"""What can be added, in groups; own fields and other searches come after them."""
