"""What ends, or has ended, in words for the home page: a person's own access."""

from __future__ import annotations

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from busel.desk.clock import moment
from busel.desk.keys.endings import Ending, ending_soon
from busel.desk.session import Session
from busel.desk.web.formats import format_day
from busel.desk.web.notices import Notice
from busel.desk.web.place_words import division_words


def ending_notices(session: Session, language: str) -> list[Notice]:
    """Return what this person is to know of endings: what is over, what ends soon."""
    over = [
        _("Your access to %(division)s has ended. If you still need it, ask your coordinator.")
        % {"division": division_words(name, language)}
        for name in sorted(session.ended)
    ]
    none_came = _(
        "None came to you: your access has ended, or a letter is on its way. If you need it, ask your coordinator."
    )
    shut = [
        _("The keys of %(division)s were changed.") % {"division": division_words(bundle.name, language)}
        for bundle in session.keyring.divisions()
        if bundle.journal in session.shut
    ]
    over += [f"{text} {none_came}" for text in shut]
    soon = [_soon(ending, language) for ending in ending_soon(session)]
    return [Notice("warning", text) for text in [*over, *soon]]


def _soon(ending: Ending, language: str) -> str:
    words = {
        "division": division_words(ending.name, language),
        "day": format_day(localtime(moment(ending.hour)).date(), language),
    }
    if ending.last_coordinator:
        return (
            _(
                "Your access to %(division)s ends on %(day)s, and nobody else coordinates it. After that day nobody can"
                " be let in there and no keys can be changed. Let another coordinator in before, or renew your own"
                " access on the page “Members”."
            )
            % words
        )
    return _("Your access to %(division)s ends on %(day)s. If you still need it, ask your coordinator.") % words
