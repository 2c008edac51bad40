"""What a list draws once, or in one go: it says at every time what drawing it anew would say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.forms import BaseForm
from django.http import QueryDict
from django.utils import translation

from bench.plain import people as ordinary
from busel.desk.search.people import Flags, people_of
from busel.desk.web.forms.filters import FiltersForm, filters_of, offered
from busel.desk.web.people_rows import draw_rows
from busel.desk.web.person_words import Called, Listed
from busel.desk.web.result_columns import USUAL
from busel.desk.workspace.models import Contact
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, kavalou

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk

MAYOR = "<b>\"Мэр\" & 'Ко'</b>"
ESCAPED = "&lt;b&gt;&quot;Мэр&quot; &amp; &#x27;Ко&#x27;&lt;/b&gt;"
ROW = Listed(
    "/contacts/7", Called(MAYOR, "be", MAYOR, "ru"), MAYOR, ["+375291234567", MAYOR], MAYOR, MAYOR, [MAYOR], Flags()
)


def _anew(desk: Desk, chosen: dict[str, list[str]]) -> str:
    typed = QueryDict(mutable=True)
    for name, values in chosen.items():
        typed.setlist(name, values)
    return str(FiltersForm(typed, offered=offered(desk.session)).render())


@pytest.mark.parametrize("language", ["be", "ru", "en"])
@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"division": [""], "settlement": [""], "support": []},
        {"division": [ZLOBIN], "settlement": ["<Жлобін>"], "support": ["1", "3"]},
        {"tag": ["валанцёр"], "without": ["risk"], "marked": ["moved"], "language": ["ru"]},
    ],
)
def test_filters_are_drawn_as_django_draws_the_form(
    arrive: Arrive, chosen: dict[str, list[str]], language: str
) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    with translation.override(language):
        assert filters_of(desk.session, chosen)[0] == filters_of(desk.session, chosen)[0] == _anew(desk, chosen)


def test_a_new_label_stands_among_the_filters_of_the_next_page(arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    before = str(filters_of(desk.session, {})[0])
    add(desk, MAZYR, [("tag", {"label": "назіральнік"})], family_be="Ліс")
    after = str(filters_of(desk.session, {})[0])
    assert (before.count("назіральнік"), before.count("валанцёр")) == (0, 2)
    assert (after.count("назіральнік"), after.count("валанцёр")) == (2, 2)


def test_two_languages_keep_filters_of_their_own(arrive: Arrive) -> None:
    desk, chosen = arrive("editor"), {"without": ["deceased"]}
    said: dict[str, Any] = {}
    for language in ("be", "ru", "be"):
        with translation.override(language):
            said[language] = [chip.label for chip in filters_of(desk.session, chosen)[1]]
    assert said == {"be": ["Не ўключаць: Памёр / памерла"], "ru": ["Не включать: Умер / умерла"]}


def test_a_filter_that_is_gone_is_told_of_and_not_kept(arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    form, chips = filters_of(desk.session, {"tag": ["няма такой"]})
    assert isinstance(form, BaseForm)
    assert (list(form.errors), chips) == (["tag"], [])


def test_whatever_people_typed_is_escaped_in_a_row() -> None:
    with translation.override("be"):
        drawn = str(draw_rows([ROW], USUAL, []))
    name = f'<a class="main" href="/contacts/7" lang="be">{ESCAPED}</a><span class="other" lang="ru">{ESCAPED}</span>'
    number = '<span class="nowrap">+375\u00a029\u00a0123-45-67</span>'
    lines = [
        "<tr>",
        f'<th scope="row">{name} <span class="chip chip--accent why">{ESCAPED}</span></th>',
        f'<td data-label="Тэлефон">{number}<br><span class="nowrap">{ESCAPED}</span></td>',
        f'<td data-label="Месца"><span>{ESCAPED}<span class="other">{ESCAPED}</span></span></td>',
        f'<td data-label="Тэгі"><ul class="chips"><li class="chip">{ESCAPED}</li></ul></td>',
        "",
        "</tr>",
    ]
    assert drawn == "\n".join(lines)


def test_chosen_columns_stand_under_their_headings_and_danger_beside_the_name() -> None:
    row = Listed("/contacts/7", Called("Бур", "be", "", ""), "", [], "", "", [], Flags(risk=True), [MAYOR, ""])
    with translation.override("be"):
        drawn = str(draw_rows([row], ("phone",), [MAYOR, "Узрост"])).split("\n")
    assert drawn[1:3] == [
        '<th scope="row"><a class="main" href="/contacts/7" lang="be">Бур</a><ul class="chips">',
        '<li class="chip chip--danger">Не падыходзіць</li>',
    ]
    assert drawn[-2:] == [f'<td data-label="{ESCAPED}">{ESCAPED}</td><td></td>', "</tr>"]


def test_a_list_shows_what_ordinary_queries_find(arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    old, new = ({"settlement_be": "Мазыр", "status": "past"}, {"settlement_ru": "Мозырь"})
    about = [("address", old), ("address", new), ("tag", {"label": "сябра", "value": "2019"})]
    add(desk, MAZYR, [*about, ("phone", {"written": "у суседкі"})], family_be="Ліс", nickname="Лёс", moved=True)
    ids = [*Contact.objects.order_by("-family_be").values_list("pk", flat=True), 7]
    assert people_of(ids) == ordinary.people_of(ids)
    assert [row.places for row in people_of(ids)] == [("", "Мозырь"), ("Жлобін", "Жлобин")]
