"""The access log in words: deeds, what stands out, what does not hold together."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from busel.desk.clock import moment
from busel.desk.oversight.oddities import Odd, Oddity
from busel.desk.web.formats import format_day, format_number
from busel.registry.log_reading import Flaw

Words = str | Promise
LOG_DEEDS: dict[str, Words] = {
    "open_contact": _("Opened somebody’s page"),
    "open_history": _("Opened somebody’s history"),
    "compare_contacts": _("Compared records side by side"),
    "find_contacts": _("Saw a list"),
    "count_few": _("Counted fewer than ten people"),
    "open_inbox": _("Looked into the inbox"),
    "print_letters": _("Printed letters"),
    "print_sheet": _("Printed a sign-in sheet"),
    "export_contacts": _("Exported people"),
    "show_exposure": _("Saw an exposure report"),
    "take_new_keys": _("Made new keys: the account may have been taken"),
    "print_exposure": _("Printed an exposure report with names"),
    "preview_import": _("Compared a list with those stored"),
    "read_access_log": _("Read the access log"),
    "let_log_go": _("Laid old entries together and let them go"),
    "stopped_by_brake": _("Was stopped by the brake"),
}
FLAW_WORDS: dict[Flaw, Words] = {
    Flaw.CUT: _("Entries were taken out of it."),
    Flaw.CHANGED: _("An entry was changed, exchanged or put there: it does not open."),
    Flaw.MOVED: _("An entry stands at another place than it was written."),
    Flaw.FORGED: _("An entry is not signed by the account that it names. It is not shown."),
    Flaw.ROLLED_BACK: _("It was set back: what you have read before is not there any more."),
    Flaw.SHUT: _("A session is not sealed to you."),
}


def log_deed_words(deed: str) -> Words:
    """Return what was done; a deed of a newer version is told by its own name."""
    return LOG_DEEDS.get(deed, deed.replace("_", " "))


def odd_words(odd: Odd, language: str) -> str:
    """Return the sentence about what stands out."""
    start = localtime(moment(odd.hour))
    told = {
        "who": odd.handle,
        "n": format_number(odd.count, language),
        "day": format_day(start.date(), language),
        "from": f"{start:%H}:00",
        "to": f"{localtime(moment(odd.hour + 1)):%H}:00",
    }
    return _sentence(odd) % told


def _sentence(odd: Odd) -> str:
    if odd.what is Oddity.STRANGE:
        return str(
            _("%(who)s did what Busel does not know, on %(day)s between %(from)s and %(to)s: a changed program?")
        )
    if odd.what is Oddity.STOPPED:
        return str(_("%(who)s was stopped by the brake on %(day)s between %(from)s and %(to)s."))
    if odd.what is Oddity.OPENED:
        return ngettext(
            "%(who)s opened %(n)s person on %(day)s between %(from)s and %(to)s.",
            "%(who)s opened %(n)s people on %(day)s between %(from)s and %(to)s.",
            odd.count,
        )
    if odd.what is Oddity.LISTED:
        return ngettext(
            "%(who)s saw %(n)s person in lists on %(day)s between %(from)s and %(to)s.",
            "%(who)s saw %(n)s people in lists on %(day)s between %(from)s and %(to)s.",
            odd.count,
        )
    if odd.what is Oddity.TAKEN:
        return ngettext(
            "%(who)s printed or exported %(n)s person on %(day)s.",
            "%(who)s printed or exported %(n)s people on %(day)s.",
            odd.count,
        )
    return ngettext(
        "%(who)s was at work at night, between 00:00 and 05:00 on %(day)s: %(n)s person was shown.",
        "%(who)s was at work at night, between 00:00 and 05:00 on %(day)s: %(n)s people were shown.",
        odd.count,
    )
