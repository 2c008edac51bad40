"""What is wrong with a card of an address book, where a row of a table is spoken of otherwise."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from busel.contacts.problems import Code
from busel.desk.importing.outcomes import CHANGED_MEANWHILE, LIKELY_KNOWN, ROW_AGAIN
from busel.sheets.draft import TIE_UNSURE

CARD_SENTENCES: dict[str, str | Promise] = {
    Code.NAME_MISSING.value: gettext_lazy("This card has neither a name nor a telephone."),
    TIE_UNSURE: gettext_lazy(
        "Several people may be meant by the other person of a relationship. What the card says of them is kept as a "
        "note."
    ),
    ROW_AGAIN: gettext_lazy("A card above is about the same person and says something else."),
    CHANGED_MEANWHILE: gettext_lazy("Somebody else changed this person meanwhile. Bring the card again."),
    LIKELY_KNOWN: gettext_lazy(
        "Somebody who is known resembles this person. If it is the same, write their number into a column “Busel ID”; "
        "if not, bring the card again without keeping such cards out."
    ),
}
"""Code -> the words for a card; all others are those of `import_words.ROW_SENTENCES`."""
