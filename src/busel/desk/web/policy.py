"""Who may open a page. Every view says it in one line, and a test enumerates the URLs for views that say nothing.

    @policy(Role.VIEWER)    who holds this role, or one that covers it, on a division (or on the organisation)
    @signed_in              whoever is signed in, whatever the role
    @public                 the porch's pages, and what stands on both sides of the door

The marks are read by the middleware `views.around.NewsFirst` before anything is looked up, so a refusal tells nothing;
a keyed view without a mark is refused to everybody. It is no filter of rows: what a person may not read was never
opened on this desk. It keeps people from pages whose every button would be refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from busel.registry.keyring import Keyring
from busel.registry.roles import Role

V = TypeVar("V", bound=Callable[..., Any])
Policy = Role | str

PUBLIC = "public"
SIGNED_IN = "signed-in"


def public(view: V) -> V:
    """Declare a page that needs nobody signed in."""
    return _mark(view, PUBLIC)


def signed_in(view: V) -> V:
    """Declare a page for everybody who is signed in."""
    return _mark(view, SIGNED_IN)


def policy(least: Role) -> Callable[[V], V]:
    """Declare the least role that a page needs; others get the page that says whose key is missing, with 403."""
    return lambda view: _mark(view, least)


def repeatable(view: V) -> V:
    """Declare a page that may be made twice, for it changes nothing: it is made first, and asked about afterwards.

    Then one exchange with the shelf lays its entries in the access log and tells whether it is as new as the shelf. Is
    it not, it is thrown away and made anew (`logged.LoggedFirst`). For pages that are opened often.
    """
    view.repeatable = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def is_repeatable(view: Callable[..., Any], method: str | None) -> bool:
    """May what is asked for be made twice?"""
    return method in ("GET", "HEAD") and getattr(view, "repeatable", False)


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """Return what a view declared, or None."""
    found: Policy | None = getattr(view, "policy", None)
    return found


def may_open(keyring: Keyring, view: Callable[..., Any]) -> bool:
    """May this account open the page? Never, when the page declared nothing."""
    declared = policy_of(view)
    if isinstance(declared, Role):
        return holds(keyring, declared)
    return declared in (PUBLIC, SIGNED_IN)


def holds(keyring: Keyring, least: Role) -> bool:
    """Does the account hold the role, or one that covers it, on any division (administrators: on the office)?"""
    if least is Role.ADMINISTRATOR:
        return keyring.named("office") is not None
    if least is Role.AUDITOR:  # coordinators read the access log of their divisions, too
        return bool(keyring.audit or keyring.divisions(least=Role.COORDINATOR))
    return bool(keyring.divisions(least=least))


def _mark(view: V, declared: Policy) -> V:
    # On the view itself: Django's own decorators copy attributes, so the order of decorators does not matter.
    view.policy = declared  # type: ignore[attr-defined]  # functions take attributes
    return view
