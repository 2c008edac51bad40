"""What was written into a journal once is read for ever: the vectors of bodies, headers, commits, blocks, envelopes."""

from __future__ import annotations

import hashlib
import json

import msgspec
import pytest

from busel.journal.body import padded_size, unpack, unpack_json
from busel.journal.commit import EpochKeys, open_commit, open_history
from busel.journal.deed import Deed
from busel.journal.envelope import envelope_epoch, open_envelope
from busel.journal.header import BlockHeader, Header, Place
from busel.journal.snapshot import Manifest, open_block, unpack_block
from busel.vault.wrap import OpeningKey
from factories.vectors import FAILURES, Vector, named, raw, vectors


def place_of(vector: Vector) -> Place:
    return Place(raw(vector, "organisation"), raw(vector, "journal"))


def header_of(vector: Vector) -> Header:
    return Header(place_of(vector), int(vector["epoch"]), int(vector["sequence"]), raw(vector, "previous"))


def block_header_of(vector: Vector) -> BlockHeader:
    return BlockHeader(place_of(vector), int(vector["epoch"]), raw(vector, "stage"), int(vector["index"]))


@pytest.mark.parametrize("vector", vectors("body"), ids=named)
def test_body(vector: Vector) -> None:
    packed = raw(vector, "packed")
    if vector["expect"] == "success":
        assert hashlib.sha256(unpack_json(packed)).digest() == raw(vector, "json_sha256")
        assert len(packed) == int(vector["size"]) == padded_size(len(packed))
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            unpack(packed, dict)


@pytest.mark.parametrize("vector", vectors("header"), ids=named)
def test_header(vector: Vector) -> None:
    if "stage" in vector:
        assert block_header_of(vector).encode() == raw(vector, "encoded")
    else:
        assert header_of(vector).encode() == raw(vector, "encoded")
        assert header_of(vector).digest(raw(vector, "body_digest")) == raw(vector, "digest")


@pytest.mark.parametrize("vector", vectors("commit"), ids=named)
def test_commit(vector: Vector) -> None:
    if vector["expect"] == "success":
        deed = opened(vector)
        assert json.loads(msgspec.json.encode([[part.subject, part.ops] for part in deed.read_parts()])) == json.loads(
            vector["ops"]
        )
        if "digest" in vector:
            body_digest = hashlib.sha256(raw(vector, "body")).digest()
            assert header_of(vector).digest(body_digest) == raw(vector, "digest")
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            opened(vector)


def opened(vector: Vector) -> Deed:
    keys = EpochKeys(raw(vector, "state_key"), raw(vector, "history_key"))
    read = open_history if vector["segment"] == "history" else open_commit
    content = read(keys, header_of(vector), raw(vector, "body"))
    assert isinstance(content, Deed)
    content.check_signature(header_of(vector), raw(vector, "public"))
    return content


@pytest.mark.parametrize("vector", vectors("block"), ids=named)
def test_block(vector: Vector) -> None:
    key, sealed = raw(vector, "state_key"), raw(vector, "sealed")
    if vector["expect"] == "success":
        packed = open_block(key, sealed, block_header_of(vector))
        assert hashlib.sha256(packed).digest() == raw(vector, "block_digest")
        assert json.loads(msgspec.json.encode(unpack_block(packed))) == json.loads(vector["json"])
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            open_block(key, sealed, block_header_of(vector))


@pytest.mark.parametrize("vector", vectors("manifest"), ids=named)
def test_manifest(vector: Vector) -> None:
    keys = EpochKeys(raw(vector, "state_key"), raw(vector, "history_key"))
    manifest = open_commit(keys, header_of(vector), raw(vector, "body"))
    assert isinstance(manifest, Manifest)
    if vector["expect"] == "success":
        manifest.check_signature(header_of(vector), raw(vector, "public"))
        assert (b"".join(manifest.blocks), manifest.stage) == (raw(vector, "blocks"), raw(vector, "stage"))
        assert manifest.covers == int(vector["covers"])
        assert manifest.history == (keys.history_name() if "names its history key" in vector["name"] else b"")
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            manifest.check_signature(header_of(vector), raw(vector, "public"))


@pytest.mark.parametrize("vector", vectors("envelope"), ids=named)
def test_envelope(vector: Vector) -> None:
    sealed = raw(vector, "sealed")
    if vector["expect"] == "success":
        message = open_envelope(OpeningKey(raw(vector, "seed")), place_of(vector), sealed)
        message.check_signature(place_of(vector), raw(vector, "public"))
        assert (message.kind, bytes(message.content).decode()) == (vector["kind"], vector["content"])
        assert envelope_epoch(sealed) == int(vector["epoch"])
    else:
        with pytest.raises(FAILURES[vector["expect"]]):
            open_envelope(OpeningKey(raw(vector, "seed")), place_of(vector), sealed).check_signature(
                place_of(vector), raw(vector, "public")
            )
