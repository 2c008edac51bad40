"""The name index as it is asked: with everybody who came in, and the short forms that the organisation added."""

from __future__ import annotations

from busel.desk.keeping.short_forms import own_forms
from busel.desk.search.names import NAMES


def settle() -> None:
    """Bring the index up to date, before it is asked. Cheap when there is nothing new."""
    NAMES.own = own_forms()
    NAMES.settle()
