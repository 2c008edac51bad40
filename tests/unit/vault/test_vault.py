"""Sealing, wrapping, signing and words, beyond the vectors."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.vault import labels
from busel.vault.entropy import new_record_ids
from busel.vault.errors import BadKeyError, BadSignatureError, CutOffError, TamperedError, VaultError, WrongKeyError
from busel.vault.lock import CHEAP, unlocking
from busel.vault.seal import OVERHEAD, derive, new_key, open_sealed, seal
from busel.vault.sign import SigningKey, verify
from busel.vault.transcript import Field, transcript
from busel.vault.words import new_handle, new_passphrase, word_list
from busel.vault.wrap import PUBLIC_BYTES, OpeningKey, wrap

FIELDS: st.SearchStrategy[Field] = st.recursive(
    st.binary(max_size=6) | st.text(max_size=6) | st.integers(-(2**63), 2**63), lambda one: st.lists(one, max_size=3)
)


@given(plaintext=st.binary(max_size=200), header=st.binary(max_size=80))
def test_what_is_sealed_opens_and_no_two_seals_are_alike(plaintext: bytes, header: bytes) -> None:
    key = new_key()
    one, two = (seal(key, plaintext, label=labels.SEAL_BLOCK, header=header) for _ in range(2))
    assert one != two
    assert len(one) == len(plaintext) + OVERHEAD
    assert open_sealed(key, one, label=labels.SEAL_BLOCK, header=header) == plaintext


@given(at=st.integers(0, 120), bit=st.integers(0, 7))
def test_no_changed_bit_goes_unseen(at: int, bit: int) -> None:
    key = bytes(32)
    sealed = seal(key, bytes(40), label=labels.SEAL_BLOCK)
    changed = bytearray(sealed)
    changed[at] ^= 1 << bit
    with pytest.raises(VaultError):
        open_sealed(key, bytes(changed), label=labels.SEAL_BLOCK)


def test_no_second_key_opens_the_same_bytes() -> None:
    sealed = seal(new_key(), b"x", label=labels.SEAL_BLOCK)
    with pytest.raises(WrongKeyError):
        open_sealed(new_key(), sealed, label=labels.SEAL_BLOCK)


@settings(max_examples=40)
@given(one=st.lists(FIELDS, max_size=4), two=st.lists(FIELDS, max_size=4))
def test_two_different_field_lists_never_have_one_transcript(one: list[Field], two: list[Field]) -> None:
    assert (transcript(b"label", *one) == transcript(b"label", *two)) == (one == two)


def test_a_label_is_never_taken_for_a_field() -> None:
    assert transcript(b"a", b"b") != transcript(b"ab")
    assert transcript(b"a", "b") != transcript(b"a", b"b")


def test_nothing_is_sealed_under_a_key_that_is_missing() -> None:
    for key in (b"", new_key()[:-1]):
        with pytest.raises(ValueError, match=r"^$"):
            seal(key, b"words", label=labels.SEAL_BLOCK)


def test_every_label_is_another_one() -> None:
    held = [value for name, value in vars(labels).items() if name.isupper()]
    assert len(set(held)) == len(held)
    assert all(value.startswith(b"busel/1 ") for value in held)
    assert not any(one != two and one.startswith(two) for one in held for two in held)


def test_a_derived_secret_tells_nothing_of_another() -> None:
    key = new_key()
    derived = {derive(key, label=label) for label in (labels.DERIVE_READ_TICKET, labels.DERIVE_LOCKER_KEY)}
    assert len(derived) == 2
    assert key not in derived


def test_a_wrap_opens_only_with_its_info() -> None:
    key = OpeningKey.new()
    wrapped = wrap(key.public, b"words", info=b"here")
    assert key.open_wrapped(wrapped, info=b"here") == b"words"
    assert len(key.public) == PUBLIC_BYTES
    with pytest.raises(TamperedError):
        key.open_wrapped(wrapped, info=b"there")
    with pytest.raises(CutOffError):
        wrap(key.public[:-1], b"words", info=b"here")


@settings(max_examples=20)
@given(other=st.text(min_size=1, max_size=8))
def test_another_organisation_name_passphrase_or_file_gives_another_tag(other: str) -> None:
    base = unlocking(bytes(16), "handle", passphrase="words", profile=CHEAP)
    organisation = hashlib.sha256(other.encode("utf-8", "surrogatepass")).digest()[:16]
    assert unlocking(organisation, "handle", passphrase="words", profile=CHEAP).tag != base.tag
    assert unlocking(bytes(16), "handle", passphrase="words", key_file=b"f", profile=CHEAP).tag != base.tag
    assert unlocking(bytes(16), f"handle{'x'}", passphrase="words", profile=CHEAP).tag != base.tag


def test_passphrases_and_handles_are_drawn_from_the_lists() -> None:
    for language in ("en", "ru"):
        words = word_list(language)
        assert (len(words), len(set(words))) == (2048, 2048)
        assert len(new_passphrase(language).split()) == 7
        assert set(new_passphrase(language).split()) <= set(words)
        assert len({new_handle(language) for _ in range(50)}) == 50


def test_record_ids_fit_sqlite_and_do_not_repeat() -> None:
    ids = new_record_ids(1000)
    assert len(set(ids)) == 1000
    assert all(0 < id_ < 2**63 for id_ in ids)


def test_signing_keys_are_their_seed() -> None:
    key = SigningKey.new()
    assert SigningKey(key.seed).public == key.public
    assert SigningKey.new().public != key.public


POINTS = [
    bytes(32),
    b"\x01" + bytes(31),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    *(bytes([first]) + b"\xff" * 30 + b"\x7f" for first in (0xEC, 0xED, 0xEE)),
]


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point[:2].hex())
@pytest.mark.parametrize("sign_bit", [0, 0x80])
def test_nobody_signs_with_a_key_of_small_order(point: bytes, sign_bit: int) -> None:
    """Under such a key the identity and nought are a signature of an eighth of all words or more, made by nobody."""
    public = point[:-1] + bytes([point[-1] | sign_bit])
    for number in range(40):
        with pytest.raises(BadSignatureError):
            verify(public, str(number).encode(), b"\x01" + bytes(63))
    with pytest.raises(BadSignatureError):
        verify(b"", b"words", bytes(64))


@pytest.mark.parametrize(
    "public",
    [OpeningKey(bytes(32)).public[:1184] + bytes(32), b"\xff" * 1184 + OpeningKey(bytes(32)).public[1184:]],
    ids=["zero point", "not reduced"],
)
def test_nothing_is_sealed_to_what_is_no_key(public: bytes) -> None:
    with pytest.raises(BadKeyError):
        wrap(public, b"words", info=b"here")
