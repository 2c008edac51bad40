"""The next address: what is one, who may name it, and which of several counts."""

from __future__ import annotations

import base64
import hashlib

import msgspec
import pytest

from busel.registry.root import Root
from busel.registry.statements import Successor
from busel.registry.successor import as_text, is_believed, newest, read_address, read_text

ORGANISATION, OTHER = b"o" * 16, b"p" * 16
ROOT = Root(bytes(32))


def onion(letter: int) -> str:
    key = bytes([letter]) * 32
    checksum = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    return base64.b32encode(key + checksum + b"\x03").decode().lower() + ".onion"


FIRST, SECOND = onion(1), onion(2)


def successor(
    address: str = FIRST, number: int = 1, *, organisation: bytes = ORGANISATION, root: Root = ROOT
) -> Successor:
    return Successor(organisation=organisation, address=address, number=number, since=490_000).sign(root.signing)


def test_an_address_is_read_however_it_is_written() -> None:
    # Tor's own: duckduckgo, and the example of its specification.
    for known in ("duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion", FIRST):
        assert {read_address(one) for one in (known, known.upper(), f" http://{known}/ \n")} == {known}


def test_a_mistyped_letter_is_noticed() -> None:
    wrong = [FIRST[:at] + ("b" if FIRST[at] != "b" else "c") + FIRST[at + 1 :] for at in range(56)]
    assert [read_address(one) for one in wrong] == [None] * 56


@pytest.mark.parametrize(
    "typed", ["", "example.org", FIRST[:-1], FIRST[1:], f"{FIRST}/x", f"https://user@{FIRST}", "a" * 5000]
)
def test_what_is_no_onion_address_is_none(typed: str) -> None:
    assert read_address(typed) is None


def test_only_this_organisations_root_is_believed() -> None:
    true = successor()
    assert is_believed(true, ORGANISATION, ROOT.signing.public)
    lies = [
        successor(root=Root(b"1" * 32)),
        successor(organisation=OTHER),
        msgspec.structs.replace(true, address=SECOND),
        msgspec.structs.replace(true, number=2),
        successor("evil.example"),
    ]
    assert [is_believed(lie, ORGANISATION, ROOT.signing.public) for lie in lies] == [False] * 5


def test_the_highest_number_counts_and_of_two_that_differ_neither() -> None:
    first, second, other = successor(), successor(SECOND, 2), successor(FIRST, 2)
    assert newest([]) is None
    assert newest([second, first]) == newest([first, second, second]) == second
    assert newest([first, second, other]) is None


def test_a_statement_is_text_that_may_be_pasted_with_whatever_stands_around_it() -> None:
    true = successor()
    text = as_text(true)
    broken = "\n".join(text[at : at + 40] for at in range(0, len(text), 40))
    for pasted in (text, broken, f"Увага: гэты адрас пакінулі. {broken} — каманда"):
        assert read_text(pasted) == true


@pytest.mark.parametrize(
    "pasted", ["", "hello", "busel-successor-1:", "busel-successor-1:!!!", "busel-successor-1:eyJ9", "x" * 9000]
)
def test_what_holds_no_statement_is_none(pasted: str) -> None:
    assert read_text(pasted) is None
