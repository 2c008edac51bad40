"""Where the door sends whom, what it refuses, and what it keeps."""

from __future__ import annotations

import hashlib
import select
import socket
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from busel.desk.running import wire as desk_wire
from busel.desk.web import headers
from busel.server.door import answers, wire

GET = b"GET / HTTP/1.1\r\nHost: a.onion\r\n\r\n"
SIGN_IN = b"POST /sign-in HTTP/1.1\r\nHost: a.onion\r\nContent-Length: 5\r\n\r\n12345"
VALUE = "5a" * 32
DIGEST = hashlib.sha256(VALUE.encode()).digest()


def with_cookie(cookie: str, name: str = "Cookie") -> bytes:
    return f"GET / HTTP/1.1\r\nHost: a.onion\r\n{name}: {cookie}\r\n\r\n".encode()


def status(visitor: socket.socket) -> bytes:
    return visitor.recv(65536).split(b"\r\n")[0]


def read_all(visitor: socket.socket) -> bytes:
    got = b""
    while piece := visitor.recv(65536):
        got += piece
    return got


def registered_desk(door: Any, digest: bytes = DIGEST) -> Any:
    """A desk with a cookie, as a sign-in makes it."""
    desk = door.target(wire.BLANK)
    door.visit(SIGN_IN)
    assert desk.receive().recv(65536) == SIGN_IN
    desk.register(digest)
    return desk


def test_both_sides_of_the_wire_use_the_same_letters() -> None:
    names = ("PORCH", "BLANK", "CONNECTION", "REGISTER")
    assert [getattr(wire, name) for name in names] == [getattr(desk_wire, name) for name in names]


def test_the_doors_own_answers_carry_the_headers_of_the_desks() -> None:
    assert answers.HEADERS == headers.HEADERS


def test_who_has_no_cookie_goes_to_the_porch_with_all_that_was_sent(door: Any) -> None:
    porch = door.target(wire.PORCH)
    visitor = door.visit(GET)
    connection = porch.receive()
    assert connection.recv(65536) == GET
    connection.sendall(b"answer")
    connection.close()
    assert visitor.recv(64) == b"answer"


def test_a_request_that_comes_before_the_porch_waits_for_it(door: Any) -> None:
    door.visit(GET)
    time.sleep(0.1)
    assert door.target(wire.PORCH).receive().recv(65536) == GET


@pytest.mark.parametrize(
    "head",
    [
        with_cookie(f"busel={VALUE}"),
        with_cookie(f"theme=dark; busel={VALUE}"),
        with_cookie(f"busel=old; busel={VALUE}; theme=dark"),
        with_cookie(f"busel={VALUE}", "cOOKIE"),
        f"GET / HTTP/1.1\r\nCookie: theme=dark\r\nCookie: busel={VALUE}\r\n\r\n".encode(),
        f"POST /sign-in HTTP/1.1\r\nCookie: busel={VALUE}\r\nContent-Length: 99999999\r\n\r\n".encode(),
    ],
)
def test_a_registered_cookie_leads_to_its_desk(door: Any, head: bytes) -> None:
    desk = registered_desk(door)
    door.visit(head)
    assert desk.receive().recv(65536) == head


@pytest.mark.parametrize(
    "head",
    [
        with_cookie("busel=wrong"),
        with_cookie(f"mybusel={VALUE}"),
        with_cookie(f"busel={VALUE}x"),
        with_cookie(f"busel={VALUE[:-1]}"),
        with_cookie(f"theme=busel={VALUE}"),
        f"GET /?busel={VALUE} HTTP/1.1\r\nReferer: x; busel={VALUE}\r\n\r\n".encode(),
        f"GET / HTTP/1.1\r\nHost: a.onion\r\n\r\nCookie: busel={VALUE}\r\n\r\n".encode(),
    ],
)
def test_any_other_cookie_leads_to_the_porch(door: Any, head: bytes) -> None:
    registered_desk(door)
    porch = door.target(wire.PORCH)
    door.visit(head)
    assert porch.receive().recv(65536) == head


def test_a_cookie_is_found_wherever_the_head_was_cut(door: Any) -> None:
    desk = registered_desk(door)
    head = with_cookie(f"busel={VALUE}")
    for cut in range(1, len(head), 7):
        visitor = door.visit(head[:cut])
        time.sleep(0.002)
        visitor.sendall(head[cut:])
        assert desk.receive().recv(65536) == head


def test_the_end_of_a_desk_drops_its_cookie(door: Any) -> None:
    desk, porch = registered_desk(door), door.target(wire.PORCH)
    desk.control.close()
    door.visit(with_cookie(f"busel={VALUE}"))
    assert porch.receive().recv(8) == b"GET / HT"


def test_a_cookie_that_is_registered_cannot_be_taken_by_another_desk(door: Any) -> None:
    first = registered_desk(door)
    second = registered_desk(door)
    door.visit(with_cookie(f"busel={VALUE}"))
    assert (first.has_connection(), second.has_connection()) == (True, False)


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /sign-in HTTP/1.1\r\n\r\n",
        b"POST /sign-in/ HTTP/1.1\r\n\r\n",
        b"POST /sign-in%3Fx HTTP/1.1\r\n\r\n",
        b"POST /other?/sign-in HTTP/1.1\r\n\r\n",
        b"POST /other HTTP/1.1\r\nContent-Length: 2\r\n\r\nab",
    ],
)
def test_only_a_post_of_the_sign_in_path_takes_a_blank_desk(door: Any, sent: bytes) -> None:
    porch, blank = door.target(wire.PORCH), door.target(wire.BLANK)
    door.visit(sent)
    assert porch.receive().recv(65536) == sent
    assert not blank.has_connection()


@pytest.mark.parametrize(
    "line",
    [
        b"POST /sign-in?x HTTP/1.1",
        b"POST /%73ign-in HTTP/1.1",
        b"POST /s%69g%6e%2Din HTTP/1.1",
        b"POST /sig%6E-in? HTTP/1.1",
        b"\r\nPOST /sign-in HTTP/1.1",
        b"post /sign-in HTTP/1.1",
        b"POST ///sign-in HTTP/1.1",
        b"POST http://a.onion/sign-in#x HTTP/1.1",
    ],
)
def test_a_sign_in_that_is_spelled_another_way_takes_a_blank_desk_too(door: Any, line: bytes) -> None:
    door.target(wire.PORCH)
    blank = door.target(wire.BLANK)
    sent = SIGN_IN.replace(b"POST /sign-in HTTP/1.1", line)
    door.visit(sent)
    assert blank.receive().recv(65536) == sent


def test_a_slow_body_takes_no_blank_desk_until_it_is_whole(door: Any) -> None:
    blank = door.target(wire.BLANK)
    visitor = door.visit(SIGN_IN[:-1])
    assert not blank.has_connection()
    visitor.sendall(SIGN_IN[-1:])
    assert blank.receive().recv(65536) == SIGN_IN


def test_a_slow_head_gets_408_within_its_time_while_others_are_served(start_door: Any) -> None:
    door = start_door(head_seconds=0.6)
    porch = door.target(wire.PORCH)
    slow = [door.visit(b"GET / HT") for _ in range(200)]
    silent, body = door.visit(), door.visit(SIGN_IN[:-1])
    began = time.monotonic()
    for _ in range(20):
        door.visit(GET)
        porch.receive().close()
    assert time.monotonic() - began < 0.5
    assert {status(visitor) for visitor in (*slow, silent, body)} == {b"HTTP/1.1 408 Request Timeout"}
    assert 0.4 < time.monotonic() - began < 1.6


def test_dripping_a_head_byte_by_byte_does_not_extend_its_time(start_door: Any) -> None:
    door = start_door(head_seconds=0.5)
    visitor, began = door.visit(), time.monotonic()
    while time.monotonic() - began < 6 and not select.select([visitor], [], [], 0.02)[0]:
        visitor.send(b"x")
    assert status(visitor) == b"HTTP/1.1 408 Request Timeout"
    assert time.monotonic() - began < 1.5


def test_a_head_of_16_kib_gets_431_and_one_below_passes(door: Any) -> None:
    porch = door.target(wire.PORCH)
    start = b"GET / HTTP/1.1\r\nX: "
    fits = start + b"x" * (16 * 1024 - len(start) - 4) + b"\r\n\r\n"
    door.visit(fits)
    assert len(porch.receive().recv(65536)) == 16 * 1024
    assert status(door.visit(fits[:-4] + b"x\r\n\r\n")) == b"HTTP/1.1 431 Request Header Fields Too Large"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"Content-Length: 32769", b"HTTP/1.1 413 Content Too Large"),
        (b"Content-Length: 99999999999999999999", b"HTTP/1.1 411 Length Required"),
        (b"Content-Length: -1", b"HTTP/1.1 411 Length Required"),
        (b"Content-Length: 5\r\nContent-Length: 6", b"HTTP/1.1 411 Length Required"),
        (b"Transfer-Encoding: chunked", b"HTTP/1.1 411 Length Required"),
    ],
)
def test_a_body_that_cannot_be_bounded_is_refused_before_it_comes(door: Any, line: bytes, expected: bytes) -> None:
    door.target(wire.PORCH)
    assert status(door.visit(b"POST /freeze HTTP/1.1\r\n" + line + b"\r\n\r\n")) == expected


def test_sign_ins_are_bounded_queued_and_then_refused_with_the_sentence(start_door: Any) -> None:
    door = start_door(signins_at_once=2, signins_waiting=3, busy_page="Калі ласка, пачакайце.".encode())
    blanks = [door.target(wire.BLANK) for _ in range(10)]
    visitors = [door.visit(SIGN_IN) for _ in range(7)]
    busy = [read_all(visitor).partition(b"\r\n\r\n") for visitor in visitors[5:]]
    assert [(head.split(b"\r\n")[0], page.decode()) for head, _, page in busy] == [
        (b"HTTP/1.1 503 Service Unavailable", "Калі ласка, пачакайце.")
    ] * 2
    assert [blank.has_connection(0.05) for blank in blanks] == [True] * 2 + [False] * 8
    blanks[0].register(DIGEST)  # a success frees a place
    assert blanks[2].has_connection(2)
    blanks[1].control.close()  # a failure does too
    assert blanks[3].has_connection(2)
    assert not blanks[4].has_connection()


def test_who_hangs_up_leaves_the_queue(start_door: Any) -> None:
    door = start_door(signins_at_once=1, signins_waiting=1)
    blanks = [door.target(wire.BLANK) for _ in range(2)]
    door.visit(SIGN_IN)
    door.visit(SIGN_IN).close()
    time.sleep(0.1)
    last = SIGN_IN.replace(b"12345", b"abcde")
    door.visit(last)
    blanks[0].receive()
    blanks[0].control.close()
    assert blanks[1].receive().recv(65536) == last


def test_who_waits_too_long_in_the_queue_is_told_so(start_door: Any) -> None:
    door = start_door(signin_patience=0.3)
    assert status(door.visit(SIGN_IN)) == b"HTTP/1.1 503 Service Unavailable"


def test_a_full_door_lets_its_oldest_unfinished_visitor_go(start_door: Any) -> None:
    door = start_door(visitors=8)
    porch = door.target(wire.PORCH)
    slow = [door.visit(b"GET / HT") for _ in range(8)]
    door.visit(GET)
    assert porch.receive().recv(65536) == GET
    with pytest.raises(ConnectionResetError):
        slow[0].recv(64)


def test_a_door_with_few_descriptors_lets_its_oldest_go_and_still_takes_everybody_who_comes(start_door: Any) -> None:
    door = start_door("prlimit", "--nofile=64:128")
    porch = door.target(wire.PORCH)
    slow = [door.visit(b"GET / HT") for _ in range(300)]
    began = time.monotonic()
    for _ in range(20):
        door.visit(GET)
        porch.receive().close()
    assert time.monotonic() - began < 0.5
    with pytest.raises(ConnectionResetError):
        slow[0].recv(64)
    open_files = psutil.Process(door.process.pid).num_fds()
    assert 64 < open_files <= 128  # more than the soft limit was


def test_the_demos_port_is_on_loopback_only_and_absent_unless_asked_for(start_door: Any) -> None:
    assert start_door().port == 0
    door = start_door(demo_port=0)
    porch = door.target(wire.PORCH)
    with socket.create_connection(("127.0.0.1", door.port)) as visitor:
        visitor.sendall(GET)
        assert porch.receive().recv(65536) == GET
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [fields[1] for fields in sockets if fields[3] == "0A"]
    assert f"0100007F:{door.port:04X}" in listening
    assert f"00000000:{door.port:04X}" not in listening
