"""Why a row is taken to be about somebody who is known, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from busel.desk.importing.rules import Likely, Likeness, Rule
from busel.desk.web.pair_words import reason_of

RULE_WORDS: dict[Rule, str | Promise] = {
    Rule.OURS: gettext_lazy("the same number of ours"),
    Rule.LISTED: gettext_lazy("the same number in a list, and nothing speaks against it"),
    Rule.PHONE: gettext_lazy("the same telephone and a like name"),
    Rule.BIRTH: gettext_lazy("the same name and birth day"),
    Rule.BEGUN: gettext_lazy("came in before this list was interrupted"),
    Rule.WEIGHED: gettext_lazy("all that both say, weighed together"),
}
"""By what a row found its person."""

LIKENESS_WORDS: dict[Likeness, str | Promise] = {
    Likeness.NAME: gettext_lazy("Family name and given name sound the same."),
    Likeness.PHONE: gettext_lazy("The telephone is the same, the family name another one."),
    Likeness.REVIEW: gettext_lazy("Much speaks for one person."),
    Likeness.CERTAIN: gettext_lazy("Surely the same person."),
}
"""Why somebody new may be known already."""


def why_likely(likely: Likely) -> str:
    """Return in words why somebody new may be known: what was weighed, else the one thing that is the same."""
    return reason_of(likely.pair) if likely.pair else str(LIKENESS_WORDS[likely.why])
