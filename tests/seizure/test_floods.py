"""T10: a flood of sign-ins and forms without end take a bounded memory, and everybody else is served meanwhile."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import psutil

from busel.desk.running.options import Options
from busel.server.door.settings import DoorSettings
from busel.vault.lock import STANDARD
from factories.canaries import DISTRICTS, KEPT_FAMILY, REGION
from fixtures import served as tried
from fixtures.served import AtRest, Served, eventually, found
from fixtures.visitor import Visitor, signed_in

MIB = 1024 * 1024
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
AT_ONCE, WAITING = DoorSettings().signins_at_once, DoorSettings().signins_waiting
FORMS = ("/search", "/contacts/add", "/entry/")
A_BODY = 100 * MIB
"""What a desk may take, at most, for one body of the largest size while it is read and refused."""
BESIDE_A_PASSPHRASE = 64 * MIB
"""What a process that tries one may take beside Argon2id's own memory."""


class Watched:
    """What the fork server's children hold, looked at again and again until `stop`."""

    def __init__(self, served: Served) -> None:
        self._fork_server = served.programs[1]
        self._over = threading.Event()
        self.most_at_work = 0
        """Children that held a passphrase's memory at one moment, at most."""
        self.most_held = 0
        """Bytes that are private to them, all together, at most."""
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            held = [private(child) for child in self._fork_server.children()]
            self.most_at_work = max(self.most_at_work, sum(1 for one in held if one > STANDARD.memory * 1024 // 2))
            self.most_held = max(self.most_held, sum(held))


def private(process: psutil.Process) -> int:
    """Return the bytes that a process shares with nobody; 0 when it is gone."""
    with suppress(OSError):
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
        return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return 0


def at_standard_cost(folder: Path) -> AtRest:
    words = {"region": REGION, "districts": DISTRICTS, "profile": STANDARD.name}
    return found(folder, "small", words)


def test_fifty_sign_ins_at_once_hold_the_memory_of_four_and_others_work_on(serve: Any, tmp_path: Path) -> None:
    served: Served = serve(
        at_standard_cost(tmp_path / "o"), desks=msgspec.structs.replace(tried.CHEAP_DESKS, lock_profile=STANDARD.name)
    )
    member, stranger = signed_in(served, "viewer"), Visitor(served.port)
    before = sum(private(child) for child in served.programs[1].children())
    watched = Watched(served)
    try:
        with ThreadPoolExecutor(50) as pool:
            asked = [pool.submit(guess, served, at) for at in range(50)]
            pages = []
            while not all(one.done() for one in asked):
                pages += [member.ask("GET", "/find").status, stranger.ask("GET", "/sign-in").status]
            answers = Counter(one.result() for one in asked)
    finally:
        watched.stop()
    assert answers.keys() == {200, 503}
    assert answers[503] >= 50 - AT_ONCE - WAITING - 4
    assert len(pages) > 20
    assert set(pages) == {200}
    assert 2 <= watched.most_at_work <= AT_ONCE
    assert watched.most_held < before + AT_ONCE * (STANDARD.memory * 1024 + BESIDE_A_PASSPHRASE)


def guess(served: Served, at: int) -> int:
    """Try a passphrase that is none; return the answer's status, however long the queue is."""
    visitor = Visitor(served.port, patience=180)
    return visitor.try_to_sign_in("nobody-nowhere", f"guess {at}").status


def fields(number: int, token: str) -> bytes:
    """Return a form of so many fields, the token among them."""
    return f"csrfmiddlewaretoken={token}".encode() + b"".join(b"&f%d=" % at for at in range(number - 1))


def many_parts(number: int, token: str) -> bytes:
    """Return the same as a browser sends a form with a file in it."""
    part = '--edge\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    parts = "".join(part.format(f"f{at}", "") for at in range(number - 1))
    return (part.format("csrfmiddlewaretoken", token) + parts + "--edge--\r\n").encode()


def test_a_form_of_a_thousand_fields_is_read_and_longer_ones_are_refused_with_others_served_meanwhile(
    serve: Any,
) -> None:
    served: Served = serve()
    editor, viewer = signed_in(served, "coordinator"), signed_in(served, "viewer")
    form = editor.open("/find").form("q")
    token = dict(form.fields)["csrfmiddlewaretoken"]
    own = FORM | {"Origin": f"http://127.0.0.1:{served.port}"}
    in_parts = own | {"Content-Type": "multipart/form-data; boundary=edge"}
    assert [editor.ask("POST", path, fields(1000, token), own).status for path in FORMS] == [303, 200, 200]
    before = sum(private(child) for child in served.programs[1].children())
    bombs = [(fields(4_000_000, token), own), (many_parts(600_000, token), in_parts)] * 2
    assert all(30 * MIB < len(body) < Options().upload_bytes for body, _headers in bombs)
    watched = Watched(served)
    try:
        with ThreadPoolExecutor(len(bombs)) as pool:
            asked = [pool.submit(editor.ask, "POST", "/search", *bomb) for bomb in bombs]
            pages = []
            while not all(one.done() for one in asked):
                pages.append(viewer.ask("GET", "/find").status)
            answers = [one.result() for one in asked]
    finally:
        watched.stop()
    assert [(answer.status, len(answer.links("^/$"))) for answer in answers] == [(400, 2)] * len(bombs)
    assert pages
    assert set(pages) == {200}
    assert watched.most_held < before + 4 * A_BODY
    assert editor.send(form, {"q": KEPT_FAMILY}).status == 200


def test_a_form_without_end_costs_the_porch_and_the_sign_in_nothing(serve: Any) -> None:
    served: Served = serve()
    visitor = Visitor(served.port)
    token = dict(visitor.open("/").form("handle").fields)["csrfmiddlewaretoken"]
    own = FORM | {"Origin": f"http://127.0.0.1:{served.port}"}
    for number, status in ((1000, 200), (3000, 400), (6000, 413)):
        answers = [visitor.ask("POST", path, fields(number, token), own).status for path in ("/sign-in", "/freeze/")]
        assert answers == [status, status]
    assert eventually(lambda: served.waiting_desks() == 2)
    signed_in(served, "viewer")
