"""The guard that keeps every test on this machine (T11) does forbid what it should."""

from __future__ import annotations

import socket

import pytest

from network_guard import NetworkForbiddenError, stays_here


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "", "::1%lo"])
def test_this_machine_is_this_machine(host: str) -> None:
    assert stays_here(host)


BEYOND = ["192.0.2.1", "10.0.0.1", "0.0.0.0", "::", "2001:db8::1", "example.org"]  # noqa: S104  # refused


@pytest.mark.parametrize("host", BEYOND)
def test_everything_else_is_not(host: str) -> None:
    assert not stays_here(host)


def test_a_connection_beyond_this_machine_is_refused_before_it_is_tried() -> None:
    with (
        socket.socket() as way_out,
        pytest.raises(NetworkForbiddenError, match=r"socket\.connect to \('192\.0\.2\.1', 80\)"),
    ):
        way_out.connect(("192.0.2.1", 80))


def test_a_message_beyond_this_machine_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as way_out, pytest.raises(NetworkForbiddenError):
        way_out.sendto(b"x", ("192.0.2.1", 53))


def test_a_name_is_not_even_looked_up() -> None:
    with pytest.raises(NetworkForbiddenError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 80)


def test_listening_for_the_whole_network_is_refused() -> None:
    with socket.socket() as ear, pytest.raises(NetworkForbiddenError):
        ear.bind(("0.0.0.0", 0))  # noqa: S104  # that it is refused is the test


def test_loopback_and_unix_sockets_are_open() -> None:
    with socket.socket() as ear, socket.socket() as mouth:
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        mouth.connect(ear.getsockname())
    here, there = socket.socketpair()
    with here, there:
        here.sendmsg([b"x"])
        assert there.recv(1) == b"x"
