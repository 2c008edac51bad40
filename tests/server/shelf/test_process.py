"""The real shelf as a process: what it survives, what it refuses, what it leaves behind."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from busel.shelf import connection, requests, wire
from busel.shelf.client import RemoteShelf
from busel.shelf.connection import UnixConnection
from busel.shelf.protocol import (
    MAX_STAGE_BYTES,
    BadTicketError,
    Head,
    HeadMovedError,
    SessionEndedError,
    ShelfError,
    TooLargeError,
    UnreachableError,
    Want,
)
from factories.shelf import ORGANISATION, Account, Chain, commit_after, new_id, sha
from fixtures.shelves import Running

WRITERS = 6
STANDARD_ERROR = 2


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Running]:
    """A shelf on SQLite that the test may kill."""
    shelf = Running(tmp_path / "shelf.sock", str(tmp_path / "shelf.sqlite3"))
    shelf.start()
    yield shelf
    if shelf.process is not None and shelf.process.returncode is None:
        shelf.kill()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def mortal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    """A shelf of each kind that the test may kill."""
    database = str(tmp_path / "shelf.sqlite3")
    if request.param == "postgresql":
        database = request.getfixturevalue("postgresql_url")
    shelf = Running(tmp_path / "shelf.sock", database)
    shelf.start()
    shelf.wipe()
    yield shelf
    if shelf.process is not None and shelf.process.returncode is None:
        shelf.kill()


def founded(shelf: RemoteShelf, chains: int = 1) -> tuple[Account, list[Chain], bytes]:
    account, journals = Account(), [Chain() for _ in range(chains)]
    shelf.found([account.locker()], [chain.new() for chain in journals])
    return account, journals, account.sign_in(shelf)


def appending(address: Path, session: bytes, chain: Chain) -> Callable[[], None]:
    """A writer that appends until the shelf is gone; `chain.commits` holds exactly what was confirmed."""

    def run() -> None:
        shelf = RemoteShelf(address)
        try:
            while True:
                chain.append(shelf, session, os.urandom(500))
        except UnreachableError:
            shelf.close()

    return run


@pytest.mark.parametrize("least", [1, 5])
def test_every_confirmed_commit_is_there_once_after_a_kill(mortal: Running, least: int) -> None:
    shelf = RemoteShelf(mortal.socket)
    account, chains, session = founded(shelf, WRITERS)
    threads = [threading.Thread(target=appending(mortal.socket, session, chain)) for chain in chains]
    for thread in threads:
        thread.start()
    while min(len(chain.commits) for chain in chains) <= least:
        time.sleep(0.01)
    mortal.kill()
    for thread in threads:
        thread.join()
    mortal.start()
    session = account.sign_in(shelf)
    for chain in chains:
        part = shelf.fetch(session, [chain.want()]).parts[0]
        assert part.commits[: len(chain.commits)] == chain.commits
        # One more may have been stored whose confirmation never arrived; never two.
        assert len(part.commits) - len(chain.commits) in {0, 1}
        assert [sha(commit.body) for commit in part.commits] == [commit.body_digest for commit in part.commits]
        assert part.head.sequence == part.commits[-1].sequence
    shelf.close()


def test_a_restart_ends_sessions_and_keeps_everything_else(alone: Running) -> None:
    shelf = RemoteShelf(alone.socket)
    account, (chain,), session = founded(shelf)
    chain.append(shelf, session)
    assert alone.stop() == '{"event": "stopped"}\n'
    with pytest.raises(UnreachableError):
        shelf.fetch(session, [chain.want()])
    alone.start()
    with pytest.raises(SessionEndedError):
        shelf.fetch(session, [chain.want()])
    session = account.sign_in(shelf)
    assert shelf.fetch(session, [chain.want()]).parts[0].commits == chain.commits
    shelf.close()


def test_a_call_on_a_connection_that_ended_meanwhile_is_asked_anew(alone: Running) -> None:
    shelf = RemoteShelf(alone.socket)
    account, (chain,), _session = founded(shelf)
    alone.stop()
    alone.start()
    session = account.sign_in(shelf)
    alone.sql("SELECT 1")
    chain.append(shelf, session)
    assert shelf.read_locker(session).version == 1
    shelf.close()


def test_a_freeze_by_another_process_ends_the_session(running: Running) -> None:
    shelf = RemoteShelf(running.socket)
    account, _chains, session = founded(shelf)
    running.sql("UPDATE shelf_locker SET is_frozen = %s WHERE id = %s", True, account.id)
    with pytest.raises(SessionEndedError):
        shelf.read_locker(session)
    running.sql("UPDATE shelf_locker SET is_frozen = %s WHERE id = %s", False, account.id)
    with pytest.raises(SessionEndedError):
        shelf.read_locker(session)
    shelf.close()


def test_a_stopped_shelf_leaves_its_store_and_nothing_that_speaks(alone: Running) -> None:
    shelf = RemoteShelf(alone.socket)
    founded(shelf)
    shelf.close()
    alone.stop()
    assert sorted(path.name for path in alone.socket.parent.iterdir()) == ["shelf.lock", "shelf.sqlite3"]
    assert (alone.socket.parent / "shelf.lock").read_bytes() == b""


def test_files_and_socket_are_their_owners_alone(alone: Running) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in alone.socket.parent.iterdir()}
    assert modes["shelf.sock"] == 0o600
    assert {mode & 0o077 for mode in modes.values()} == {0}


def refused(path: Path, database: str, organisation: bytes = ORGANISATION) -> str:
    """Start a shelf that does not start; return its sentence."""
    arguments = ["--socket", str(path), "--database", database, "--organisation", organisation.hex()]
    done = subprocess.run(
        [sys.executable, "-m", "busel.server.shelf", *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


def test_two_shelves_never_open_one_store(alone: Running, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "shelf.sock"
    sentence = refused(elsewhere, alone.database)
    assert sentence == f"Another shelf already keeps {alone.socket.parent}.\n"
    assert not elsewhere.exists()


def test_the_store_of_another_organisation_is_refused(mortal: Running, tmp_path: Path) -> None:
    shelf = RemoteShelf(mortal.socket)
    founded(shelf)
    shelf.close()
    mortal.stop()
    assert refused(mortal.socket, mortal.database, new_id()) == "What is stored here is another organisation's.\n"
    mortal.start()


def test_nobody_hands_in_a_head(alone: Running) -> None:
    shelf = RemoteShelf(alone.socket)
    _account, (chain,), session = founded(shelf)
    commit, head = commit_after(chain.id, chain.head, b"deed")
    spoilt = {
        "journal": chain.id,
        "write": chain.tickets.write,
        "commit": commit,
        "head": Head(head.epoch, head.sequence, bytes(32)),
        "stage": None,
    }
    asked = UnixConnection(str(alone.socket), 5)
    status, _answer = connection.ask(asked, "append", msgspec.msgpack.encode(spoilt), session)
    asked.close()
    assert status == wire.STATUS[ShelfError]
    chain.append(shelf, session)
    shelf.close()


def test_a_stage_is_bounded(alone: Running) -> None:
    shelf = RemoteShelf(alone.socket)
    _account, (chain,), session = founded(shelf)
    stage = chain.stage(shelf, session, b"block")
    alone.sql(f"UPDATE shelf_block SET body = zeroblob({MAX_STAGE_BYTES - 1})")
    assert shelf.stage(session, chain.id, chain.tickets.write, stage, [b"1"]) == 2
    with pytest.raises(TooLargeError):
        shelf.stage(session, chain.id, chain.tickets.write, stage, [b"2"])
    assert chain.stage(shelf, session, b"another") != stage
    shelf.close()


def test_a_folder_that_others_may_look_into_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o755)
    sentence = refused(folder / "s.sock", str(tmp_path / "x.sqlite3"))
    assert sentence == f"Others may look into {folder}: make it yours alone (chmod 700).\n"


def test_the_process_leaves_no_core_and_is_not_dumpable(alone: Running) -> None:
    assert alone.process is not None
    limits = Path(f"/proc/{alone.process.pid}/limits").read_text()
    core = re.search(r"^Max core file size\s+(?P<soft>\d+)\s+(?P<hard>\d+)", limits, re.MULTILINE)
    assert core is not None
    assert (core["soft"], core["hard"]) == ("0", "0")
    # The kernel gives the /proc files of a process that is not dumpable to root, whoever runs it.
    assert Path(f"/proc/{alone.process.pid}/environ").stat().st_uid == 0


def test_no_store_on_sqlite_writes_elsewhere(alone: Running) -> None:
    shelf = RemoteShelf(alone.socket)
    _account, (chain,), session = founded(shelf)
    for _ in range(3):
        chain.append(shelf, session, os.urandom(100_000))
    assert alone.process is not None
    descriptors = Path(f"/proc/{alone.process.pid}/fd").iterdir()
    opened = {str(path.readlink()) for path in descriptors if int(path.name) > STANDARD_ERROR}
    files = {path for path in opened if path.startswith("/")}
    assert {str(Path(path).parent) for path in files} == {str(alone.socket.parent)}
    shelf.close()


def send(address: Path, call: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Send what no client of ours would."""
    connection = UnixConnection(str(address), 10)
    connection.request("POST", f"/{call}", body, headers)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def refusal(error: type[ShelfError]) -> tuple[int, bytes]:
    return wire.STATUS[error], msgspec.msgpack.encode({"code": error.code})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        b"\x90",
        b"\x80",
        b"not msgpack at all",
        msgspec.msgpack.encode({"tag": "text"}),
        b"\xdf\xff\xff\xff\xff",
    ],
)
def test_what_is_not_the_protocol_is_refused(running: Running, body: bytes) -> None:
    assert send(running.socket, "unlock", body, {}) == refusal(ShelfError)


def test_unknown_calls_methods_and_fields_are_refused(running: Running) -> None:
    body = msgspec.msgpack.encode({"tag": b"x", "more": 1})
    assert send(running.socket, "unlock", body, {}) == refusal(ShelfError)
    for call in ("nothing", "close", "_own", "unlock-all"):
        assert send(running.socket, call, b"\x80", {}) == refusal(ShelfError)
    connection = UnixConnection(str(running.socket), 10)
    connection.request("GET", "/unlock")
    response = connection.getresponse()
    assert (response.status, response.read()) == refusal(ShelfError)
    connection.close()


def test_a_session_that_is_no_hexadecimal_is_none(running: Running) -> None:
    for header in ("", "Bearer", "Bearer xyz", "Basic 00", "Bearer " + "0" * 63):
        assert send(running.socket, "read_locker", b"\x80", {"Authorization": header}) == refusal(SessionEndedError)


def test_a_list_that_is_too_long_is_refused_before_it_is_carried_out(running: Running) -> None:
    shelf = RemoteShelf(running.socket)
    _account, (chain,), session = founded(shelf)
    with pytest.raises(ShelfError) as error:
        shelf.fetch(session, [Want(chain.id, b"", 0)] * (requests.MAX_ITEMS + 1))
    assert type(error.value) is ShelfError
    shelf.close()


def test_a_request_above_the_cap_is_refused_without_being_read(running: Running) -> None:
    connection = UnixConnection(str(running.socket), 10)
    connection.putrequest("POST", "/unlock")
    connection.putheader("Content-Length", str(wire.MAX_REQUEST_BYTES + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    shelf = RemoteShelf(running.socket)
    with pytest.raises(TooLargeError):
        shelf.unlock(bytes(wire.MAX_REQUEST_BYTES))
    shelf.close()


def test_long_stages_travel_in_several_requests(running: Running) -> None:
    shelf = RemoteShelf(running.socket)
    _account, (chain,), session = founded(shelf)
    blocks = [bytes([number]) * (4 * 1024 * 1024) for number in range(12)]
    stage = chain.stage(shelf, session, *blocks)
    chain.append(shelf, session, stage=stage, blocks=len(blocks))
    told: list[bytes] = []
    wants = [chain.want()]
    while wants:
        answer = shelf.fetch(session, wants)
        told += [block for part in answer.parts for block in part.blocks]
        wants = answer.unfinished
    assert told == blocks
    shelf.close()


def test_nothing_listens_and_something_else_listens_are_unreachable(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError):
        RemoteShelf(tmp_path / "none.sock").unlock(b"tag")
    with pytest.raises(UnreachableError):
        RemoteShelf(tmp_path / "silent.sock", timeout=0.2).unlock(b"tag")
    silent = socket.socket(socket.AF_UNIX)
    silent.bind(str(tmp_path / "silent.sock"))
    silent.listen()
    shelf = RemoteShelf(tmp_path / "silent.sock", timeout=0.2)
    with pytest.raises(UnreachableError):
        shelf.unlock(b"tag")
    silent.close()


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", b"hello", b"", b"HTTP/1.1 200 OK\r\n\r\n"]
)
def test_something_else_that_answers_is_unreachable(tmp_path: Path, answer: bytes) -> None:
    other = socket.socket(socket.AF_UNIX)
    other.bind(str(tmp_path / "other.sock"))
    other.listen()

    def speak() -> None:
        connected, _ = other.accept()
        connected.recv(65_536)
        connected.sendall(answer)
        connected.close()

    speaker = threading.Thread(target=speak)
    speaker.start()
    shelf = RemoteShelf(tmp_path / "other.sock", timeout=5)
    with pytest.raises(UnreachableError):
        shelf.unlock(b"tag")
    speaker.join()
    other.close()
    shelf.close()


def test_the_log_holds_no_content(alone: Running) -> None:
    shelf = RemoteShelf(alone.socket)
    _account, (chain,), session = founded(shelf)
    alone.sql("ALTER TABLE shelf_envelope RENAME TO gone")
    with pytest.raises(UnreachableError):
        shelf.list_inbox(session, chain.id, chain.tickets.read)
    with pytest.raises(BadTicketError):
        shelf.list_inbox(session, chain.id, b"wrong")
    with pytest.raises(HeadMovedError):
        shelf.append(session, chain.id, chain.tickets.write, commit_after(chain.id, Head(0, 0, sha(b"lost")), b"x")[0])
    shelf.close()
    lines = alone.stop().splitlines()
    assert re.sub(r'"at": "\w+\.py:\d+"', '"at": ""', lines[0]) == (
        '{"event": "fault", "call": "list_inbox", "error": "OperationalError", "at": ""}'
    )
    assert lines[1:] == ['{"event": "stopped"}']
