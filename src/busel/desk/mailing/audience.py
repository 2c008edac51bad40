"""To whom: everybody whom the account reads, the people of a search that was kept, or those of a result."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from busel.desk.search.conditions import Condition, compile_condition
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
        people = Contact.objects.all()
        if self.ids is not None:
            # One parameter for any number of ids.
            people = people.filter(pk__in=RawSQL("SELECT value FROM json_each(%s)", (msgspec.json.encode(self.ids),)))
        if self.where is not None:
            people = people.filter(compile_condition(self.where))
        if self.division:
            people = people.filter(compile_condition({"field": "division", "is": self.division}))
        return people
