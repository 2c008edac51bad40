from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.conftest import Arrive


def test_an_editor_is_told_where_they_are(arrive: Arrive) -> None:
    answer = arrive("editor").browser.get("/")
    assert answer.status_code == 200
    assert "Homieĺ region" in answer.content.decode()
