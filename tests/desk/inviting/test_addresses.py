"""Cards name the address at which the pages were asked for, and nothing that is no onion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import RequestFactory

from busel.desk.web.own_addresses import addresses_of

if TYPE_CHECKING:
    from desk.conftest import Arrive

ONION = "busel" + "a" * 51 + ".onion"


@pytest.mark.parametrize(("host", "told"), [(ONION, ONION), ("localhost", ""), ("127.0.0.1:8000", "")])
def test_an_onion_is_named_and_a_loopback_is_not(arrive: Arrive, host: str, told: str) -> None:
    desk = arrive("administrator")
    request = RequestFactory().get("/", headers={"host": host})
    found = addresses_of(request, desk.session)
    assert (found.now, found.successor) == (told, "")
