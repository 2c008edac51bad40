"""Every page says who may open it: the URLs are enumerated, and a view without a policy fails (T25)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import django
import pytest
from django.urls import URLPattern, URLResolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "busel.desk.settings")
django.setup()

from busel.desk.web import blank_urls, newcomer_urls, urls  # noqa: E402 - once Django is set up
from busel.desk.web.policy import PUBLIC, SIGNED_IN, policy_of  # noqa: E402 - once Django is set up
from busel.registry.roles import Role  # noqa: E402 - once Django is set up

ON_BOTH_SIDES = {"asset", "choose_language", "choose_theme"}
PAPERS = {"papers", "papers_file", "hello", "account", "own_freeze_slip", "new_code", "account_taken", "new_keys"}
RENEWING = {"renew_account", "renew_paper", "renew_key", "renew_again"}
STANDARD = {"standard", "standard_field", "standard_file", "standard_add", "standard_change", "short_forms"}
"""Read by everybody; the form asks whether who opens it decides or proposes."""
FOR_EVERY_ROLE = (
    {
        "successor",
        "home",
        "kept_aside",
        "sign_in",
        "sign_out",
        "quick_exit",
        "detained",
        "detained_card",
        "deputy",
        "deputy_hand",
        "deputy_take",
    }
    | PAPERS
    | RENEWING
    | STANDARD
)


def pages(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the name (or the route) and the view of every URL."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern), pattern.callback


KEYED = dict(pages(urls.urlpatterns))
BEFORE_SIGN_IN = list(pages(blank_urls.urlpatterns))
"""The porch's pages are among them."""


@pytest.mark.parametrize("name", KEYED)
def test_every_keyed_page_declares_who_may_open_it(name: str) -> None:
    assert policy_of(KEYED[name]) is not None


@pytest.mark.parametrize(("name", "view"), BEFORE_SIGN_IN)
def test_every_page_of_the_porch_says_that_it_is_public(name: str, view: Callable[..., Any]) -> None:
    assert policy_of(view) == PUBLIC, name


@pytest.mark.parametrize(("name", "view"), list(pages(newcomer_urls.urlpatterns)))
def test_every_page_of_a_newcomers_desk_says_for_whom_it_is(name: str, view: Callable[..., Any]) -> None:
    assert policy_of(view) == (PUBLIC if name in ON_BOTH_SIDES else SIGNED_IN), name


def test_only_files_and_switches_are_public_on_a_desk() -> None:
    assert {name for name, view in KEYED.items() if policy_of(view) == PUBLIC} == ON_BOTH_SIDES


def test_only_these_pages_are_for_every_role() -> None:
    assert {name for name, view in KEYED.items() if policy_of(view) == SIGNED_IN} == FOR_EVERY_ROLE


def test_all_other_pages_name_a_role() -> None:
    rest = KEYED.keys() - ON_BOTH_SIDES - FOR_EVERY_ROLE
    assert {name for name in rest if not isinstance(policy_of(KEYED[name]), Role)} == set()


def test_no_two_pages_have_one_name() -> None:
    names = [name for name, _view in pages(urls.urlpatterns)]
    assert sorted(names) == sorted(set(names))
