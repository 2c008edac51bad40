from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from busel.desk.actions.letters import note_letters
from busel.desk.actions.searches import save_search
from busel.desk.journals import half_done
from busel.desk.journals.writing import write
from busel.desk.mailing.noting import Commit, Noting
from busel.desk.web.half_done_words import LOST, NOT_THEIRS, WORDS
from busel.journal.deed import Op
from busel.registry.deeds import DEEDS
from busel.vault.entropy import new_id
from desk.conftest import MAZYR, REGION, ZLOBIN
from desk.contacts.conftest import add, journal_of, words
from factories.mortal import KilledError, MortalShelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.conftest import Arrive, Desk


def cut_off(desk: Desk, deed: Callable[[], object], *, after: int) -> None:
    """Let the desk end after so many of its places were written."""
    mortal = MortalShelf(desk.session.shelf)  # type: ignore[arg-type]  # the memory twin
    desk.session.shelf = mortal  # type: ignore[assignment]  # it stands for one
    mortal.arm(after - 1, asked=True)
    with pytest.raises(KilledError):
        deed()


def save(desk: Desk) -> Callable[[], object]:
    return lambda: save_search(desk.session, "Volunteers", {"all": []})


def test_what_was_cut_off_is_told_at_home_and_finished_by_one_press(arrive: Arrive) -> None:
    desk = arrive("editor")
    cut_off(desk, save(desk), after=2)
    desk = arrive("editor")
    (task,) = desk.browser.get("/").context["tasks"]
    assert (task.count, task.url) == (1, "/half-done")
    page = desk.browser.get("/half-done")
    (thing,) = page.context["things"]
    assert thing.text in words(page)
    assert re.findall(r"Volunteers|\d+", thing.text) == ["Volunteers", "2", "3"]
    assert thing.who == desk.session.keyring.account.handle
    assert len(thing.missing) == 1
    answer = desk.browser.post(thing.finish_url, follow=True)
    assert answer.redirect_chain == [("/", 303)]
    assert answer.context["tasks"] == []
    assert [one.title for one in answer.context["saved"]] == ["Volunteers"]
    assert arrive("editor").browser.get("/").context["tasks"] == []


def test_what_was_cut_off_is_taken_back_by_one_press(arrive: Arrive) -> None:
    desk = arrive("editor")
    cut_off(desk, save(desk), after=1)
    desk = arrive("editor")
    (thing,) = desk.browser.get("/half-done").context["things"]
    answer = desk.browser.post(thing.take_back_url, follow=True)
    assert (answer.context["tasks"], answer.context["saved"]) == ([], [])


def test_printed_letters_can_only_be_taken_back(arrive: Arrive) -> None:
    desk = arrive("editor")
    people = {name: add(desk, name, family_be="Ліс") for name in (REGION, ZLOBIN, MAZYR)}
    places, deed = tuple(journal_of(desk, name) for name in people), new_id()
    commits = [
        Commit(place, deed, places, 7, ((one, one + 1),)) for place, one in zip(places, people.values(), strict=True)
    ]
    noting = Noting("2026-11-20", "Invitation", 7, tuple(commits))
    cut_off(desk, lambda: note_letters(desk.session, noting), after=2)
    desk = arrive("editor")
    page = desk.browser.get("/half-done")
    (thing,) = page.context["things"]
    assert (thing.finish_url, thing.why) == ("", LOST)
    noted = [desk.browser.get(f"/contacts/{one}/history") for one in people.values()]
    assert [len(one.context["page"].object_list) for one in noted] == [2, 2, 1]
    refused = desk.browser.post(thing.take_back_url.replace("take-back", "finish"), follow=True)
    assert refused.status_code == 404
    answer = desk.browser.post(thing.take_back_url, follow=True)
    assert answer.context["tasks"] == []
    told = [desk.browser.get(f"/contacts/{one}/history").context["page"].object_list for one in people.values()]
    assert [len(events) for events in told] == [3, 3, 1]
    assert arrive("editor").browser.get("/half-done").context["things"] == []


@pytest.mark.parametrize("deed", ["00" * 16, "x", "00" * 15 + "0"])
def test_what_is_settled_already_is_said_so(arrive: Arrive, deed: str) -> None:
    answer = arrive("editor").browser.post(f"/half-done/{deed}/finish", follow=True)
    assert answer.redirect_chain == [("/", 303)]
    assert "notice--info" in answer.content.decode()


def test_who_changes_nothing_has_no_such_page(arrive: Arrive) -> None:
    assert arrive("viewer").browser.get("/half-done").status_code == 403


def test_words_are_those_of_deeds_that_are_known() -> None:
    assert WORDS.keys() <= DEEDS.keys()


def test_what_its_author_may_not_write_everywhere_says_so_and_can_only_be_taken_back(
    arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = half_done.this_hour()
    monkeypatch.setattr(half_done, "this_hour", lambda: hour + 1)
    places = [journal_of(arrive("editor"), name) for name in (MAZYR, REGION)]
    desk = arrive("mixed")
    op = Op("template", 5, {"title": "Letter", "bodies": {"be": "theirs"}})
    write(desk.session, places[0], "save_template", [(5, [op])], places=places)
    (thing,) = (desk := arrive("editor")).browser.get("/half-done").context["things"]
    assert (thing.why, thing.finish_url) == (NOT_THEIRS, "")
    answer = desk.browser.post(f"{thing.take_back_url.removesuffix('take-back')}finish")
    assert answer.status_code == 404
    assert desk.browser.post(thing.take_back_url, follow=True).context["tasks"] == []
