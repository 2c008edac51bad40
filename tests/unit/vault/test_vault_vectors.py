"""What was sealed, wrapped, signed or locked once opens for ever: the vectors of the vault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from busel.vault.lock import PROFILES, unlocking
from busel.vault.seal import open_sealed, seal_with_salt
from busel.vault.share_checks import asked_in, check_of, proof_of
from busel.vault.shares import read_share
from busel.vault.sign import SigningKey, verify
from busel.vault.transcript import transcript
from busel.vault.wrap import OpeningKey
from factories.vectors import FAILURES, Vector, named, raw, vectors


@pytest.mark.parametrize("vector", vectors("seal"), ids=named)
def test_seal(vector: Vector) -> None:
    label, header = vector["label"].encode(), raw(vector, "header")
    key, sealed = raw(vector, "key"), raw(vector, "sealed")
    if vector["expect"] == "success":
        assert open_sealed(key, sealed, label=label, header=header) == raw(vector, "plaintext")
        again = seal_with_salt(key, raw(vector, "plaintext"), label=label, header=header, salt=raw(vector, "salt"))
        assert again == sealed
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            open_sealed(key, sealed, label=label, header=header)


@pytest.mark.parametrize("vector", vectors("wrap"), ids=named)
def test_wrap(vector: Vector) -> None:
    key = OpeningKey(raw(vector, "seed"))
    if vector["expect"] == "success":
        assert key.public == raw(vector, "public")
        assert key.open_wrapped(raw(vector, "wrapped"), info=raw(vector, "info")) == raw(vector, "plaintext")
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            key.open_wrapped(raw(vector, "wrapped"), info=raw(vector, "info"))


@pytest.mark.parametrize("vector", vectors("sign"), ids=named)
def test_sign(vector: Vector) -> None:
    words, signature = raw(vector, "transcript"), raw(vector, "signature")
    if vector["expect"] == "success":
        fields = [field_of(field) for field in json.loads(vector["fields"])]
        key = SigningKey(raw(vector, "seed"))
        assert transcript(vector["label"].encode(), *fields) == words
        assert (key.public, key.sign(words)) == (raw(vector, "public"), signature)
        verify(key.public, words, signature)
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            verify(raw(vector, "public"), words, signature)


def field_of(field: Any) -> Any:
    """Return a transcript's field from JSON, where {"b": hex} stands for bytes."""
    if isinstance(field, dict):
        return bytes.fromhex(field["b"])
    return [field_of(one) for one in field] if isinstance(field, list) else field


@pytest.mark.parametrize("vector", vectors("lock"), ids=named)
def test_lock(vector: Vector) -> None:
    file = vector["key_file"]
    keys = unlocking(
        raw(vector, "organisation"),
        json.loads(vector["handle"]),
        passphrase=json.loads(vector["passphrase"]),
        key_file=None if file == "none" else bytes.fromhex(file.removeprefix("hex").strip()),
        profile=PROFILES[vector["profile"]],
    )
    assert (keys.tag, keys.key) == (raw(vector, "tag"), raw(vector, "key"))


def test_what_is_meant_alike_unlocks_alike() -> None:
    told = {vector["name"]: vector["tag"] for vector in vectors("lock")}
    assert told["cheap, capitals and spaces do not matter"] == told["cheap, the same in plain letters"]
    assert told["cheap, an empty key file is not the same as none"] != told["cheap, the same in plain letters"]
    assert len(set(told.values())) == len(told) - 1


@pytest.mark.parametrize("vector", vectors("share"), ids=named)
def test_share(vector: Vector) -> None:
    share, asked = read_share(vector["share"]), asked_in(int(vector["year"]))
    assert (share.number, " ".join(map(str, asked))) == (int(vector["number"]), vector["asked"])
    owner, profile = (raw(vector, "organisation"), raw(vector, "salt")), PROFILES[vector["profile"]]
    proof = proof_of([share.words[at - 1] for at in asked], share.number, asked=asked, owner=owner, profile=profile)
    assert (proof, check_of(proof)) == (raw(vector, "proof"), raw(vector, "check"))
