"""Journey 3: one of the list is found by the other language, by Latin letters, and by a phone in another form."""

from __future__ import annotations

from typing import Any

import pytest

from factories.lists import FAMILY, GIVEN, KNOWN, KNOWN_E164, KNOWN_IN_BELARUSIAN, PATRONYMIC
from fixtures.words import say

WHOLE_NAME = f"{KNOWN[FAMILY]} {KNOWN[GIVEN]} {KNOWN[PATRONYMIC]}"
WAYS = (
    " ".join(KNOWN_IN_BELARUSIAN[:2]),
    "Shcharbakou Mikalai",
    KNOWN_E164,
    "029 6345017",
    "80296345017",
)


@pytest.mark.parametrize("typed", WAYS)
def test_a_person_is_found_however_one_types(list_is_in: Any, typed: str) -> None:
    list_is_in.type(say("Find a person"), typed)
    list_is_in.press(say("Find"))
    list_is_in.follow(WHOLE_NAME)
    assert list_is_in.heading() == WHOLE_NAME
    list_is_in.see("+375 29 634-50-17")
    assert "634" not in list_is_in.path()
    assert str(KNOWN[FAMILY]) not in list_is_in.title()
