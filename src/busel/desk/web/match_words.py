"""Why a row is taken to be about somebody who is known, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from busel.desk.importing.rules import Likeness, Rule

RULE_WORDS: dict[Rule, str | Promise] = {
    Rule.OURS: gettext_lazy("the same number of ours"),
    Rule.LISTED: gettext_lazy("the same number in a list, and nothing speaks against it"),
    Rule.PHONE: gettext_lazy("the same telephone and a like name"),
    Rule.BIRTH: gettext_lazy("the same name and birth day"),
    Rule.BEGUN: gettext_lazy("came in before this list was interrupted"),
}
"""By what a row found its person."""

LIKENESS_WORDS: dict[Likeness, str | Promise] = {
    Likeness.NAME: gettext_lazy("Family name and given name sound the same."),
    Likeness.PHONE: gettext_lazy("The telephone is the same, the family name another one."),
}
"""Why somebody new may be known already."""
