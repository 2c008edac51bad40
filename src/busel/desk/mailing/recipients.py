"""From the workspace to whom letters are composed for: two queries, whatever the number of people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from busel.contacts import records
from busel.contacts.suggested import confirmed
from busel.desk.workspace.models import Address, Contact
from busel.outreach.letters import Recipient
from busel.outreach.postal import can_be_posted

_PERSON = (
    "family_be", "given_be", "patronymic_be", "family_ru", "given_ru", "patronymic_ru",
    "sex", "language", "risk", "no_letters", "moved", "deceased", "household", "suggested",
)  # fmt: skip
_PLACE = (
    "region", "district", "settlement_be", "settlement_ru", "street_be", "street_ru",
    "house", "building", "flat", "postcode", "status", "country",
)  # fmt: skip


def recipients(people: QuerySet[Contact]) -> list[tuple[int, Recipient]]:
    """Return (number of the division, recipient) of each, in the order of their ids."""
    addresses = _addresses(people)
    return [
        (
            division,
            Recipient(
                id=id_,
                contact=(contact := confirmed(records.Contact(**dict(zip(_PERSON, fields, strict=True))))),
                address=addresses.get(id_),
                household=contact.household,
                division=division,
            ),
        )
        for id_, division, *fields in people.order_by("pk").values_list("pk", "division", *_PERSON)
    ]


def _addresses(people: QuerySet[Contact]) -> dict[int, records.Address]:
    """Return the address to use of each who has one."""
    found: dict[int, tuple[tuple[bool, bool, bool, int], records.Address]] = {}
    rows: Iterable[tuple[int, int, str]] = Address.objects.filter(contact__in=people.values("pk")).values_list(
        "pk", "contact", *_PLACE
    )
    for id_, contact, *fields in rows:
        address = records.Address(contact=contact, **dict(zip(_PLACE, fields, strict=True)))
        rank = (can_be_posted(address), address.status == "verified", bool(address.postcode), -id_)
        if contact not in found or rank > found[contact][0]:
            found[contact] = (rank, address)
    return {contact: address for contact, (_rank, address) in found.items()}
