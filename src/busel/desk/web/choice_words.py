"""The words of fixed choices, in the language of the page. Their English stands in `contacts.standard`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise
FLAG_WORDS = {
    "risk": _("Do not approach"),
    "no_letters": _("No letters"),
    "no_calls": _("No calls"),
    "moved": _("Moved away"),
    "deceased": _("Deceased"),
}
SEX_WORDS = {"f": _("woman"), "m": _("man")}
LANGUAGE_WORDS = {"be": _("Belarusian"), "ru": _("Russian")}
SUPPORT_WORDS = {
    1: _("1 – strong supporter"),
    2: _("2 – supporter"),
    3: _("3 – undecided"),
    4: _("4 – opponent"),
    5: _("5 – strong opponent"),
}
STATUS_WORDS = {"verified": _("verified"), "bad": _("bad"), "past": _("past")}
PHONE_TYPE_WORDS: dict[str, Words] = {
    "mobile": pgettext_lazy("a telephone", "mobile"),
    "home": pgettext_lazy("a telephone", "at home"),
    "work": pgettext_lazy("a telephone", "at work"),
    "other": pgettext_lazy("a telephone", "another"),
}
ADDRESS_TYPE_WORDS: dict[str, Words] = {
    "home": _("lives here"),
    "registered": _("registered here"),
    "work": _("works here"),
    "other": pgettext_lazy("an address", "another"),
}
MESSENGER_WORDS: dict[str, Words] = {
    "telegram": "Telegram",
    "signal": "Signal",
    "whatsapp": "WhatsApp",
    "viber": "Viber",
    "threema": "Threema",
    "element": "Element (Matrix)",
    "other": pgettext_lazy("a messenger", "another"),
}
CONSENT_WAY_WORDS: dict[str, Words] = {
    "spoken": _("by word of mouth"),
    "paper": _("signed on paper"),
    "written": _("in a message"),
    "telephone": _("on the telephone"),
    "other": pgettext_lazy("how somebody agreed", "otherwise"),
}
OUTCOME_WORDS: dict[str, Words] = {
    "canvassed": _("talked to"),
    "not_home": _("not at home"),
    "refused": _("refused"),
    "moved": _("moved away"),
    "left_message": _("message left"),
    "wrong_number": _("wrong number"),
    "disconnected": _("number is switched off"),
    "language": _("speaks another language"),
    "deceased": _("deceased"),
    "inaccessible": _("cannot be reached"),
    "come_back": _("come back later"),
    "attended": _("was there"),
    "confirmed": _("will come"),
}
ACTIVITY_WORDS: dict[str, Words] = {
    "call": _("Call"),
    "visit": _("Visit"),
    "letter": _("Letter"),
    "meeting": _("Meeting"),
    "note": pgettext_lazy("something that happened", "Note"),
    "import": _("Import"),
    "merge": _("Two records made one"),
}
EVENT_TYPE_WORDS: dict[str, Words] = {
    "meeting": _("Meeting"),
    "training": _("Training"),
    "action": pgettext_lazy("an event", "Action"),
    "other": pgettext_lazy("an event", "Another"),
}
ANSWER_WORDS: dict[str, Words] = {
    "yes": pgettext_lazy("an answer", "yes"),
    "no": pgettext_lazy("an answer", "no"),
    "maybe": pgettext_lazy("an answer", "maybe"),
}
