"""What a deed lacks is named by a note of an erasure, or it is told."""

from __future__ import annotations

from busel.registry.erasures import Lacking

ONE, TWO = b"1" * 32, b"2" * 32


def test_what_no_note_names_is_told_wherever_the_notes_stand() -> None:
    lacking = Lacking()
    lacking.take(3, [ONE], [])
    lacking.take(4, [ONE, TWO], [])
    lacking.take(5, [], [{"contact": 7, "parts": [ONE.hex()]}])
    assert lacking.unnamed() == [4]


def test_the_deed_of_an_erasure_lacks_the_removal_itself() -> None:
    lacking = Lacking()
    lacking.take(5, [TWO], [{"contact": 7, "parts": [ONE.hex()]}])
    assert lacking.unnamed() == []


def test_behind_a_note_that_names_no_parts_whatever_lacks_before_it_may_be_its_own() -> None:
    lacking = Lacking()
    lacking.take(3, [ONE], [])
    lacking.take(5, [], [{"contact": 7}])
    lacking.take(6, [TWO], [])
    assert lacking.unnamed() == [6]


def test_a_note_that_no_page_of_ours_could_write_names_nothing() -> None:
    lacking = Lacking()
    lacking.take(6, [TWO], [])
    lacking.take(5, [], [{"contact": 7, "parts": 9}])
    assert lacking.unnamed() == [6]
