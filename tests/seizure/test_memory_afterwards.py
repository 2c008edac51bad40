"""T3: after a sign-out, idling or a freeze no process of ours holds anything of the person, and no key."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest

from busel.desk.running import wire
from busel.desk.running.options import Limits
from factories.canaries import DISTRICTS, KEPT_FAMILY, REGION, typed_words
from factories.quiet import code_of, lay_quiet
from fixtures import served as tried
from fixtures.served import Person, Served, eventually
from fixtures.sweep import ZEROS
from fixtures.visitor import Visitor, signed_in
from fixtures.working_day import work

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root may read the memory of a process that is not dumpable"
)
PIECE = 16 * 1024 * 1024
OVERLAP = 1024


def secrets_of(person: Person) -> dict[bytes, str]:
    """Return what of an account must not stay: passphrase, key file, keys; as bytes and in hex."""
    found = {bytes.fromhex(one): "a key" for one in person.secrets} | {person.passphrase.encode(): "the passphrase"}
    if person.key_bytes:
        found[person.key_bytes] = "the key file"
    return found | {one.hex().encode(): f"{what} in hex" for one, what in found.items()}


def words(more: dict[str, str]) -> dict[bytes, str]:
    """Return words as a process holds them: UTF-8, and the two bytes for each letter of Python's strings."""
    return {word.encode(code): what for what, word in more.items() for code in ("utf-8", "utf-16-le")}


def memory(process: int) -> Iterator[bytes]:
    """Yield all memory that a process can write to or has of its own, piece by piece."""
    with Path(f"/proc/{process}/maps").open() as maps, Path(f"/proc/{process}/mem").open("rb", 0) as held:
        for line in maps:
            place, rights, _offset, _device, inode, *_path = line.split(maxsplit=5)
            if rights[0] != "r" or (inode != "0" and "w" not in rights):
                continue
            start, end = (int(edge, 16) for edge in place.split("-"))
            for at in range(start, end, PIECE):
                try:
                    yield os.pread(held.fileno(), min(PIECE + OVERLAP, end - at), at)
                except OSError:
                    break


def held_by(processes: list[psutil.Process], looked_for: dict[bytes, str]) -> set[tuple[str, str]]:
    """Return (what, in which program) of everything that is found."""
    found = set()
    for process in processes:
        try:
            name = " ".join(process.cmdline()[-4:])[-60:]
            for held in memory(process.pid):
                piece = ZEROS.sub(b"\0", held)
                found |= {(what, name) for pattern, what in looked_for.items() if pattern in piece}
        except (psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
            continue
    return found


def test_after_a_working_day_and_its_sign_outs_nothing_is_left_in_any_process(serve: Any) -> None:
    served: Served = serve()
    editor = served.at_rest.person("editor", key_file=True)
    everything = words(typed_words())
    for person in served.at_rest.people:
        everything |= secrets_of(person)
    seen: set[str] = set()

    def while_working() -> None:
        (desk,) = served.desks()
        seen.update(what for what, _where in held_by([desk], everything))
        others = [one for one in served.everybody() if one.pid != desk.pid]
        assert held_by(others, everything) == set()

    work(served, while_working)
    assert {"family_be by hand", "note by list", "district", "a key"} <= seen  # the search finds what is there
    assert any(bytes.fromhex(one) in everything for one in editor.secrets)
    assert eventually(lambda: served.open_desks() == 0)
    assert held_by(served.everybody(), everything) == set()


def open_desk(served: Served) -> tuple[psutil.Process, dict[bytes, str]]:
    """Sign the coordinator in, look at everybody, and prove that the desk holds names and keys."""
    coordinator = served.at_rest.person("coordinator")
    visitor = signed_in(served, "coordinator")
    visitor.send(visitor.open("/find").form("q"), {"q": KEPT_FAMILY})
    (desk,) = served.desks()
    looked_for = secrets_of(coordinator) | words(
        {"family": KEPT_FAMILY, "region": REGION.split()[0], "district": DISTRICTS[1].split()[0]}
    )
    assert {"family", "region", "district", "a key"} <= {what for what, _where in held_by([desk], looked_for)}
    return desk, looked_for


def test_after_idling_nothing_is_left_in_any_process(serve: Any) -> None:
    served: Served = serve(limits=Limits(idle=4.0))
    desk, looked_for = open_desk(served)
    assert eventually(lambda: not psutil.pid_exists(desk.pid), 15)
    assert held_by(served.everybody(), looked_for) == set()


def test_after_a_freeze_by_slip_nothing_is_left_in_any_process(serve: Any) -> None:
    served: Served = serve(desks=msgspec.structs.replace(tried.CHEAP_DESKS, heartbeat=3600.0))
    desk, looked_for = open_desk(served)
    visitor = Visitor(served.port)
    visitor.send(visitor.open("/freeze/").form("code"), {"code": served.at_rest.person("coordinator").freeze_code})
    assert eventually(lambda: not psutil.pid_exists(desk.pid), 1)
    assert held_by(served.everybody(), looked_for) == set()


def test_after_a_quiet_passphrase_nothing_is_left_in_any_process(serve: Any) -> None:
    served: Served = serve(desks=msgspec.structs.replace(tried.CHEAP_DESKS, heartbeat=3600.0))
    person = served.at_rest.person("coordinator")
    typed = lay_quiet(served, person)
    desk, looked_for = open_desk(served)
    assert Visitor(served.port).try_to_sign_in(person.handle, typed).status == 200
    assert eventually(lambda: not psutil.pid_exists(desk.pid), 1)
    looked_for |= {typed.encode(): "the quiet passphrase"}
    assert eventually(lambda: held_by(served.everybody(), looked_for) == set(), 3)  # the blank desk that answered ends
    # The shelf was shown the freeze code, as by a slip: it shuts the account and opens nothing.
    others = [one for one in served.everybody() if one != served.programs[0]]
    assert held_by(others, {code_of(person): "the freeze code"}) == set()


def test_after_a_kill_by_command_nothing_is_left_in_any_process(serve: Any) -> None:
    served: Served = serve()
    desk, looked_for = open_desk(served)
    locker = bytes.fromhex(served.at_rest.person("coordinator").locker)
    assert served.command(wire.KILL + locker) == wire.DONE + b"\1"
    assert eventually(lambda: not psutil.pid_exists(desk.pid))
    assert held_by(served.everybody(), looked_for) == set()


def porch_of(served: Served) -> psutil.Process:
    """Return the porch that serves now."""
    made = [line["number"] for line in served.log_lines() if line.get("event") == "porch-made"]
    return psutil.Process(made[-1])


ELSEWHERE = {
    "/sign-in?x": 303,
    "/%73ign-in": 303,
    "///sign-in": 303,
    "http://127.0.0.1/sign-in": 400,
    "/x/sign-in": 404,
}
"""Spellings of the sign-in's address, and what the right passphrase gets there."""


@pytest.mark.parametrize("path", ELSEWHERE)
def test_of_a_sign_in_that_is_spelled_another_way_the_porch_holds_nothing_and_lives_on(serve: Any, path: str) -> None:
    served: Served = serve()
    person, porch = served.at_rest.person("viewer"), porch_of(served)
    visitor = Visitor(served.port)
    form = visitor.open("/").form("handle")
    form.action = path
    wrong = "abandon ability able about above absent absorb"
    answers = [
        visitor.send_only(form, {"handle": person.handle, "passphrase": passphrase})
        for passphrase in ("", wrong, person.passphrase)
    ]
    assert answers[-1].status == ELSEWHERE[path]
    assert held_by([porch], secrets_of(person) | {wrong.encode(): "a guess"}) == set()
    assert porch.is_running()
    assert porch == porch_of(served)
