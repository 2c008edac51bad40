"""Real files of other programs: what Busel reads of each is what was measured, and docs/formats.md says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import page
from corpus.judging import ROWS, judge
from corpus.sound import by_hand


@pytest.fixture
def corpus() -> Path:
    folder = os.environ.get("BUSEL_CORPUS")
    if not folder:
        pytest.skip("BUSEL_CORPUS names no folder with files of others")
    return Path(folder)


def test_every_file_of_the_corpus_is_read_as_was_measured(corpus: Path) -> None:
    measured = {name: columns[:2] for name, columns in page.table(page.SEEN).items() if (corpus / name).exists()}
    found = {name: list(judge(corpus / name, page.table(page.SOUND)[name][1])) for name in measured}
    assert measured
    changed = {name: (measured[name], found[name]) for name in measured if found[name] != measured[name]}
    assert changed == {}, "if it is meant so: python tests/corpus --accept"


def test_the_page_says_what_was_measured() -> None:
    assert page.PAGE.read_text("utf-8") == page.rendered()


def test_every_file_has_both_measures() -> None:
    assert list(page.table(page.SEEN)) == list(page.table(page.SOUND))
    assert by_hand().keys() <= page.table(page.SOUND).keys()
    assert all(len(columns) == 3 for columns in page.table(page.SEEN).values())


def test_whatever_is_not_as_expected_has_a_note() -> None:
    assert [name for name, (word, _reads, note) in page.table(page.SEEN).items() if word == ROWS and not note] == []
