"""The format's page leaves nothing out: labels, calls, refusals, statements, and the fields of all that is stored."""

# ruff: noqa: E402 - models are read once Django is set up

from __future__ import annotations

import os
import re

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "busel.desk.settings")
django.setup()

from busel.contacts.records import KINDS
from busel.desk.access.hellos import Hello
from busel.desk.inboxes.totals import Told
from busel.desk.reports.totals import Sent
from busel.journal.commit import EpochKeys
from busel.journal.deed import Deed
from busel.journal.envelope import Message
from busel.journal.snapshot import Block, Manifest, Words
from busel.registry.access_log import Folded, Gone, LogEnd, Noted, Opening, Signed
from busel.registry.custody import Custody
from busel.registry.invitation import Invitation
from busel.registry.keyring import Account, Beginning, Bundle, Keyring, Office
from busel.registry.letters import BundleLetter, GrantLetter, OrganisationLetter
from busel.registry.locker import Unlocked
from busel.registry.log_reading import Seen
from busel.registry.organisation import Ended, LeftOut
from busel.registry.publishing import Publishing
from busel.registry.roles import Role
from busel.registry.statements import STATEMENTS
from busel.registry.totals import Totals
from busel.shelf import wire
from busel.shelf.protocol import Commit
from busel.vault import labels
from project import DOCS

PAGE = (DOCS / "format.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"`([^`\n]+)`", PAGE.replace("\n", " ")))
STORED = (
    Commit,
    Deed,
    Manifest,
    Block,
    Words,
    Message,
    EpochKeys,
    Bundle,
    Account,
    Keyring,
    Unlocked,
    Custody,
    Hello,
    Invitation,
    Office,
    Beginning,
    GrantLetter,
    BundleLetter,
    OrganisationLetter,
    Publishing,
    Ended,
    LeftOut,
    LogEnd,
    Opening,
    Noted,
    Folded,
    Gone,
    Signed,
    Seen,
    Totals,
    Sent,
    Told,
    *STATEMENTS.values(),
)


def test_every_label_stands_there_once() -> None:
    held = {value.decode() for name, value in vars(labels).items() if name.isupper()}
    listed = re.findall(r"^\| `(busel/1 [^`]+)` \|", PAGE, re.MULTILINE)
    assert sorted(listed) == sorted(held)


def test_every_call_and_every_refusal_stands_there() -> None:
    assert set(wire.CALLS) - CODE == set()
    for error, status in wire.STATUS.items():
        assert f"`{error.code}` {status}" in PAGE.replace("\n", " "), error


def test_every_statement_lists_its_fields_in_the_order_in_which_they_are_signed() -> None:
    for kind, type_ in STATEMENTS.items():
        row = re.search(rf"^\| `{kind}` \| ([^|]+) \|", PAGE.split("## Statements")[1], re.MULTILINE)
        assert row is not None, kind
        signed = [name for name in type_.__struct_fields__ if name not in ("organisation", "signature")]
        assert re.findall(r"`(\w+)`", row[1]) == signed, kind


@pytest.mark.parametrize("type_", STORED, ids=lambda type_: type_.__name__)
def test_every_stored_field_is_named(type_: type) -> None:
    fields = set(type_.__struct_fields__)  # type: ignore[attr-defined]  # each is a msgspec Struct
    assert fields - CODE == set()


def test_every_kind_of_record_and_every_role_is_named() -> None:
    assert set(KINDS) - CODE == set()


def test_every_field_of_a_record_that_refers_to_another_is_named() -> None:
    referring = (
        "messenger",
        "relationship",
        "membership",
        "attendance",
        "consent",
        "trace",
        "move",
        "merge",
        "distinct",
        "household",
        "group",
        "event",
        "tag_type",
    )
    assert {name for kind in referring for name in KINDS[kind].__struct_fields__} - CODE == set()
    assert {role.value for role in Role} - CODE == set()
