"""Keyrings: what two desks of one account know comes together; nothing of it shows."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from busel.journal.chain import Link
from busel.journal.commit import EpochKeys
from busel.registry.keyring import Account, Bundle, Keyring, locker_key, own_keys, session_ticket
from busel.registry.letters import BundleLetter, GrantLetter
from busel.registry.locker import Unlocked, seal_keyring, seal_unlock_row
from busel.registry.merging import merge, merge_bundles
from busel.registry.roles import Role
from busel.registry.statements import Grant
from busel.shelf.protocol import Tickets, Want
from busel.vault.entropy import new_id
from busel.vault.lock import Unlocking
from busel.vault.seal import OVERHEAD, new_key
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey

JOURNAL, OTHER = new_id(), new_id()
ACCOUNT = Account(id=new_id(), handle="amber-heron", signing_seed=new_key(), sealing_seed=new_key(), mailbox=new_id())


def bundle(*epochs: int, journal: bytes = JOURNAL, **other: object) -> Bundle:
    keys = {epoch: EpochKeys(bytes([epoch]) * 32) for epoch in epochs}
    fields = {"journal": journal, "name": "Region", "role": Role.EDITOR, "epochs": keys, **other}
    return Bundle(**fields)  # type: ignore[arg-type]  # a test's own keywords


def keyring(*bundles: Bundle, **other: object) -> Keyring:
    held = {one.journal.hex(): one for one in bundles}
    return Keyring(organisation=bytes(16), root=bytes(32), account=ACCOUNT, bundles=held, **other)  # type: ignore[arg-type]  # the same


def test_the_union_of_two_keyrings_has_every_bundle_every_epoch_and_the_highest_heads() -> None:
    mine = keyring(bundle(0, 1), heads={"a": Link(5, b"x"), "b": Link(1, b"y")}, last_hour=3, pending=[bundle(2)])
    theirs = keyring(
        bundle(1, 2, write=b"w"),
        bundle(0, journal=OTHER),
        heads={"a": Link(4, b"z"), "b": Link(2, b"q")},
        last_hour=9,
        pending=[bundle(2), bundle(3)],
    )
    for one, two in ((mine, theirs), (theirs, mine)):
        both = merge(one, two)
        assert sorted(both.bundles[JOURNAL.hex()].epochs) == [0, 1, 2]
        assert both.bundles[JOURNAL.hex()].write == b"w"
        assert OTHER.hex() in both.bundles
        assert both.heads == {"a": Link(5, b"x"), "b": Link(2, b"q")}
        assert both.last_hour == 9
        assert sorted(max(one.epochs) for one in both.pending) == [2, 3]


def test_of_two_bundles_the_newer_ones_tickets_count_and_all_inbox_keys_stay() -> None:
    old = bundle(0, write=b"old", inbox_seeds={0: b"a"})
    new = bundle(1, write=b"new", inbox_seeds={1: b"b"}, role=Role.VIEWER)
    for both in (merge_bundles(old, new), merge_bundles(new, old)):
        assert (both.write, both.role, both.inbox_seeds) == (b"new", Role.VIEWER, {0: b"a", 1: b"b"})
        assert (both.epoch, both.keys) == (1, new.keys)
    collector = msgspec.structs.replace(old, epochs={})
    assert merge_bundles(collector, collector).epochs == {}


def test_in_one_epoch_the_higher_role_counts() -> None:
    higher, lower = bundle(0, role=Role.EDITOR, write=b"w"), bundle(0, role=Role.VIEWER)
    for both in (merge_bundles(higher, lower), merge_bundles(lower, higher)):
        assert (both.role, both.write) == (Role.EDITOR, b"w")
    keyless = bundle(role=Role.COLLECTOR)
    for both in (merge_bundles(higher, keyless), merge_bundles(keyless, higher)):
        assert (both.role, both.write) == (Role.EDITOR, b"w")


def test_a_higher_role_from_now_on_only_takes_no_history_from_the_grant_before() -> None:
    keys = EpochKeys(b"s" * 32, b"h" * 32)
    whole = bundle(role=Role.VIEWER, epochs={0: keys})
    from_now_on = bundle(role=Role.EDITOR, epochs={0: EpochKeys(keys.state)})
    for one, two in ((whole, from_now_on), (from_now_on, whole)):
        both = merge_bundles(one, two)
        assert (both.role, both.epochs) == (Role.EDITOR, {0: keys})


def test_the_grant_that_lasts_longest_counts_of_those_that_cover_the_role() -> None:
    def until(hour: int, role: Role = Role.COLLECTOR) -> Bundle:
        fields = {
            "id": b"",
            "account": b"",
            "signing": b"",
            "by": b"",
            "since": 0,
            "from_epoch": 0,
            "may_export": False,
            "number": 0,
            "previous": b"",
        }
        grant = Grant(organisation=b"", division=JOURNAL, role=role, not_after=hour, **fields)  # type: ignore[arg-type]  # the same
        return bundle(role=role, grant=grant)

    for one, two in itertools.permutations((until(5), until(9))):
        assert merge_bundles(one, two).grant == until(9).grant
    for one, two in itertools.permutations((until(0), until(9))):
        assert merge_bundles(one, two).grant == until(0).grant
    for one, two in itertools.permutations((until(0), until(9, Role.VIEWER))):
        assert merge_bundles(one, two).grant == until(9, Role.VIEWER).grant


def test_divisions_are_told_by_name_and_role() -> None:
    held = keyring(
        bundle(0, name="B"),
        bundle(0, journal=OTHER, name="A", role=Role.VIEWER),
        bundle(0, journal=new_id(), name="commons"),
    )
    assert [one.name for one in held.divisions()] == ["A", "B"]
    assert [one.name for one in held.divisions(least=Role.EDITOR)] == ["B"]


def test_what_comes_from_the_user_key_is_each_another_secret() -> None:
    key = new_key()
    own = own_keys(key)
    assert len({key, session_ticket(key), locker_key(key), own.state, own.history, own.read_ticket()}) == 6


def test_unlock_rows_are_of_one_size_and_lockers_in_steps() -> None:
    rows = [Unlocked(new_id(), new_key(), kind) for kind in ("passphrase", "code", "quiet")]
    assert len({len(seal_unlock_row(new_key(), row)) for row in rows}) == 1
    sizes = {
        len(seal_keyring(new_key(), new_id(), keyring(*(bundle(0, journal=new_id()) for _ in range(held)))))
        for held in (1, 2, 3)
    }
    assert {(size - OVERHEAD) % 512 for size in sizes} == {0}


SECRET = b"secret secret secret secret secr"
HOLDERS = [
    EpochKeys(SECRET, SECRET),
    SigningKey(SECRET),
    OpeningKey(SECRET),
    Unlocking(SECRET, SECRET),
    Unlocked(SECRET, SECRET),
    bundle(0, write=SECRET, inbox_seeds={0: SECRET}, division_seed=SECRET),
    Account(id=bytes(16), handle="secret", signing_seed=SECRET, sealing_seed=SECRET, mailbox=bytes(16)),
    keyring(bundle(0, write=SECRET)),
    BundleLetter(bundle=bundle(0, write=SECRET)),
    GrantLetter(
        grant=Grant(
            organisation=b"",
            id=b"",
            division=b"",
            account=b"",
            signing=b"",
            role=Role.VIEWER,
            since=0,
            not_after=0,
            from_epoch=0,
            may_export=False,
            by=b"",
            number=0,
            previous=b"",
        ),
        chain=[],
        bundle=bundle(0, write=SECRET),
    ),
    Tickets(SECRET, SECRET, SECRET),
    Want(b"", SECRET),
]


@pytest.mark.parametrize("holder", HOLDERS, ids=lambda holder: type(holder).__name__)
def test_no_secret_shows(holder: object) -> None:
    shown = f"{holder!r} {holder!s} {[holder]!r}"
    assert "secr" not in shown
    assert "not shown" in shown
