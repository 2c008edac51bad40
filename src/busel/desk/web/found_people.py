"""The people of a result or of a saved search, as a page is asked to do something with all of them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from busel.desk.search.conditions import BadConditionError
from busel.desk.search.kept import RESULTS, Result, ask
from busel.desk.search.saved_searches import saved_search
from busel.desk.session import Session

Chosen = dict[str, str]


def chosen_of(request: HttpRequest) -> Chosen:
    """Return which result or saved search the address names."""
    return {name: request.GET[name] for name in ("result", "search") if request.GET.get(name)}


def people_asked(session: Session, chosen: Chosen) -> list[int]:
    """Return its people; nobody where it is no longer kept."""
    result: Result | None = RESULTS.get(chosen.get("result", ""))
    number = chosen.get("search", "")
    if result is None and number.isdecimal() and (saved := saved_search(session, int(number))):
        try:
            result = ask("", saved.search.where)
        except BadConditionError:
            return []
    return [] if result is None else list(result.found)


def back_of(chosen: Chosen) -> str:
    """Return the page that it was shown on; nothing without one."""
    if chosen.get("search", "").isdecimal():
        return reverse("saved_search", args=[int(chosen["search"])])
    return reverse("results", args=[chosen["result"]]) if chosen.get("result") else ""
