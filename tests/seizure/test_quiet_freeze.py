"""T13: who is made to sign in types the quiet passphrase. Nobody who watches can tell it from an account at rest."""

from __future__ import annotations

import re
import sqlite3
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from statistics import median
from typing import Any

import msgspec
import psutil

from busel.registry.keyring import session_ticket
from busel.shelf.protocol import AccountState
from factories.quiet import code_of, lay_quiet, shelf_of, thaw
from fixtures import served as tried
from fixtures.served import Person, Served
from fixtures.visitor import Page, Visitor, signed_in
from seizure.test_unknown_visitors import UNLIKELY, chance, freeze, in_any_order, spread

TRIES = 100
"""Of each kind."""
TELLING_SECONDS = 0.02
"""The test would see so small a difference: about what a write to a slow disk takes."""
KEYBOARD_SECONDS = 0.25
"""On a machine so busy that only more than this could be seen the test proves nothing."""
SETTLING_SECONDS = 0.05
DAYS_AWAY = 30
FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
OF_ANY_ANSWER = {"date", "set-cookie"}


def seen(page: Page) -> tuple[Any, ...]:
    """Return all of an answer but what differs between two answers to anybody: date and form token."""
    headers = sorted((name.lower(), value) for name, value in page.headers.items())
    cookies = [re.sub(r"form=\w+", "", value) for name, value in headers if name == "set-cookie"]
    kept = [header for header in headers if header[0] not in OF_ANY_ANSWER]
    return page.status, tuple(kept), tuple(cookies), FORM_TOKEN.sub("", page.text)


def go_away(served: Served, person: Person) -> None:
    """Let a month go by since somebody signed in."""
    with closing(sqlite3.connect(served.at_rest.folder / "shelf/store.sqlite", timeout=20)) as store, store:
        gone = "UPDATE shelf_locker SET last_day = last_day - ? WHERE id = ?"
        store.execute(gone, [DAYS_AWAY, bytes.fromhex(person.locker)])


def tries(served: Served, people: dict[str, tuple[Person, str]]) -> list[tuple[str, Page, float]]:
    """Sign in as each, again and again; before each one, whoever it is, the quiet account is opened.

    What comes before a try is the same for all: the machine still tidies up after the last one, and a try that begins
    some milliseconds later finds more of it done.
    """
    visitor, answers = Visitor(served.port), []
    form = visitor.open("/").form("handle")
    for kind, (person, passphrase) in in_any_order(people, TRIES // 2):
        thaw(served, people["quiet"][0])
        time.sleep(SETTLING_SECONDS)
        began = time.perf_counter()
        page = visitor.send_only(form, {"handle": person.handle, "passphrase": passphrase})
        answers.append((kind, page, time.perf_counter() - began))
    return answers


def test_a_quiet_passphrase_looks_as_an_account_at_rest_in_bytes_headers_and_time(serve: Any) -> None:
    served = serve()
    idle, frozen = served.at_rest.person("viewer"), served.at_rest.person("collector")
    quiet = [served.at_rest.person(role) for role in ("coordinator", "auditor")]
    words = [lay_quiet(served, person) for person in quiet]
    freeze(served, frozen.freeze_code)
    go_away(served, idle)
    at_rest = {"idle": (idle, idle.passphrase), "frozen": (frozen, frozen.passphrase)}
    with ThreadPoolExecutor(2) as pool:  # two keyboards, each with an account of its own to freeze
        begun = [pool.submit(tries, served, {**at_rest, "quiet": pair}) for pair in zip(quiet, words, strict=True)]
        answers = [one for keyboard in begun for one in keyboard.result()]
    assert len({seen(page) for _kind, page, _took in answers}) == 1, {kind: seen(page) for kind, page, _ in answers}
    seconds: dict[str, list[float]] = defaultdict(list)
    for kind, _page, took in answers:
        seconds[kind].append(took)
    assert {kind: len(took) for kind, took in seconds.items()} == {"idle": TRIES, "frozen": TRIES, "quiet": TRIES}
    chances = {kind: chance(seconds["idle"], seconds[kind]) for kind in ("frozen", "quiet")}
    told = chances, {kind: median(took) for kind, took in seconds.items()}
    assert {kind: p for kind, p in chances.items() if p < UNLIKELY} == {}, told
    telling = max(TELLING_SECONDS, spread(seconds["idle"]))
    assert telling < KEYBOARD_SECONDS, told
    assert chance(seconds["idle"], [one + telling for one in seconds["quiet"]]) < UNLIKELY


def test_a_quiet_passphrase_ends_the_open_desk_before_it_is_answered_and_freezes_the_account(serve: Any) -> None:
    served = serve(desks=msgspec.structs.replace(tried.CHEAP_DESKS, heartbeat=3600.0))
    person = served.at_rest.person("coordinator")
    words = lay_quiet(served, person)
    elsewhere = signed_in(served, "coordinator")
    (desk,) = served.desks()
    answer = Visitor(served.port).try_to_sign_in(person.handle, words)
    assert (answer.status, served.open_desks(), psutil.pid_exists(desk.pid)) == (200, 0, False)
    assert elsewhere.ask("GET", "/find").headers["Location"] == "/signed-out/ended"
    right = Visitor(served.port).try_to_sign_in(person.handle, person.passphrase)
    assert seen(right) == seen(answer)
    shelf, other = shelf_of(served), served.at_rest.person("editor", key_file=True)
    session = shelf.open_session(
        bytes.fromhex(other.locker), session_ticket(bytes.fromhex(other.user_key)), int(time.time() // 86_400)
    )
    (state,) = shelf.states(session, [code_of(person)]).accounts
    assert isinstance(state, AccountState)
    assert state.is_frozen


def test_a_thaw_leaves_the_quiet_passphrase_as_it_was(serve: Any) -> None:
    served = serve()
    person = served.at_rest.person("viewer")
    words = lay_quiet(served, person)
    assert Visitor(served.port).try_to_sign_in(person.handle, words).status == 200
    thaw(served, person)
    assert Visitor(served.port).sign_in(person.handle, person.passphrase).status == 200
    assert Visitor(served.port).try_to_sign_in(person.handle, words).status == 200
    assert Visitor(served.port).try_to_sign_in(person.handle, person.passphrase).status == 200
