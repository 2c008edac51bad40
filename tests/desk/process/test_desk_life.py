"""A desk from its fork to its end, in real processes."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psutil
from desk_harness import Running, Starter, eventually

from busel.desk.running import wire


def group_of(leader: int) -> list[int]:
    """Every living process of a group."""
    members = []
    for process in psutil.process_iter():
        stat = f"/proc/{process.pid}/stat"
        try:
            with open(stat) as told:  # noqa: PTH123 - a file of /proc that may vanish
                fields = told.read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader and fields[0] != "Z":
            members.append(process.pid)
    return members


def test_the_porch_answers_who_has_no_cookie_and_always_closes(desks: Running) -> None:
    answer = desks.ask("GET", "/sign-in")
    assert (answer.status, answer.body, answer.headers["Connection"]) == (200, b"porch in mode porch", "close")


def test_a_sign_in_turns_a_blank_desk_into_the_members_and_later_connections_reach_it(desks: Running) -> None:
    client = desks.client()
    signed_in = desks.ask("POST", "/sign-in", "handle=stork&passphrase=right", via=client)
    assert (signed_in.status, signed_in.headers["Location"]) == (303, "/")
    same_connection = desks.ask("GET", "/", cookie=signed_in.cookie, via=client)
    new_connection = desks.ask("GET", "/", cookie=signed_in.cookie)
    assert same_connection.body == new_connection.body
    assert same_connection.body.startswith(b"desk ")
    assert desks.status() == {"open": 1, "signing": 0, "blank": 2}


def test_a_failed_sign_in_answers_closes_and_its_process_ends(desks: Running) -> None:
    answer = desks.sign_in(passphrase="wrong")
    assert (answer.status, answer.body, answer.headers["Connection"]) == (403, b"no", "close")
    assert eventually(lambda: desks.status() == {"open": 0, "signing": 0, "blank": 2})


def test_two_members_have_two_processes(desks: Running) -> None:
    stork, crane = desks.sign_in("stork").cookie, desks.sign_in("crane").cookie
    assert desks.desk_of(stork).pid != desks.desk_of(crane).pid


def test_a_foreign_cookie_on_a_kept_connection_gets_303_and_close(desks: Running) -> None:
    client, own = desks.client(), desks.sign_in("stork").cookie
    assert desks.ask("GET", "/", cookie=own, via=client).status == 200
    foreign = desks.sign_in("crane").cookie
    answer = desks.ask("GET", "/", cookie=foreign, via=client)
    assert (answer.status, answer.headers["Location"], answer.headers["Connection"]) == (303, "/sign-in", "close")
    assert answer.body == b""
    assert client.sock is None  # http.client saw the close


def test_a_request_without_a_cookie_on_a_kept_connection_gets_303(desks: Running) -> None:
    client, own = desks.client(), desks.sign_in().cookie
    assert desks.ask("GET", "/", cookie=own, via=client).status == 200
    assert desks.ask("GET", "/", via=client).status == 303


def test_a_killed_desk_is_forgotten_and_its_cookie_leads_to_the_porch(desks: Running) -> None:
    cookie = desks.sign_in().cookie
    desk = desks.desk_of(cookie)
    desk.send_signal(signal.SIGKILL)
    assert eventually(lambda: not psutil.pid_exists(desk.pid))
    assert desks.ask("GET", "/sign-in", cookie=cookie).body == b"porch in mode porch"
    assert desks.status()["open"] == 0


def test_signing_out_sends_the_answer_and_leaves_no_process_of_the_group_nor_one_that_left_it(desks: Running) -> None:
    cookie = desks.sign_in().cookie
    desk = desks.desk_of(cookie)
    started = json.loads(desks.ask("GET", "/children", cookie=cookie).body)["children"]
    assert set(group_of(desk.pid)) == {desk.pid, started[0]}
    answer = desks.ask("POST", "/sign-out", "", cookie=cookie)
    assert (answer.status, answer.body, answer.headers["Connection"]) == (200, b"goodbye", "close")
    assert eventually(lambda: not any(psutil.pid_exists(one) for one in (desk.pid, *started)))
    assert group_of(desk.pid) == []


def test_a_second_sign_in_of_a_member_kills_the_older_desk_with_its_children_and_says_so(desks: Running) -> None:
    older = desks.sign_in("stork").cookie
    desk = desks.desk_of(older)
    started = json.loads(desks.ask("GET", "/children", cookie=older).body)["children"]
    second = desks.sign_in("stork")
    assert second.headers["Location"] == "/ended-older"
    assert not psutil.pid_exists(desk.pid)
    assert eventually(lambda: not any(psutil.pid_exists(one) for one in started))
    assert desks.ask("GET", "/sign-in", cookie=older).body == b"porch in mode porch"
    assert desks.ask("GET", "/", cookie=second.cookie).status == 200


def test_the_command_kill_ends_the_desk_of_a_locker_and_no_other(desks: Running) -> None:
    stork, crane = desks.sign_in("stork").cookie, desks.sign_in("crane").cookie
    desk = desks.desk_of(stork)
    assert desks.command(wire.KILL + hashlib.sha256(b"stork").digest()[:16]) == wire.DONE + b"\1"
    assert desks.command(wire.KILL + hashlib.sha256(b"heron").digest()[:16]) == wire.DONE + b"\0"
    assert eventually(lambda: not psutil.pid_exists(desk.pid))
    assert desks.ask("GET", "/", cookie=crane).status == 200


def test_a_freeze_that_the_porch_tells_kills_the_desk_with_its_children_at_once_and_no_other(desks: Running) -> None:
    stork, crane = desks.sign_in("stork").cookie, desks.sign_in("crane").cookie
    desk = desks.desk_of(stork)
    started = json.loads(desks.ask("GET", "/children", cookie=stork).body)["children"]
    answers = [desks.ask("GET", f"/freeze?handle={handle}").body for handle in ("heron", "stork")]
    assert answers == [b"porch"] * 2
    assert eventually(lambda: not any(psutil.pid_exists(one) for one in (desk.pid, *started)), 1)
    assert desks.ask("GET", "/", cookie=crane).status == 200
    assert desks.ask("GET", "/sign-in", cookie=stork).body == b"porch in mode porch"


def test_a_freeze_that_a_desk_tells_kills_the_other_desk_at_once_and_not_its_own(desks: Running) -> None:
    stork, crane = desks.sign_in("stork").cookie, desks.sign_in("crane").cookie
    desk = desks.desk_of(crane)
    assert desks.ask("GET", "/freeze?handle=crane", cookie=stork).body == b"keyed"
    assert eventually(lambda: not psutil.pid_exists(desk.pid), 1)
    assert desks.ask("GET", "/", cookie=stork).status == 200


def test_a_freeze_that_a_blank_desk_tells_while_it_signs_in_is_heard(desks: Running) -> None:
    desk = desks.desk_of(desks.sign_in("crane").cookie)
    desks.sign_in("stork", passphrase="quiet-crane")
    assert eventually(lambda: not psutil.pid_exists(desk.pid), 1)


def test_an_account_that_was_frozen_while_it_signed_in_loses_its_desk_at_the_first_beat_which_comes_at_once() -> None:
    program = (
        "import os, threading, time, types, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'busel.desk.settings';"
        "django.setup();"
        "from busel.desk.running import heartbeat; from busel.shelf.memory import MemoryShelf;"
        "ended = types.SimpleNamespace(shelf=MemoryShelf(bytes(16)), token=b'', heads=dict);"
        "heartbeat.start(types.SimpleNamespace(session=ended, opened=threading.Event())); time.sleep(10)"
    )
    desk = subprocess.run([sys.executable, "-c", program], start_new_session=True, capture_output=True, check=False)
    assert desk.returncode == -signal.SIGKILL, desk.stderr


def test_a_dead_porch_is_made_anew(desks: Running) -> None:
    porch = next(line["number"] for line in desks.log_lines() if line["event"] == "porch-made")
    psutil.Process(porch).kill()
    assert eventually(lambda: not psutil.pid_exists(porch))
    assert desks.ask("GET", "/sign-in").body == b"porch in mode porch"


def test_killing_the_fork_server_kills_every_child_and_the_door_ends(desks: Running) -> None:
    desks.sign_in()
    children = psutil.Process(desks.fork_server.pid).children(recursive=True)
    assert len(children) == 4  # porch, two blank desks, one open
    desks.fork_server.kill()
    desks.fork_server.wait()
    assert psutil.wait_procs(children, timeout=5)[1] == []
    assert desks.door.wait(5) == 0


def test_killing_the_door_ends_everything(desks: Running) -> None:
    desks.sign_in()
    children = psutil.Process(desks.fork_server.pid).children(recursive=True)
    desks.door.kill()
    assert desks.fork_server.wait(5) == 0
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_without_activity_a_desk_ends_and_a_pages_own_refresh_is_none(start_desks: Starter) -> None:
    desks = start_desks(limits={"idle": 1.0})
    active, refreshing = desks.sign_in("stork").cookie, desks.sign_in("crane").cookie
    gone = desks.desk_of(refreshing).pid
    started = json.loads(desks.ask("GET", "/children", cookie=refreshing).body)["children"]
    ends = time.monotonic() + 1.6
    while time.monotonic() < ends:
        desks.ask("GET", "/", cookie=active)
        desks.ask("GET", "/progress", cookie=refreshing)
        time.sleep(0.1)
    assert not any(psutil.pid_exists(one) for one in (gone, *started))
    assert desks.ask("GET", "/", cookie=active).status == 200


def test_running_work_holds_an_idle_desk_until_it_ends(start_desks: Starter) -> None:
    desks = start_desks(limits={"idle": 0.6, "absolute": 1.0})
    cookie = desks.sign_in().cookie
    desk = desks.desk_of(cookie)
    desks.ask("GET", "/work?seconds=1.5", cookie=cookie)
    time.sleep(1.0)
    assert desks.ask("GET", "/progress", cookie=cookie).body == b"import"
    assert eventually(lambda: not psutil.pid_exists(desk.pid), 3)


def test_the_fork_server_ends_work_that_outlasts_both_limits(start_desks: Starter) -> None:
    desks = start_desks(limits={"absolute": 0.5, "work": 0.5})
    cookie = desks.sign_in().cookie
    desk = desks.desk_of(cookie)
    desks.ask("GET", "/work?seconds=60", cookie=cookie)
    assert eventually(lambda: not psutil.pid_exists(desk.pid), 4)


def test_at_the_absolute_limit_an_active_desk_ends_too(start_desks: Starter) -> None:
    desks = start_desks(limits={"absolute": 1.0})
    cookie = desks.sign_in().cookie
    desk = desks.desk_of(cookie)
    began = time.monotonic()
    with suppress(ConnectionError):  # the end may come between a question and its answer
        while time.monotonic() < began + 3 and desks.ask("GET", "/", cookie=cookie).body.startswith(b"desk"):
            time.sleep(0.05)
    assert eventually(lambda: not psutil.pid_exists(desk.pid), 1)
    assert time.monotonic() - began > 0.8


def test_the_fork_server_holds_the_absolute_limit_over_a_desk_that_stands_still(start_desks: Starter) -> None:
    desks = start_desks(limits={"absolute": 1.0})
    desk = desks.desk_of(desks.sign_in().cookie)
    desk.suspend()
    assert eventually(lambda: not psutil.pid_exists(desk.pid), 4)


def test_a_sign_in_that_takes_too_long_is_ended_and_frees_its_place(start_desks: Starter) -> None:
    desks = start_desks(door={"signins_at_once": 1}, limits={"signin": 0.5})
    with ThreadPoolExecutor() as pool:
        stuck = pool.submit(desks.sign_in, "stork", cost=30)
        assert desks.sign_in("crane").status == 303
        assert isinstance(stuck.exception(), ConnectionError | OSError)


def test_fifty_sign_ins_at_once_are_bounded_and_the_porch_answers_meanwhile(start_desks: Starter) -> None:
    desks = start_desks(door={"signins_at_once": 4, "signins_waiting": 8, "busy_page": "Пачакайце".encode()})
    with ThreadPoolExecutor(50) as pool:
        answers = [pool.submit(desks.sign_in, f"member{number}", cost=0.3) for number in range(50)]
        porch = [desks.ask("GET", "/sign-in").status for _ in range(20)]
        results = [answer.result() for answer in answers]
    served = [one for one in results if one.status == 303]
    refused = [one for one in results if one.status == 503]
    assert len(served) + len(refused) == 50
    assert {one.body for one in refused} == {"Пачакайце".encode()}
    assert 8 <= len(served) < 50
    assert porch == [200] * 20
    assert {desks.ask("GET", "/", cookie=one.cookie).status for one in served} == {200}
