"""A telephone's address book, from the file to the report: cards count as cards, and the spoilt one comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.desk.workspace.models import Contact
from busel.sheets.out.words import heading
from desk.conftest import REGION
from desk.imports.conftest import follow, look_at, upload
from desk.imports.test_import_pages import confirm, english, see_effects, text_of
from desk.imports.test_problem_rows_come_back import opened_xlsx, problem_file_of, saved_xlsx

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

CARD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN:{};Ганна\r\nTEL;CELL:+3752912345{:02}\r\nTITLE:токар\r\n"
    "PHOTO;ENCODING=BASE64:\r\n AAAA\r\n\r\n"
)
END = "END:VCARD\r\n"
SPOILT = 3


def test_an_address_book_goes_from_file_to_report_and_its_spoilt_card_goes_in_once_it_is_looked_at(
    arrive: Arrive, organisation: Organisation
) -> None:
    cards = [CARD.format(name, at) + END * (at != SPOILT) for at, name in enumerate("АБВГД", 1)]
    desk = english(arrive("editor"))
    seen = look_at(desk, "".join(cards).encode(), name="phone.vcf", division=organisation.journal(REGION))
    assert "Address book (.vcf) Letters of the file Unicode (UTF-8) Cards 5" in text_of(seen)
    assert all(heading(target, "en") in text_of(seen) for target in ("family", "given"))
    assert "Busel keeps no pictures of people. So many were left aside: 5." in text_of(seen)
    effects = see_effects(desk, follow(desk, desk.browser.post(seen.request["PATH_INFO"], {"go_on": "yes"})))  # type: ignore[attr-defined]  # the test client adds it
    assert "5 cards were read. Nothing is written yet." in text_of(effects)
    assert "5 cards = 4 new + 0 changed + 0 left alone + 1 staying out + 0 blank" in text_of(effects)
    assert "On cards" in text_of(effects)
    assert "In rows" not in text_of(effects)
    report = confirm(desk, effects)
    assert "5 cards = 4 new + 0 changed + 0 left alone + 1 staying out + 0 blank" in text_of(report)
    headings, spoilt = opened_xlsx(desk.browser.get(problem_file_of(report)).content)
    assert (spoilt[0], int(spoilt[-2])) == ("В", SPOILT)
    assert spoilt[-1].startswith("This card does not end")
    again = confirm(
        desk, see_effects(desk, upload(desk, saved_xlsx([headings, spoilt]), division=organisation.journal(REGION)))
    )
    assert "1 rows = 1 new + 0 changed + 0 left alone + 0 staying out + 0 blank" in text_of(again)
    assert {notes for (notes,) in Contact.objects.values_list("notes")} == {"Job title: токар"}
    assert Contact.objects.count() == len(cards)
