"""The cards of a newcomer fit half a page each, in every language, with the longest words and addresses."""

from __future__ import annotations

import pytest
from django.utils import translation

from busel.desk.access.inviting import Slip
from busel.desk.sandboxes.printing import print_cards
from busel.desk.web.card_words import Addresses, freeze_slip
from busel.desk.web.newcomer_cards import invitation_card, recovery_card
from busel.registry.six_words import list_of
from busel.vault.words import word_list

ONIONS = Addresses("busel" + "a" * 51 + ".onion", "zapas" + "b" * 51 + ".onion")


@pytest.mark.parametrize("language", ["be", "ru", "en"])
def test_every_card_fits_with_the_longest_words(language: str) -> None:
    longest = max(word_list(list_of(language)), key=len)
    handle, words = f"{longest}-{longest}", " ".join([longest] * 7)
    with translation.override(language):
        cards = [
            invitation_card(Slip(handle, words, 20_800), language=language, addresses=ONIONS),
            recovery_card(handle, words, language=language, addresses=ONIONS),
            freeze_slip(handle, bytes(range(32)), language=language, addresses=ONIONS),
        ]
        printed = print_cards(cards)
    assert printed.startswith(b"%PDF")
    assert words in dict(cards[0].fields).values()
