"""Readers live in locked children only, each child with its own: a desk has none, and a child starts cheaply."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from busel.sheets.readers import READERS, TEXT_ENCODINGS
from busel.sheets.readers.encodings import ENCODINGS

LIBRARIES = ("openpyxl", "python_calamine", "xlrd")
MOST_MODULES = {"vcf": 380, "osdi": 380}
MOST_OF_OTHERS = 260
"""Python itself has some fifty. Address books and our own JSON need the words for countries, telephones and streets.
A child that imported the desk's own would have a thousand."""
DESK = """
import json, sys
from busel.desk.forkserver.warm import warm
warm()
import busel.desk.sandboxes.parsing, busel.desk.web.urls
print(json.dumps(sorted(sys.modules)))
"""
CHILD = """
import json, sys
import busel.desk.sandboxes.parser_child
from busel.sheets.readers import reader_of
reader_of(sys.argv[1])
print(json.dumps(sorted(sys.modules)))
"""


def modules(program: str, *words: str) -> list[str]:
    ran = subprocess.run([sys.executable, "-I", "-c", program, *words], stdout=subprocess.PIPE, check=True)
    return list(json.loads(ran.stdout))


def test_what_every_desk_is_forked_from_has_imported_no_reader() -> None:
    found = modules(DESK)
    assert "busel.sheets.readers" in found
    assert [name for name in found if name.startswith(("busel.sheets.readers.", *LIBRARIES))] == []


@pytest.mark.parametrize("kind", sorted(READERS))
def test_a_child_imports_its_own_reader_and_nothing_of_the_desk(kind: str) -> None:
    found = modules(CHILD, kind)
    assert READERS[kind] in found
    assert [name for name in found if name.startswith(("django", "cryptography", "busel.vault", "busel.journal"))] == []
    assert [name for name in found if name in READERS.values() and name != READERS[kind]] == []
    assert len(found) < MOST_MODULES.get(kind, MOST_OF_OTHERS)


def test_the_encodings_that_a_desk_offers_are_those_that_texts_are_read_in() -> None:
    assert TEXT_ENCODINGS == ENCODINGS
