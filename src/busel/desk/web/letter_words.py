"""Words about letters: why somebody gets none, what a placeholder stands for, what is wrong in a text, how a run is."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.desk.mailing.run import Stage
from busel.outreach.placeholders import Problem, word_for

REASON_WORDS: dict[str, Promise] = {
    "read-only": gettext_lazy("You may only read there: the letter could not be noted"),
    "household": gettext_lazy("The letter to their household is for them, too"),
    "deceased": gettext_lazy("Deceased"),
    "risk": gettext_lazy("Do not approach: it would endanger them"),
    "moved": gettext_lazy("Moved away"),
    "no-letters": gettext_lazy("Wants no letters"),
    "no-address": gettext_lazy("No address that a letter would reach"),
    "no-template": gettext_lazy("The letter has no text"),
    "no-name": gettext_lazy("No name is known"),
}
"""Every reason of `outreach.letters.REASONS`, and our own."""

LANGUAGE_COUNTS: dict[str, Promise] = {
    "be": gettext_lazy("in Belarusian"),
    "ru": gettext_lazy("in Russian"),
}

PLACEHOLDER_WORDS: dict[str, Promise] = {
    "greeting": gettext_lazy("“Dear …”, by sex and language; without it the letter greets by itself"),
    "given": gettext_lazy("the given name"),
    "patronymic": gettext_lazy("the patronymic, if it is known"),
    "family": gettext_lazy("the family name"),
    "full_name": gettext_lazy("family name, given name and patronymic"),
    "settlement": gettext_lazy("the town or village of the address"),
    "today": gettext_lazy("the day of printing"),
}

STAGE_WORDS: dict[Stage, Promise] = {
    Stage.SETTING: gettext_lazy("Setting the letters"),
    Stage.NOTING: gettext_lazy("Noting them in each person’s history"),
    Stage.READY: gettext_lazy("ready"),
    Stage.NOT_PRINTED: gettext_lazy("not printed"),
    Stage.NOT_NOTED: gettext_lazy("printed, but not noted for everybody"),
}


def problem_sentence(problem: Problem, language: str) -> str:
    """Return what is wrong at one place of a letter's text, and what may have been meant."""
    told = {"line": problem.line, "value": problem.value}
    if problem.code == "unknown-placeholder":
        meant = f"{{{word_for(problem.nearest, language)}}}"
        return _("Line %(line)s: %(value)s is not known. Did you mean %(meant)s?") % (told | {"meant": meant})
    if problem.code == "lone-brace":
        return _("Line %(line)s: the brace %(value)s stands alone. A placeholder has one before and one after.") % told
    return _("The text is empty.")
