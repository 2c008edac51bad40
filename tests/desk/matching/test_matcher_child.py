"""Records are weighed in a child that can do nothing but read its stdin and write its stdout (T18)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from busel.desk.sandboxes import matching
from busel.desk.sandboxes.matching import Asked, MatchingError, Weighing, matched
from busel.matching.outcomes import Outcome, PairKind, Point
from busel.matching.records import Record

HANNA = Record(1, ("Кавалёва",), ("Ганна",), birth="1984-05-17", phones=("+375291234567",))
ANNA = Record(2, ("Ковалёва",), ("Анна",), birth="1984-05-17", phones=("80291234567",))
OTHERS = [Record(key, (f"Фамілія{key}",), ("Сяргей",)) for key in range(3, 30)]
BODY = "import sys\nfrom busel.desk.sandboxes import matcher_child as child\n"


def test_one_person_in_two_languages_is_found_among_others() -> None:
    [pair] = matched([HANNA, ANNA, *OTHERS]).pairs
    assert (pair.one, pair.other, pair.outcome, pair.kind) == (1, 2, Outcome.CERTAIN, PairKind.SAME)
    assert pair.agree == (Point.FAMILY_SAME, Point.GIVEN_SAME, Point.BIRTH_SAME, Point.PHONE_SAME)
    assert pair.probability > 0.99


def test_a_new_list_is_compared_with_those_who_are_known_and_not_with_itself() -> None:
    new = [ANNA._replace(key=-1), ANNA._replace(key=-2)]
    with Weighing() as weighing:
        for piece in (Asked([HANNA]), Asked(OTHERS), Asked(is_last=True), Asked(new=new[:1]), Asked(new=new[1:])):
            weighing.tell(piece)
        pairs = weighing.answer().pairs
    assert {(pair.one, pair.other) for pair in pairs} == {(-1, 1), (-2, 1)}


@pytest.mark.parametrize("people", [[], [HANNA], OTHERS])
def test_where_nobody_stands_twice_nothing_is_said(people: list[Record]) -> None:
    assert matched(people).pairs == []


def test_this_process_loads_none_of_the_libraries() -> None:
    code = (
        "from busel.desk.sandboxes.matching import matched\nfrom busel.matching.records import Record\n"
        "matched([Record(1, ('a',), ('b',)), Record(2, ('a',), ('b',))])\n"
        "import sys\nprint(sorted({'duckdb', 'pyarrow', 'splink', 'sqlglot'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def child(code: str, asked: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-I", "-B", "-c", BODY + code], input=asked, capture_output=True, check=False
    )


def test_a_database_that_is_too_small_says_so_and_spills_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = [Record(key, ("Іваноў",), ("Іван",), phones=(f"29{key:07}",)) for key in range(1, 6_000)]
    code = "from busel.matching import on_duckdb\nchild.opened = lambda: on_duckdb.opened('20MB')\nchild.main()"
    small = (sys.executable, "-I", "-B", "-c", BODY + code)
    before = set(Path("/").iterdir())
    monkeypatch.setattr(matching, "CHILD", small)
    with pytest.raises(MatchingError) as refused:
        matched(crowd)
    assert refused.value.code == matching.TOO_MANY
    assert set(Path("/").iterdir()) == before


def test_no_setting_of_the_database_can_be_changed_any_more() -> None:
    code = (
        "database = child.opened().connection\n"
        "words = [\"SET temp_directory = '/dev/shm'\", 'INSTALL httpfs', \"COPY (SELECT 1) TO '/dev/shm/probe'\"]\n"
        "for word in words:\n"
        "    try: database.execute(word)\n    except Exception as refused: print(type(refused).__name__)\n"
        "print(database.execute(\"SELECT current_setting('temp_directory')\").fetchone())"
    )
    told = child(code, b"").stdout.decode().split()
    assert told == ["InvalidInputException", "PermissionException", "PermissionException", "('',)"]


def test_what_is_no_question_is_answered_by_a_refusal() -> None:
    assert child("child.main()", b"\0\0\0\1\xc1").stdout == matching.msgspec.msgpack.encode(
        matching.Answer(code="failed")
    )


def test_a_child_that_ends_without_an_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "CHILD", (sys.executable, "-c", "pass"))
    with pytest.raises(MatchingError, match="failed"):
        matched([HANNA, ANNA])


def test_a_child_that_says_more_than_any_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MAX_ANSWER", 100_000)
    endless = "import os\nwhile True: os.write(1, bytes(50_000))"
    monkeypatch.setattr(matching, "CHILD", (sys.executable, "-c", endless))
    with pytest.raises(MatchingError, match="failed"):
        matched([HANNA, ANNA])


def test_a_child_that_says_nothing_is_ended_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "DEADLINE_SECONDS", 0.5)
    monkeypatch.setattr(matching, "CHILD", (sys.executable, "-c", "import time; time.sleep(60)"))
    with pytest.raises(MatchingError, match="failed"):
        matched([HANNA] * 100_000)  # more than a pipe holds


def test_the_lock_holds_for_threads_that_a_library_started() -> None:
    code = (
        "import os, socket, threading, time\nfrom busel.desk.sandboxes.sandbox import lock_up\n"
        "go = threading.Event()\ndef misbehave():\n    go.wait()\n    socket.socket()\n"
        "threading.Thread(target=misbehave).start()\nlock_up()\ngo.set()\n"
        "while True: os.getpid()"
    )
    assert child(code, b"").returncode == -31


def test_question_and_answer_are_plain_values() -> None:
    asked = Asked([HANNA], families=True)
    assert matching.msgspec.msgpack.decode(matching.msgspec.msgpack.encode(asked), type=Asked) == asked
