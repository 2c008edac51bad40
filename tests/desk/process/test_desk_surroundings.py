"""What a desk's process holds, shows and writes, in real processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from desk_harness import Running, Starter, eventually

from busel.desk.web.headers import HEADERS


def multipart(size: int) -> tuple[bytes, dict[str, str]]:
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n" + b"x" * size + b"\r\n--edge--\r\n"
    )
    return body, {"Content-Type": "multipart/form-data; boundary=edge"}


def upload(desks: Running, cookie: str, size: int) -> tuple[int, str, bytes]:
    client = desks.client()
    body, headers = multipart(size)
    client.request("POST", "/upload", body, headers | {"Cookie": cookie})
    answer = client.getresponse()
    return answer.status, answer.headers["Connection"] or "", answer.read()


def test_a_desk_holds_its_own_descriptors_only_and_leaves_no_core(desks: Running) -> None:
    other = desks.sign_in("crane").cookie
    about = json.loads(desks.ask("GET", "/about", cookie=desks.sign_in("stork").cookie).body)
    kinds = sorted(re.sub(r":\[.*", "", name) for name in about["descriptors"] if not name.startswith("/proc/"))
    # Standard input, output, error; door, fork server, the connection of the sign-in and this one; cheroot's selector.
    assert kinds == sorted(["/dev/null"] * 2 + [str(desks.log)] + ["socket"] * 4 + ["anon_inode"])
    assert about["group"] == about["process"]
    assert about["core"] == ["0", "0"]
    assert desks.ask("GET", "/", cookie=other).status == 200


WITHOUT_CAPABILITIES = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.getuid() == 0 else ()


def test_no_process_of_ours_is_dumpable(start_desks: Starter) -> None:
    # Among processes of one user without capabilities, only dumpability decides who may look into whom.
    desks = start_desks(prefix=WITHOUT_CAPABILITIES)
    desks.sign_in()
    children = [child.pid for child in psutil.Process(desks.fork_server.pid).children()]
    ours = [desks.door.pid, desks.fork_server.pid, *children]
    assert len(ours) == 6
    other = subprocess.Popen([*WITHOUT_CAPABILITIES, "sleep", "60"])
    try:
        assert eventually(lambda: _reads_environment(other.pid))
        assert [_reads_environment(process) for process in ours] == [False] * 6
    finally:
        other.kill()
        other.wait()


def _reads_environment(process: int) -> bool:
    reading = [*WITHOUT_CAPABILITIES, "cat", f"/proc/{process}/environ"]
    return subprocess.run(reading, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="without a limit on locked memory, or the right to ignore it")
def test_a_desk_locks_what_it_touches_into_memory_and_not_a_copy_of_its_parent(desks: Running) -> None:
    cookie = desks.sign_in().cookie
    kilobytes = int(json.loads(desks.ask("GET", "/about", cookie=cookie).body)["locked"])
    assert kilobytes > 0
    private = desks.desk_of(cookie).memory_full_info().uss
    assert private < 40 * 1024 * 1024


def test_all_threads_of_a_desk_share_one_database_in_ram(desks: Running) -> None:
    cookie = desks.sign_in().cookie
    assert [desks.ask("GET", "/database", cookie=cookie).body for _ in range(12)] == [
        str(number).encode() for number in range(1, 13)
    ]
    assert desks.ask("GET", "/database", cookie=desks.sign_in("crane").cookie).body == b"1"


def test_an_upload_of_five_megabytes_opens_no_file_for_writing(desks: Running, tmp_path: Path) -> None:
    cookie = desks.sign_in().cookie
    desk, trace = desks.desk_of(cookie), tmp_path / "trace"
    tracer = subprocess.Popen(
        [
            "strace",
            "-f",
            "-p",
            str(desk.pid),
            "-o",
            str(trace),
            "-e",
            "trace=open,openat,openat2,creat,rename,mkdir,memfd_create",
        ],
        stderr=subprocess.DEVNULL,
    )
    assert eventually(trace.exists)
    time.sleep(0.5)
    try:
        assert upload(desks, cookie, 5 * 1024 * 1024) == (200, "", b"5242880 BytesIO")
        desks.ask("GET", "/about", cookie=cookie)  # opens files, so that the trace is known to see them
    finally:
        tracer.terminate()
        tracer.wait()
    calls = [line for line in trace.read_text().splitlines() if "(" in line and "+++" not in line and "---" not in line]
    assert any("/proc/self/status" in call for call in calls)
    assert [call for call in calls if re.search(r"O_WRONLY|O_RDWR|O_CREAT|creat\(|rename|mkdir|memfd", call)] == []


def test_a_body_above_the_cap_gets_413_and_a_sentence(start_desks: Starter) -> None:
    desks = start_desks(upload_bytes=1024 * 1024, language="en")
    cookie = desks.sign_in().cookie
    status, connection, body = upload(desks, cookie, 8 * 1024 * 1024)
    assert (status, connection) == (413, "close")
    assert b"This file is too large" in body
    assert upload(desks, cookie, 1024 * 512)[0] == 200


def test_a_body_without_a_length_is_refused(desks: Running) -> None:
    client, cookie = desks.client(), desks.sign_in().cookie
    client.request("POST", "/upload", iter([b"x"]), {"Cookie": cookie}, encode_chunked=True)
    assert client.getresponse().status == 411


def test_every_answer_carries_the_headers_errors_included(desks: Running) -> None:
    cookie = desks.sign_in().cookie
    answers = [
        desks.ask("GET", "/sign-in"),
        desks.ask("GET", "/nowhere"),
        desks.ask("GET", "/fail"),
        desks.ask("GET", "/", cookie=cookie),
        desks.ask("GET", "/nowhere", cookie=cookie),
        desks.ask("POST", "/", "x" * 40_000),  # the door's own 413
    ]
    assert [answer.status for answer in answers] == [200, 404, 500, 200, 404, 413]
    for answer in answers:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_the_log_names_class_and_place_of_an_error_and_no_text_of_it(desks: Running) -> None:
    assert desks.ask("GET", "/fail").status == 500
    lines = desks.log.read_text()
    assert ("canary" in lines, "/fail" in lines) == (False, False)
    failed = [line for line in desks.log_lines() if line["event"] == "failed"]
    assert [(line["why"], line["where"].split(":")[0]) for line in failed] == [("ValueError", "deskapp.porch_urls")]


def test_a_foreign_host_name_is_refused(desks: Running) -> None:
    client = desks.client()
    client.request("GET", "/sign-in", headers={"Host": "evil.example"})
    assert client.getresponse().status == 400


def test_neither_cookie_nor_body_stays_in_the_doors_memory(desks: Running) -> None:
    cookie = desks.ask("POST", "/sign-in", "handle=canary-of-a-body&passphrase=right").cookie
    for _ in range(3):
        assert desks.ask("GET", "/", cookie=cookie).status == 200
    value = cookie.partition("=")[2].encode()
    assert len(value) == 64
    assert _in_memory(desks.door.pid, b"door") > 0  # the search finds what is there
    assert [_in_memory(desks.door.pid, word) for word in (value, value[:24], value[-24:], b"canary-of-a-body")] == [
        0
    ] * 4


def _in_memory(process: int, word: bytes) -> int:
    """Count a word in all readable memory of a process."""
    found = 0
    with Path(f"/proc/{process}/maps").open() as maps, Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in maps:
            place, rights, *_ = line.split()
            if rights[0] != "r" or line.rstrip().endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            start, end = (int(edge, 16) for edge in place.split("-"))
            try:
                found += os.pread(memory.fileno(), end - start, start).count(word)
            except OSError:
                continue
    return found
