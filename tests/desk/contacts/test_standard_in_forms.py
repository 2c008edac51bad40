"""What the data standard says about built-in fields holds where people are added and corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from busel.contacts.records import Field
from busel.desk.keeping.standard import KIND
from busel.desk.workspace.models import Contact, Division, Item
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, fields_of, journal_of, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk


def decide(key: str, **more: Any) -> None:
    """Let commons hold a decision about a field."""
    fields = Field(key=key, labels={}, purpose={"en": "because"}, **more).fields()
    commons = Division.objects.get(name="commons")
    Item.objects.create(division=commons, kind=KIND, record=abs(hash(key)) % 2**62, fields=fields)


def added(desk: Desk, **more: str) -> str:
    form = typed(desk.browser.get("/contacts/add")) | {"division": journal_of(desk, ZLOBIN).hex()}
    typed_in = {name.replace("__", "-"): value for name, value in more.items()}
    return words(desk.browser.post("/contacts/add", form | typed_in, follow=True))


@pytest.mark.parametrize(("key", "shown"), [("sex", "more-sex"), ("email", "email-0-address"), ("tag", "tag-0-label")])
def test_a_field_that_is_switched_off_is_not_asked(arrive: Arrive, key: str, shown: str) -> None:
    desk = arrive("editor")

    def is_asked() -> bool:
        page = desk.browser.get("/contacts/add")
        names = [f"{form.prefix}-{name}" for form in page.context["forms"] for name in form.fields]
        hidden = [f.html_name for form in page.context["forms"] for f in form.hidden_fields()]
        return shown in names and shown not in hidden

    assert is_asked()
    decide(key, enabled=False)
    assert not is_asked()


def test_a_value_of_a_field_that_is_switched_off_stays_when_others_are_corrected(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, [("email", {"address": "a@example.org"})], family_be="Ліс", sex="f", source="кірмаш")
    decide("sex", enabled=False)
    decide("source", enabled=False)
    url = f"/contacts/{id_}/correct/more"
    form = typed(desk.browser.get(url))
    assert desk.browser.post(url, form | {"more-birth": "1960"}).status_code == 303
    assert fields_of(desk, id_) == {"family_be": "Ліс", "sex": "f", "source": "кірмаш", "birth": "1960"}


def test_what_is_asked_of_everybody_is_marked_and_told_when_it_lacks(arrive: Arrive) -> None:
    desk = arrive("editor")
    decide("birth", required=True)
    decide("email", required=True)
    page = words(desk.browser.get("/contacts/add"))
    assert "Дата нараджэння – пытаем ва ўсіх" in page
    told = added(desk, names__family_be="Ліс", email__0__address="a@example.org")
    assert "Пытаем ва ўсіх, а пакуль не вядома: Дата нараджэння." in told
    assert Contact.objects.filter(family_be="Ліс").count() == 1
    told = added(desk, names__family_be="Дуб", email__0__address="b@example.org", more__birth="1960")
    assert "пакуль не вядома" not in told
