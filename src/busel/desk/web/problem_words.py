"""Sentences for what may be wrong with a value: each code of `contacts.problems` has one, a test proves it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from busel.contacts.problems import Code

SENTENCES: dict[Code, str | Promise] = {
    Code.PHONE_POSSIBLE: _("This number is in no range that we know. It is kept as written; look at it once more."),
    Code.PHONE_NOT_DIALABLE: _("This number cannot be dialled as it stands. It is kept as written."),
    Code.EMAIL_UNREADABLE: _("This is not an e-mail address. It looks like name@example.org."),
    Code.BIRTH_UNREADABLE: _("This is not a date. Write 29.02.1960, 02.1960 or only the year: 1960."),
    Code.BIRTH_NO_SUCH_DAY: _("There is no such day in the calendar."),
    Code.BIRTH_IN_FUTURE: _("This day has not come yet."),
    Code.BIRTH_TOO_LONG_AGO: _("This is too long ago for somebody who lives."),
    Code.SEX_UNKNOWN: _("We do not understand this as a sex. Write woman or man, or leave it empty."),
    Code.LANGUAGE_UNKNOWN: _("We do not know this language. Letters are written in Belarusian or in Russian."),
    Code.SUPPORT_UNKNOWN: _("Support is a number from 1 (strong supporter) to 5 (strong opponent)."),
    Code.YES_NO_UNKNOWN: _("We do not understand this as yes or no."),
    Code.NUMBER_UNREADABLE: _("This is not a number."),
    Code.DATE_UNREADABLE: _("This is not a date. Write 29.02.1960, 02.1960 or only the year: 1960."),
    Code.CHOICE_UNKNOWN: _("The data standard does not offer this. Choose one of its values."),
    Code.CONTACT_UNREADABLE: _("This names nobody. Write the person’s number in Busel: it begins with bsl-."),
    Code.STATUS_UNKNOWN: _("We do not understand this. An address is verified, bad or past."),
    Code.POSTCODE_UNREADABLE: _("A postcode has six digits."),
    Code.NAME_MISSING: _("A name in one language or a telephone is needed."),
    Code.NAME_UNSURE: _("We were not sure which word is the family name. Look at it once more."),
}


def sentence(code: Code) -> str | Promise:
    """Return the sentence for a code, in the language of the page once it is shown."""
    return SENTENCES[code]
