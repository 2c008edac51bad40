"""An organisation with the starting standard, and people who have values in its fields."""

from __future__ import annotations

from typing import Any

import pytest

from busel.contacts.starting_standard import starting_standard
from busel.desk.actions.contacts import add_contact
from busel.desk.clock import this_hour
from busel.desk.trustees import founding
from busel.shelf.memory import MemoryShelf
from busel.vault.lock import CHEAP
from desk.conftest import MAZYR, POSTS, REGION, ZLOBIN, Desk, Organisation
from factories.shelf import ORGANISATION


@pytest.fixture
def organisation() -> Organisation:
    """Return the organisation of `desk.conftest`, begun with the starting standard as every real one is."""
    plans = [founding.Plan(REGION), founding.Plan(ZLOBIN, REGION), founding.Plan(MAZYR, REGION)]
    shelf = MemoryShelf(ORGANISATION)
    charter = founding.Charter(plans, list(POSTS.values()), standard=[one.fields() for one in starting_standard()])
    founded = founding.found(shelf, charter, organisation=ORGANISATION, hour=this_hour(), profile=CHEAP)
    return Organisation(shelf, founded)


def person(desk: Desk, organisation: Organisation, division: str, **custom: Any) -> int:
    """Add somebody with these values in own fields."""
    fields = {"family_be": "Кавалёў", "given_be": "Сяргей", "custom": custom}
    return add_contact(desk.session, organisation.journal(division), person=fields, about=[])


def form_of(page: Any) -> dict[str, Any]:
    """Return what a browser would send of the form of a field, ticks included."""
    editor = page.context["editor"]
    sent: dict[str, Any] = {"values-count": str(len(editor.rows))}
    for form in [editor.form, *editor.rows]:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False and value not in ("", []):
                sent[bound.html_name] = "on" if value is True else value
    return sent
