"""The small views that work without a signed-in person: files, switches, freezing."""

from __future__ import annotations

from typing import Any


def answer(drawn: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(drawn["answers"][name])


def test_the_language_goes_into_a_cookie_for_the_window_and_back_to_the_page(drawn: dict[str, Any]) -> None:
    told = answer(drawn, "language")
    assert (told["status"], told["to"]) == (303, "/home/")
    assert told["cookies"] == {"language": "language=ru; HttpOnly; Path=/; SameSite=Strict"}


def test_an_unknown_language_changes_nothing(drawn: dict[str, Any]) -> None:
    told = answer(drawn, "language_unknown")
    assert (told["status"], told["to"], told["cookies"]) == (303, "/home/", {})


def test_a_switch_never_leads_abroad(drawn: dict[str, Any]) -> None:
    assert answer(drawn, "language_abroad")["to"] == "/"


def test_a_switch_is_not_pressed_by_a_link(drawn: dict[str, Any]) -> None:
    assert answer(drawn, "language_by_get")["status"] == 405


def test_the_look_goes_into_a_cookie(drawn: dict[str, Any]) -> None:
    assert answer(drawn, "theme")["cookies"] == {"theme": "theme=dark; HttpOnly; Path=/; SameSite=Strict"}


def test_a_signed_in_person_keeps_the_language_in_their_own_place(drawn: dict[str, Any]) -> None:
    told = answer(drawn, "kept")
    assert (told["kept"], told["page_language"]) == ("ru", "ru")


def test_the_browsers_language_is_not_asked(drawn: dict[str, Any]) -> None:
    assert '<html lang="be"' in answer(drawn, "accept_language")["body"]


def test_right_and_wrong_freeze_codes_get_the_same_answer(drawn: dict[str, Any]) -> None:
    right, wrong = answer(drawn, "freeze_right"), answer(drawn, "freeze_wrong")
    assert (right.pop("given"), wrong.pop("given")) == (["ABCD-1234"], ["nonsense"])
    assert right == wrong
    assert (right["status"], right["to"]) == (303, "/frozen/")


def test_an_empty_freeze_code_is_asked_again_and_goes_nowhere(drawn: dict[str, Any]) -> None:
    told = answer(drawn, "freeze_empty")
    assert (told["status"], told["given"]) == (200, [])


def test_files_are_never_kept_by_the_browser(drawn: dict[str, Any]) -> None:
    told = answer(drawn, "styles")
    assert (told["status"], told["headers"]["Cache-Control"]) == (200, "no-store")
    assert told["headers"]["Content-Type"] == "text/css; charset=utf-8"
    assert answer(drawn, "styles_gzip")["headers"]["Content-Encoding"] == "gzip"


def test_an_unknown_file_is_not_there(drawn: dict[str, Any]) -> None:
    assert answer(drawn, "asset_unknown")["status"] == 404
