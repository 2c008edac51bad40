"""`busel account freeze` and `thaw` beside a running server: who has the codes needs no account and no page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fixtures.served import AtRest, Served, eventually, found, serving
from fixtures.visitor import Page, Visitor, signed_in
from server.cli.test_founding_for_real import FREEZE, THAW, busel, told

DAYS_AWAY = 11
WRONG = "2" * 52


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory: pytest.TempPathFactory) -> AtRest:
    """Return a small organisation that nobody serves."""
    return found(tmp_path_factory.mktemp("small") / "o", "small", {"region": "Поўнач", "districts": ["Горад"]})


@pytest.fixture
def served(at_rest: AtRest, tmp_path: Path) -> Iterator[Served]:
    """Serve a copy of it."""
    with serving(at_rest.copy(tmp_path / "o")) as running:
        yield running


def tries(served: Served, role: str) -> Page:
    person = served.at_rest.person(role)
    return Visitor(served.port).try_to_sign_in(person.handle, person.passphrase)


def test_a_freeze_ends_the_desk_that_is_open_and_both_halves_let_its_person_in_again(served: Served) -> None:
    folder, viewer = served.at_rest.folder, served.at_rest.person("viewer")
    one, other = viewer.thaw_halves
    signed_in(served, "viewer")
    signed_in(served, "coordinator")
    told(*FREEZE, folder=folder, CODE=viewer.freeze_code)
    assert eventually(lambda: served.open_desks() == 1, 1)
    assert tries(served, "viewer").status == 200
    told(*THAW, folder=folder, ONE=one, OTHER=other)
    assert tries(served, "viewer").status == 303


def test_every_freeze_code_gets_one_answer(served: Served) -> None:
    codes = (served.at_rest.person("viewer").freeze_code, WRONG, "not a code at all", "")
    answers = [busel(*FREEZE, folder=served.at_rest.folder, CODE=code) for code in codes]
    assert {(done.returncode, done.stdout, done.stderr) for done in answers} == {(0, '{"done":true}\n', "")}


def test_no_wrong_pair_of_halves_thaws_anybody(served: Served) -> None:
    folder, viewer = served.at_rest.folder, served.at_rest.person("viewer")
    one, other = viewer.thaw_halves
    foreign = served.at_rest.person("coordinator").thaw_halves
    told(*FREEZE, folder=folder, CODE=viewer.freeze_code)
    pairs = [(one, one), (one, foreign[1]), (one, WRONG), (WRONG, WRONG), ("no half", other), (viewer.freeze_code, one)]
    answers = [busel(*THAW, folder=folder, ONE=first, OTHER=second) for first, second in pairs]
    assert [(done.returncode, done.stdout or done.stderr) for done in answers] == [
        (0, '{"halves":["other-awaited","other-awaited"],"thawed":false}\n'),
        (0, '{"halves":["other-awaited","not-needed"],"thawed":false}\n'),
        (1, "The first half was taken. The second is no half of a thaw, and changed nothing.\n"),
        (1, "This is no half of a thaw; nothing was changed.\n"),
        (1, "This is no half of a thaw; nothing was changed.\n"),
        (1, "This is no half of a thaw; nothing was changed.\n"),
    ]
    assert tries(served, "viewer").status == 200


def test_two_people_thaw_each_with_one_half(served: Served) -> None:
    folder, viewer = served.at_rest.folder, served.at_rest.person("viewer")
    told(*FREEZE, folder=folder, CODE=viewer.freeze_code)
    one, other = viewer.thaw_halves
    shows = ("account", "thaw", "--half-from", "env:ONE")
    assert told(*shows, folder=folder, ONE=other) == {"halves": ["other-awaited"], "thawed": False}
    assert tries(served, "viewer").status == 200
    assert told(*shows, folder=folder, ONE=one) == {"halves": ["thawed"], "thawed": True}
    assert tries(served, "viewer").status == 303


def test_an_organisation_whose_people_were_away_for_long_is_opened_by_the_halves_on_paper(
    at_rest: AtRest, tmp_path: Path
) -> None:
    away = at_rest.copy(tmp_path / "away")
    with closing(sqlite3.connect(away.folder / "shelf/store.sqlite")) as store, store:
        store.execute("UPDATE shelf_locker SET last_day = last_day - ?", [DAYS_AWAY])
    with serving(away) as served:
        assert {tries(served, person.role).status for person in away.people} == {200}
    one, other = away.person("coordinator").thaw_halves
    told(*THAW, folder=away.folder, ONE=one, OTHER=other)  # on the folder at rest, as an operator may
    with serving(away) as served:
        assert tries(served, "coordinator").status == 303


def test_a_third_half_is_refused_before_any_is_shown(tmp_path: Path) -> None:
    done = busel(*THAW, "--half-from", "env:ONE", folder=tmp_path, ONE=WRONG, OTHER=WRONG)
    assert (done.returncode, done.stderr) == (1, "A thaw takes two halves: give --half-from once or twice.\n")
