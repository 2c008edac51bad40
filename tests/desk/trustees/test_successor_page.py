"""“This address has been given up”: what is pasted is held against the pinned root key, never believed else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pytest
from django.test import RequestFactory

from busel.desk.keys.posting import publish
from busel.desk.running import options
from busel.desk.trustees.successors import known_successor, name_successor
from busel.desk.web.porch_views import show_sign_in
from busel.registry.root import Root
from busel.registry.statements import Successor
from busel.registry.successor import as_text
from factories.shelf import ORGANISATION

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

PAGE = "/successor/"
FIRST = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"
SECOND = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"


def root_of(organisation: Organisation) -> Root:
    return Root(organisation.founded.master)


def verdict(desk: Desk, pasted: str) -> tuple[str, bool, bool]:
    """Return the kind of the answer, and whether it names the first, the second address."""
    page = desk.browser.post(PAGE, {"pasted": pasted}).content.decode()
    [(kind, told)] = re.findall(r'<div class="notice notice--(\w+)"[^>]*>(.*?)</div>', page, re.DOTALL)
    return kind, FIRST in told, SECOND in told


def test_a_collector_sees_what_the_trustees_named(arrive: Arrive, organisation: Organisation) -> None:
    statement = name_successor(arrive("administrator").session, root_of(organisation), FIRST)
    assert name_successor(arrive("coordinator").session, root_of(organisation), FIRST) == statement
    desk = arrive("collector")
    assert known_successor(desk.session) == statement
    page = desk.browser.get(PAGE).content.decode()
    assert (FIRST in page, as_text(statement) in page) == (True, True)
    assert desk.session.aside == []


def test_a_true_statement_is_told_apart_from_a_false_one(arrive: Arrive, organisation: Organisation) -> None:
    root, liar = root_of(organisation), Root.new()
    true = Successor(organisation=ORGANISATION, address=FIRST, number=1, since=490_000)
    desk = arrive("viewer")
    assert verdict(desk, as_text(true.sign(root.signing))) == ("success", True, False)
    assert verdict(desk, as_text(true.sign(liar.signing))) == ("error", False, False)
    changed = msgspec.structs.replace(true.sign(root.signing), address=SECOND)
    assert verdict(desk, as_text(changed)) == ("error", False, False)
    assert verdict(desk, "Go to " + SECOND) == ("warning", False, False)


def test_an_older_statement_leads_to_the_newest_address(arrive: Arrive, organisation: Organisation) -> None:
    root = root_of(organisation)
    session = arrive("administrator").session
    first = name_successor(session, root, FIRST)
    second = name_successor(session, root, SECOND)
    assert (first.number, second.number, known_successor(session)) == (1, 2, second)
    assert verdict(arrive("editor"), as_text(first)) == ("warning", False, True)


def test_a_false_one_in_commons_is_nobodys_next_address(arrive: Arrive, organisation: Organisation) -> None:
    liar = Root.new()
    session = arrive("administrator").session
    lie = Successor(organisation=ORGANISATION, address=SECOND, number=2**31, since=490_000).sign(liar.signing)
    publish(session, [lie], liar.signing)
    assert known_successor(session) is None
    assert name_successor(session, root_of(organisation), FIRST).number == 1
    assert SECOND not in arrive("editor").browser.get(PAGE).content.decode()


def test_home_tells_administrators_the_next_address_or_that_none_is_named(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("administrator")
    before = desk.browser.get("/").content.decode()
    name_successor(desk.session, root_of(organisation), FIRST)
    after = desk.browser.get("/").content.decode()
    assert (FIRST in before, "busel successor" in before) == (False, True)
    assert (FIRST in after, "busel successor" in after) == (True, False)
    assert FIRST not in arrive("viewer").browser.get("/").content.decode()


def test_an_address_that_was_given_up_says_so_before_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    statement = Successor(organisation=ORGANISATION, address=FIRST, number=1, since=1).sign(Root.new().signing)
    before = show_sign_in(RequestFactory().get("/sign-in")).content.decode()
    chosen = msgspec.structs.replace(options.chosen, given_up=as_text(statement))
    monkeypatch.setattr(options, "chosen", chosen)
    after = show_sign_in(RequestFactory().get("/sign-in")).content.decode()
    assert "busel-successor" not in before
    assert as_text(statement) in after
