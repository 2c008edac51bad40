"""Spoilt files of each kind: rows or a sentence, whatever stands in them (T18). The long run is `python tests/fuzz`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from busel.desk.sandboxes import parsing
from busel.desk.web.import_words import file_sentence
from busel.sheets.readers import READERS, Asked
from busel.sheets.tables import SHEET_ERRORS, Book, SheetError
from fuzz.__main__ import one_file
from fuzz.seeds import seeds

TESTS = Path(__file__).parent.parent.parent
FEW = 300
KINDS = sorted(READERS)


def run(*arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    program = f"import sys; sys.argv = ['fuzz', *{arguments!r}]; sys.path.insert(0, {str(TESTS)!r}); {before}\n"
    program += "from fuzz.__main__ import main; sys.exit(main())"
    kept = {name: value for name, value in os.environ.items() if name != "BUSEL_CORPUS"}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=kept, timeout=300
    )


def test_every_spoilt_file_is_read_or_refused_and_no_reader_wants_what_it_may_not() -> None:
    ended = run("--files", str(FEW))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "0 wanted what no child may do" in ended.stdout


def test_a_reader_that_opens_a_file_would_be_noticed() -> None:
    evil = "import os, busel.sheets.readers.separated as one; one.read = lambda data, asked: os.open('/etc/passwd', 0)"
    ended = run("--files", "3", "--kind", "text", before=evil)
    assert (ended.returncode, ended.stdout.splitlines()[-1][1:]) == (1, " wanted what no child may do")


@pytest.mark.parametrize("kind", KINDS)
def test_the_child_of_the_desk_itself_reads_spoilt_files_too(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BUSEL_CORPUS", raising=False)
    found = seeds()
    for number in range(3):
        _kind, data, asked = one_file({kind: found[kind]}, number, 7)
        assert isinstance(parsing.read_upload(data, asked), Book | SheetError)


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_to_begin_from_are_sound(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BUSEL_CORPUS", raising=False)
    for data in seeds()[kind]:
        book = parsing.read_upload(data, Asked())
        assert isinstance(book, Book), (kind, data[:50], book)


def test_every_refusal_has_a_sentence() -> None:
    assert [code for code in SHEET_ERRORS if not str(file_sentence(SheetError(code)))] == []
