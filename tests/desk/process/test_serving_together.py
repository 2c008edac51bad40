"""`busel.cli.serving.serve`: shelf, fork server and door, started and ended together, with the real pages."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from desk_harness import Client

from busel.cli.folder import Charter, Folder

SERVE = "import sys, pathlib; from busel.cli.serving import serve; sys.exit(serve(pathlib.Path(sys.argv[1]), {}))"


def begin(folder: Path, arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SERVE.format(arguments), str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.fixture
def organisation(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "o")
    folder.make()
    folder.write(Charter(organisation="5a" * 16, demo=True))
    return folder


@pytest.fixture
def served(organisation: Folder) -> Iterator[subprocess.Popen[bytes]]:
    program = begin(organisation.path, "")
    assert program.stdout.readline() == b"Ready.\n"
    yield program
    if program.poll() is None:
        program.terminate()
    program.communicate()


def family(program: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return psutil.Process(program.pid).children(recursive=True)


def test_the_sign_in_page_stands_on_the_onion_socket(served: subprocess.Popen[bytes], organisation: Folder) -> None:
    client = Client(str(organisation.path / "run/onion.sock"))
    client.request("GET", "/sign-in")
    answer = client.getresponse()
    assert (answer.status, answer.headers["Connection"]) == (200, "close")
    assert b"passphrase" in answer.read()
    client.close()


def test_nobody_of_us_listens_on_or_speaks_tcp(served: subprocess.Popen[bytes], organisation: Folder) -> None:
    client = Client(str(organisation.path / "run/onion.sock"))
    client.request("GET", "/sign-in")
    assert client.getresponse().status == 200
    everybody = [psutil.Process(served.pid), *family(served)]
    assert [one.net_connections("inet") for one in everybody] == [[]] * 7
    assert all(one.net_connections("unix") for one in family(served))  # so it is seen what they hold
    client.close()


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_stopping_ends_every_process_and_leaves_no_socket(
    served: subprocess.Popen[bytes], organisation: Folder, asked: signal.Signals
) -> None:
    processes = family(served)
    assert len(processes) == 6  # shelf, fork server, door; porch and two blank desks
    served.send_signal(asked)
    assert served.wait(10) == 0
    assert psutil.wait_procs(processes, timeout=5)[1] == []
    assert [path for path in organisation.path.rglob("*") if path.is_socket()] == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_end_of_one_program_ends_all(served: subprocess.Popen[bytes], organisation: Folder, number: int) -> None:
    processes = family(served)
    psutil.Process(served.pid).children()[number].kill()
    assert served.wait(15) == 1
    assert psutil.wait_procs(processes, timeout=5)[1] == []
    assert [path for path in organisation.path.rglob("*") if path.is_socket()] == []


def test_killing_the_supervisor_ends_shelf_door_and_desks(served: subprocess.Popen[bytes]) -> None:
    all_of_them = psutil.Process(served.pid).children(recursive=True)
    served.kill()
    served.wait()
    assert psutil.wait_procs(all_of_them, timeout=10)[1] == []


def test_a_second_server_on_the_same_folder_is_refused(served: subprocess.Popen[bytes], organisation: Folder) -> None:
    second = begin(organisation.path, "")
    _said, complaint = second.communicate(timeout=20)
    assert second.returncode == 1
    assert b"This organisation is being served already." in complaint
    assert served.poll() is None
    assert (organisation.path / "run/onion.sock").is_socket()


def test_the_demo_listens_on_loopback_where_it_says(organisation: Folder) -> None:
    program = begin(organisation.path, "port=0")
    try:
        address = program.stdout.readline().decode().strip()
        assert address.startswith("http://127.0.0.1:")
        client = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"))
        client.request("GET", "/")
        assert client.getresponse().status == 200
        client.close()
        assert not (organisation.path / "run/onion.sock").exists()
    finally:
        program.terminate()
        program.communicate()


def test_secure_cookies_are_the_operators_choice(organisation: Folder) -> None:
    busel = Path(sys.executable).parent / "busel"
    program = subprocess.Popen(
        [busel, "serve", "--dir", organisation.path, "--secure-cookies"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert program.stdout.readline() == b"Ready.\n"
        client = Client(str(organisation.path / "run/onion.sock"))
        client.request("GET", "/sign-in")
        cookie = client.getresponse().headers["Set-Cookie"]
        assert (cookie.partition("=")[0], "Secure" in cookie.split("; ")) == ("__Host-form", True)
        client.close()
    finally:
        program.terminate()
        program.communicate()


def test_a_real_organisation_gets_no_port(organisation: Folder) -> None:
    organisation.write(Charter(organisation="5a" * 16))
    program = begin(organisation.path, "port=0")
    _said, complaint = program.communicate(timeout=20)
    assert program.returncode == 1
    assert b"A port is for demo organisations only" in complaint
