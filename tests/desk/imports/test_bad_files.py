from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.workspace.models import Contact
from desk.conftest import REGION
from desk.imports.conftest import upload
from desk.imports.test_import_pages import confirm, english, see_effects, text_of
from factories import hostile

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

SENTENCES = {
    "a picture": "This file is no list, or only a part of one.",
    "a truncated workbook": "This file is no list, or only a part of one.",
    "a workbook under a password": "This file is under a password.",
    "one cell at XFD1048576": "This file is larger than any list of people.",
    "100,000 columns as xlsx": "This file is larger than any list of people.",
    "100,000 columns as csv": "This file is larger than any list of people.",
    "a zip bomb of 10 GB": "This file is larger than any list of people.",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_what_cannot_be_read_is_told_in_a_sentence(arrive: Arrive, organisation: Organisation, name: str) -> None:
    desk = english(arrive("editor"))
    answer = upload(desk, hostile.HOSTILE[name](), name="list.xlsx", division=organisation.journal(REGION))
    assert SENTENCES[name] in text_of(answer)
    assert Contact.objects.count() == 0


def test_nothing_in_a_file_is_told_too(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    answer = upload(desk, b"", division=organisation.journal(REGION))
    assert "Nothing stands in this file." in text_of(answer)


def test_one_bad_date_costs_one_row(arrive: Arrive, organisation: Organisation) -> None:
    built = hostile.one_bad_date()
    desk = english(arrive("editor"))
    effects = see_effects(desk, upload(desk, built.data, name="list.xlsx", division=organisation.journal(REGION)))
    assert "There is no such day in the calendar. 31.02.1980 2500" in text_of(effects)
    report = confirm(desk, effects)
    assert "5,000 rows = 4,999 new + 0 changed + 0 left alone + 1 staying out + 0 blank" in text_of(report)


CASES = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("case", CASES)
def test_what_stands_in_a_file_stays_text(arrive: Arrive, organisation: Organisation, case: str) -> None:
    desk = english(arrive("editor"))
    quoted = case.replace('"', '""')
    data = f'Фамилия;Имя;"{quoted}"\n"{quoted}";Сергей;"{quoted}"\n'.encode()
    columns = upload(desk, data, name=f"{case}.csv".replace("/", ""), division=organisation.journal(REGION))
    effects = see_effects(desk, columns)
    for page in (columns, effects, confirm(desk, effects)):
        body = page.content.decode()
        assert case not in body or "<" not in case
        assert "49" not in text_of(page).split("Bring in a list")[-1]
