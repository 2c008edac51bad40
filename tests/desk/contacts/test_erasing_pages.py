"""Erasing a person: a coordinator sees what goes, types the code, and the keys change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from busel.contacts.records import ABOUT_A_CONTACT
from busel.desk.access import rotating
from busel.desk.journals.writing import write
from busel.desk.keeping.erasing import code_for
from busel.desk.web.kind_words import KIND_WORDS
from busel.desk.workspace.models import Contact, Tag
from busel.journal.deed import Op
from desk.conftest import ZLOBIN
from desk.contacts.conftest import journal_of, kavalou, words

if TYPE_CHECKING:
    from desk.conftest import Arrive


@pytest.fixture(autouse=True)
def no_rotation_before() -> Iterator[None]:
    yield
    rotating.forget()


def url(id_: int) -> str:
    return f"/contacts/{id_}/erase"


def test_a_coordinator_sees_what_goes_and_the_code_erases_and_changes_the_keys(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    id_ = kavalou(desk, ZLOBIN)
    journal = journal_of(desk, ZLOBIN)
    epoch = desk.session.ledgers[journal].bundle.epoch
    assert f'href="{url(id_)}"' in desk.browser.get(f"/contacts/{id_}/history").content.decode()
    assert f'href="{url(id_)}"' in desk.browser.get(f"/contacts/{id_}").content.decode()
    page = words(desk.browser.get(url(id_)))
    assert "тэлефоны" in page
    assert "неабавязкова" not in page
    assert code_for(id_) in page
    answer = desk.browser.post(url(id_), {"code": code_for(id_), "confirmed": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, "/members/keys/")
    assert not Contact.objects.filter(pk=id_).exists()
    for _ in range(300):
        if not rotating.current().at_work:
            break
        time.sleep(0.05)
    assert desk.session.ledgers[journal].bundle.epoch == epoch + 1
    assert desk.browser.get(f"/contacts/{id_}").status_code == 404


def test_what_somebody_wrote_under_the_number_of_who_is_erased_is_told_and_goes_too(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    id_, other = kavalou(desk, ZLOBIN), kavalou(desk, ZLOBIN)
    forged = Op("tag", id_, {"contact": other, "label": "хлусня"})
    assert "змененая праграма" not in words(desk.browser.get(url(id_)))
    write(desk.session, journal_of(desk, ZLOBIN), "edit_contact", [(other, [forged])])
    assert "тое, што піша толькі змененая праграма: тэг" in words(desk.browser.get(url(id_)))
    desk.browser.post(url(id_), {"code": code_for(id_), "confirmed": "yes"})
    assert not Contact.objects.filter(pk=id_).exists()
    assert not Tag.objects.filter(pk=id_).exists()


@pytest.mark.parametrize("code", ["", "00000x", "1"])
def test_another_code_erases_nobody(arrive: Arrive, code: str) -> None:
    desk = arrive("coordinator")
    id_ = kavalou(desk, ZLOBIN)
    answer = desk.browser.post(url(id_), {"code": code, "confirmed": "yes"})
    assert answer.status_code == 200
    assert "Нічога не сцёрта" in words(answer)
    assert Contact.objects.filter(pk=id_).exists()


def test_an_editor_is_offered_no_erasure_and_gets_none(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    for page in (f"/contacts/{id_}", f"/contacts/{id_}/history"):
        assert url(id_) not in desk.browser.get(page).content.decode()
    assert desk.browser.post(url(id_), {"code": code_for(id_), "confirmed": "yes"}).status_code == 403
    assert Contact.objects.filter(pk=id_).exists()


def test_every_kind_that_goes_has_words() -> None:
    assert set(KIND_WORDS) == {"contact", "household", "merge", "distinct", *ABOUT_A_CONTACT}
