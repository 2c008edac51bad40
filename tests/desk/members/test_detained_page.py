"""What to do when somebody is detained: at the foot of every page, and on a card that prints in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import RequestFactory
from django.utils import translation

from busel.desk.web.views.detained import detained_card, steps
from desk.contacts.conftest import words

if TYPE_CHECKING:
    from desk.conftest import Arrive


@pytest.mark.parametrize("who", ["coordinator", "administrator", "collector"])
def test_everybody_finds_it_at_the_foot_of_the_page(arrive: Arrive, who: str) -> None:
    desk = arrive(who)
    assert 'href="/detained/"' in desk.browser.get("/").content.decode()
    told = words(desk.browser.get("/detained/"))
    assert all(when in told for when, _things in steps())


@pytest.mark.parametrize("language", ["be", "ru", "en"])
def test_it_prints_on_one_card(arrive: Arrive, language: str) -> None:
    arrive("coordinator")
    with translation.override(language):
        answer = detained_card(RequestFactory().get("/detained/card"))
    assert answer.content.startswith(b"%PDF-")
