from __future__ import annotations

import pytest

from busel.names.written import has_look_alikes, written_name


@pytest.mark.parametrize("typed", ["Лук'янаў", "Лук’янаў", "Лукʼянаў", "Лук*янаў", " Лук`янаў ", 'Лук"янаў'])
def test_whatever_stands_for_the_apostrophe_it_is_kept_as_one(typed: str) -> None:
    assert written_name(typed) == "Лук’янаў"


def test_a_latin_letter_inside_a_cyrillic_word_is_folded() -> None:
    typed = "Дзм" + "i" + "трый " + "O" + "льга"
    assert written_name(typed) == "Дзмітрый Ольга"
    assert has_look_alikes(typed)
    assert not has_look_alikes("Дзмітрый Ольга Smith")


def test_quotes_around_a_name_and_stars_beside_it_stay() -> None:
    assert written_name('"Барадач"  *') == '"Барадач" *'
