"""Where the organisation keeps no surnames of before, nothing makes one of the surname of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.contacts.busel_ids import show_busel_id
from busel.desk.duplicates.plans import plan
from busel.desk.importing.outcomes import OnMatch
from busel.desk.workspace.models import Contact
from desk.contacts.test_standard_in_forms import decide

if TYPE_CHECKING:
    from desk.imports.conftest import Lists

HEAD = "Busel ID;Фамилия;Имя\n"


@pytest.mark.parametrize("is_kept", [True, False])
def test_neither_a_list_nor_a_merge_makes_one_where_none_is_kept(lists: Lists, *, is_kept: bool) -> None:
    lists.bring("Фамилия;Имя\nКовалёва;Анна\nДворник;Анна\n")
    decide("former_family", enabled=is_kept)
    one, other = Contact.objects.order_by("family_ru")[:2]
    assert ("former" in [line.name for line in plan(lists.session, one.id, other.id).lines]) is is_kept
    row = f"{show_busel_id(one.id)};Зубр;Анна\n"
    lists.bring(HEAD + row, OnMatch.UPDATE)
    after = Contact.objects.get(pk=one.id)
    assert (after.family_ru, after.former_family) == ("Зубр", "Дворник" if is_kept else "")
