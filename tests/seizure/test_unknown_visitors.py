"""T9: an outsider with the address learns from a sign-in neither who has an account nor what was wrong.

There is no delay for an account that is guessed at, on purpose (docs/adr/0007): so guesses cannot lock its owner out.
"""

from __future__ import annotations

import math
import random
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from statistics import median
from typing import Any, TypeVar

import msgspec

from busel.cli.folder import SHELF_SOCKET
from busel.shelf.client import RemoteShelf
from busel.vault.lock import CHEAP, unlocking
from fixtures import served as tried
from fixtures.first_sign_in import begin
from fixtures.served import Person, Served, eventually
from fixtures.visitor import Form, Page, Visitor

T = TypeVar("T")
TRIES = 100
"""Of each kind, in turns."""
UNLIKELY = 1e-4
"""A difference in time that chance alone makes less often than this is called a difference."""
TELLING_SECONDS = 0.25
"""The test would see so small a difference: a quarter of what one passphrase costs at the standard profile."""
TELLING_FREEZE_SECONDS = 0.01
"""What the network makes of it is ten times as much."""
PASSPHRASE_SECONDS = 1.0
"""What one passphrase costs at the standard profile, about."""

GUESSES = 10_000
"""Against one account. The shelf sees them all; door and fork server see guesses without a pause meanwhile."""
OWNER_SECONDS = 5.0
"""So long may the owner's sign-in take while others guess; a machine at rest needs a fiftieth of it."""


@dataclass(frozen=True)
class Try:
    handle: str
    passphrase: str
    key_file: bytes | None = None


def the_same(page: Page, handle: str) -> str:
    """Return the answer without the token and the name, which differ by their nature."""
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    return f"{page.status} {sorted(page.headers.keys())} {token.sub('', page.text).replace(handle, 'WHO')}"


def freeze(served: Served, code: str) -> Page:
    visitor = Visitor(served.port)
    return visitor.send(visitor.open("/freeze/").form("code"), {"code": code.lower().replace("-", " ")})


def attempts(served: Served) -> dict[str, Try]:
    viewer, editor, frozen = (
        served.at_rest.person("viewer"),
        served.at_rest.person("editor", key_file=True),
        served.at_rest.person("collector"),
    )
    assert freeze(served, frozen.freeze_code).path == "/frozen/"
    wrong = "abandon ability able about above absent absorb"
    return {
        "unknown": Try("nobody-nowhere", wrong),
        "wrong passphrase": Try(viewer.handle, wrong),
        "wrong key file": Try(editor.handle, editor.passphrase, b"another key file"),
        "frozen": Try(frozen.handle, wrong),
        **invitations(served, wrong),
    }


def invitations(served: Served, wrong: str) -> dict[str, Try]:
    """Return slips that open nothing: over, used, and open with another code."""
    over, used, still_open = served.at_rest.slips[:3]
    with closing(sqlite3.connect(served.at_rest.folder / "shelf/store.sqlite", timeout=20)) as store, store:
        store.execute("UPDATE shelf_invitation SET last_day = 1 WHERE id = ?", [bytes.fromhex(over.id)])
    begin(served, used)
    return {
        "slip that is over": Try(over.handle, over.code),
        "slip that was used": Try(used.handle, used.code),
        "slip with another code": Try(still_open.handle, wrong),
    }


def test_hundreds_of_refusals_look_alike_and_take_alike(serve: Any) -> None:
    served = serve()
    kinds = attempts(served)
    visitor = Visitor(served.port)
    form = visitor.open("/").form("handle")
    seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
    answers: set[str] = set()
    for kind, one in in_any_order(kinds, TRIES):
        page, took = timed(visitor, form, one)
        seconds[kind].append(took)
        answers.add(the_same(page, one.handle))
    assert len(answers) == 1
    chances = {kind: chance(seconds["unknown"], seconds[kind]) for kind in kinds if kind != "unknown"}
    assert {kind: p for kind, p in chances.items() if p < UNLIKELY} == {}, chances
    telling = max(TELLING_SECONDS, spread(seconds["unknown"]))  # a busy machine hides small differences
    assert telling < PASSPHRASE_SECONDS  # and one that hides a whole passphrase proves nothing
    slower = [one + telling for one in seconds["wrong passphrase"]]
    assert chance(seconds["unknown"], slower) < UNLIKELY
    # Guessing has locked nobody out.
    owner = served.at_rest.person("viewer")
    assert Visitor(served.port).sign_in(owner.handle, owner.passphrase).status == 200


def test_ten_thousand_guesses_at_one_account_keep_its_owner_waiting_neither_meanwhile_nor_afterwards(
    serve: Any,
) -> None:
    served: Served = serve()
    owner = served.at_rest.person("viewer")
    over = threading.Event()
    with ThreadPoolExecutor(6) as pool:
        at_the_door = [pool.submit(guess_on, served, owner.handle, over) for _ in range(4)]
        at_the_shelf = [pool.submit(guess_at_the_shelf, served, owner.handle, GUESSES // 2) for _ in range(2)]
        try:
            took = [seconds_to_sign_in(served, owner)]
            while not all(guesses.done() for guesses in at_the_shelf):
                took.append(seconds_to_sign_in(served, owner))
            assert [guesses.result() for guesses in at_the_shelf] == [set(), set()]
        finally:
            over.set()
        refused = [answers.result() for answers in at_the_door]
    took.append(seconds_to_sign_in(served, owner))
    assert max(took) < OWNER_SECONDS
    assert [set(answers) for answers in refused] == [{200}] * 4  # the page again, with its one sentence


def in_any_order(kinds: dict[str, T], times: int) -> Iterator[tuple[str, T]]:
    """Return each so many times, every round in another order: what one leaves to tidy up slows whichever is next."""
    rounds = [list(kinds.items()) for _ in range(times)]
    return chain.from_iterable(random.sample(one, len(one)) for one in rounds)


def guess_on(served: Served, handle: str, over: threading.Event) -> list[int]:
    """Guess at the sign-in page until it is over; return the answers' status."""
    visitor, answers = Visitor(served.port), []
    form = visitor.open("/").form("handle")
    while not over.is_set():
        answers.append(visitor.send_only(form, {"handle": handle, "passphrase": f"guess {len(answers)}"}).status)
    return answers


def guess_at_the_shelf(served: Served, handle: str, count: int) -> set[bytes]:
    """Do with passphrases what a desk does with them, without a desk; return the tags that opened a row."""
    shelf = RemoteShelf(served.at_rest.folder / SHELF_SOCKET)
    organisation = bytes.fromhex(served.at_rest.organisation)
    tags = (unlocking(organisation, handle, passphrase=f"guess {at}", profile=CHEAP).tag for at in range(count))
    found = {tag for tag in tags if shelf.unlock(tag) is not None}
    shelf.close()
    return found


def seconds_to_sign_in(served: Served, owner: Person) -> float:
    """Sign in at the first try."""
    began = time.perf_counter()
    assert Visitor(served.port).try_to_sign_in(owner.handle, owner.passphrase).status == 303
    return time.perf_counter() - began


def spread(some: list[float]) -> float:
    """Return the range of the middle half."""
    ordered = sorted(some)
    return ordered[3 * len(some) // 4] - ordered[len(some) // 4]


def timed(visitor: Visitor, form: Form, one: Try) -> tuple[Page, float]:
    """Try once, always with a key file beside it, so that all requests are of one shape."""
    began = time.perf_counter()
    page = visitor.send_only(
        form, {"handle": one.handle, "passphrase": one.passphrase}, {"key_file": ("key", one.key_file or b"none")}
    )
    return page, time.perf_counter() - began


def chance(some: list[float], others: list[float]) -> float:
    """Return how likely so different samples are where nothing differs (Mann and Whitney's U, two-sided, normal)."""
    ranked = sorted([(one, 0) for one in some] + [(one, 1) for one in others])
    ranks = sum(at for at, (_, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(some), len(others)
    u = ranks - n * (n + 1) / 2
    z = abs(u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(z / math.sqrt(2))


def test_the_right_passphrase_of_a_frozen_account_shows_that_nobody_was_there_for_days(serve: Any) -> None:
    served = serve()
    viewer = served.at_rest.person("viewer")
    freeze(served, viewer.freeze_code)
    page = Visitor(served.port).try_to_sign_in(viewer.handle, viewer.passphrase)
    assert (page.status, page.headers["Set-Cookie"] is None or "busel=" not in page.headers["Set-Cookie"]) == (
        200,
        True,
    )
    assert served.open_desks() == 0


def test_every_freeze_code_gets_one_answer(standing: Served) -> None:
    codes = ("ABCD-EFGH", "not a code at all", "2" * 52, standing.at_rest.person("auditor").freeze_code)
    pages = [freeze(standing, code) for code in codes]
    token = re.compile(r'value="[^"]{64}"')
    assert len({(page.status, page.path, token.sub("", page.text)) for page in pages}) == 1


def test_a_freeze_code_that_exists_takes_as_long_as_one_that_does_not(serve: Any) -> None:
    served = serve()
    visitor = Visitor(served.port)
    form = visitor.open("/freeze/").form("code")
    codes = {"known": served.at_rest.person("auditor").freeze_code, "unknown": "2" * 52, "no code": "what is this"}
    seconds: dict[str, list[float]] = {kind: [] for kind in codes}
    for kind, code in list(codes.items()) * TRIES:
        began = time.perf_counter()
        assert visitor.send_only(form, {"code": code}).status == 303
        seconds[kind].append(time.perf_counter() - began)
    middles = {kind: median(took) for kind, took in seconds.items()}
    assert max(middles.values()) - min(middles.values()) < TELLING_FREEZE_SECONDS, middles


def test_who_shows_the_freeze_code_ends_the_desk_that_is_open_at_once(serve: Any) -> None:
    served = serve(desks=msgspec.structs.replace(tried.CHEAP_DESKS, heartbeat=3600.0))
    viewer, coordinator = served.at_rest.person("viewer"), served.at_rest.person("coordinator")
    for person in (viewer, coordinator):
        Visitor(served.port).sign_in(person.handle, person.passphrase)
    assert served.open_desks() == 2
    freeze(served, viewer.freeze_code)
    assert eventually(lambda: served.open_desks() == 1, 1)
    assert Visitor(served.port).try_to_sign_in(coordinator.handle, coordinator.passphrase).status == 303
