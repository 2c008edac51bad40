"""How soon after the press on a page an account's open desk is dead."""

from __future__ import annotations

import time

import psutil

from bench import organisations
from bench.pages import at_rest, p95, signed_in
from bench.table import Row, row
from fixtures.served import CHEAP_DESKS, AtRest, Served, serving
from fixtures.visitor import Visitor

TIMES = 20
ADMINISTRATOR = 5
"""Its place among the demo's accounts."""


def run(contacts: int) -> list[Row]:
    """Return it for a viewer of one district, whom an administrator freezes: from the press to the process's end."""
    places = (ADMINISTRATOR, organisations.NATIONAL, organisations.VIEWER)
    return measured(at_rest(contacts), *(organisations.account(contacts, place) for place in places))


def measured(
    organisation: AtRest, office: dict[str, str], coordinator: dict[str, str], who: dict[str, str]
) -> list[Row]:
    """Freeze somebody again and again; in between both agree to a thaw."""
    with serving(organisation, desks=CHEAP_DESKS) as served:
        both = signed_in(served, office), signed_in(served, coordinator)
        took = [_once(served, both, who) for _ in range(TIMES)]
    what = "freeze to dead desk, from the press on an administrator's page"
    return [row(f"{what}, p95", p95(took), "s", most=1), row(f"{what}, longest", max(took), "s", most=1)]


def _once(served: Served, both: tuple[Visitor, Visitor], who: dict[str, str]) -> float:
    before = {one.pid for one in served.desks()}
    signed_in(served, who)
    (desk,) = (one for one in served.desks() if one.pid not in before)
    administrator, coordinator = both
    page = administrator.open("/accounts/")
    (link,) = (one for one in page.links("/freeze$") if who["handle"] in _words_of(page.text, one))
    form = administrator.open(link).form("confirmed")
    started = time.perf_counter()
    administrator.send_only(form, press="confirmed")
    while psutil.pid_exists(desk.pid):
        time.sleep(0.001)
    took = time.perf_counter() - started
    thaw = link.replace("/freeze", "/thaw")
    for visitor, url in ((administrator, thaw), (coordinator, f"/members{thaw}")):
        visitor.send(visitor.open(url).form("confirmed"), press="confirmed")
    return took


def _words_of(text: str, link: str) -> str:
    at = text.index(f'"{link}"')
    return text[at : text.index("</a>", at)]
