"""The head of a division's letters: kept once, used by the divisions below, read by nobody by mistake."""

from __future__ import annotations

from typing import Any

from busel.desk.mailing.senders import kept_sender, senders
from desk.letters.conftest import MAZYR, REGION, ZLOBIN

HEAD = {"lines_be": " Бусел \nа/с 12", "lines_ru": "", "place_be": "Гомель", "place_ru": "", "country": "LT"}


def number(zone: Any, name: str) -> int:
    return int(zone.session.numbers[zone.journal(name)])


def url(zone: Any, name: str) -> str:
    return f"/letters/sender/{number(zone, name)}"


def save(zone: Any, walk: Any, name: str, **more: str) -> Any:
    page = walk.browser.get(url(zone, name))
    return walk.browser.post(url(zone, name), {**HEAD, "seen": page.context["seen"], **more})


def test_what_is_saved_stands_at_the_head_of_letters_there_and_below(zone: Any, walk: Any) -> None:
    assert "/letters/sender/0" in walk.browser.get("/letters").content.decode()
    assert save(zone, walk, REGION)["Location"] == "/letters"
    assert save(zone, walk, ZLOBIN, lines_be="Жлобін", country="").status_code == 303
    found = senders(zone.session)
    above, own = found[number(zone, MAZYR)], found[number(zone, ZLOBIN)]
    assert (above.lines, above.places, above.country) == ({"be": ("Бусел", "а/с 12")}, {"be": "Гомель"}, "LT")
    assert (own.lines, own.country) == ({"be": ("Жлобін",)}, "")


def test_too_many_or_too_long_lines_are_told_and_nothing_is_lost(zone: Any, walk: Any) -> None:
    for lines in ("x\n" * 6, "x" * 61):
        answer = save(zone, walk, ZLOBIN, lines_be=lines)
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == ["lines_be"]
    assert kept_sender(zone.session, zone.journal(ZLOBIN))[1] == {}


def test_two_who_write_at_once_are_told(zone: Any, walk: Any) -> None:
    seen = walk.browser.get(url(zone, ZLOBIN)).context["seen"]
    assert save(zone, walk, ZLOBIN).status_code == 303
    answer = walk.browser.post(url(zone, ZLOBIN), {**HEAD, "place_be": "Жлобін", "seen": seen})
    assert answer.status_code == 200
    again = walk.browser.post(url(zone, ZLOBIN), {**HEAD, "place_be": "Жлобін", "seen": answer.context["seen"]})
    assert again.status_code == 303
    assert kept_sender(zone.session, zone.journal(ZLOBIN))[0].places == {"be": "Жлобін"}


def test_a_division_that_is_only_read_has_no_such_page(zone: Any, walk: Any) -> None:
    zone.only_reads(MAZYR)
    assert walk.browser.get(url(zone, MAZYR)).status_code == 404
