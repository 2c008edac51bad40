"""To whom: everybody whom the account reads, the people of a search that was kept, or those of a result."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from busel.desk.search.conditions import Condition, ids_where
from busel.desk.workspace.models import Contact


@dataclass(frozen=True)
class Audience:
    """People by a condition, or by their ids; without either everybody. `division` narrows it, a region's districts in.

    It is asked anew each time, so whoever fits later is in it, and whoever is gone is not.
    """

    where: Condition | None = None
    ids: tuple[int, ...] | None = None
    division: str = ""

    def people(self) -> QuerySet[Contact]:
        """Return the contacts. Raises conditions.BadConditionError."""
        parts = [] if self.where is None else [self.where]
        if self.division:
            parts.append({"field": "division", "is": self.division})
        ids = ids_where({"all": parts}, among=self.ids)
        # One parameter for any number of ids.
        return Contact.objects.filter(pk__in=RawSQL("SELECT value FROM json_each(%s)", (msgspec.json.encode(ids),)))
