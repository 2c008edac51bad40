from __future__ import annotations

from typing import TYPE_CHECKING, Any

from busel.desk.clock import today_iso
from busel.desk.people.person import person
from busel.desk.workspace.models import Contact
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, kavalou, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk


def form(desk: Desk, **more: str) -> dict[str, str]:
    bundle = desk.session.keyring.named(ZLOBIN)
    assert bundle is not None
    fields = {name.replace("__", "-"): value for name, value in more.items()}
    return typed(desk.browser.get("/contacts/add")) | {"division": bundle.journal.hex()} | fields


def people() -> list[int]:
    return list(Contact.objects.values_list("pk", flat=True))


def test_a_person_is_added_with_everything(arrive: Arrive) -> None:
    desk = arrive("editor")
    answer = desk.browser.post(
        "/contacts/add",
        form(desk, names__family_be="Ліс", phone__0__text="80291234567", tag__0__label="валанцёр", more__birth="1960"),
    )
    (id_,) = people()
    assert answer["Location"] == f"/contacts/{id_}"
    found = person(desk.session, id_)
    assert found is not None
    assert found.division == ZLOBIN
    assert found.contact == {"family_be": "Ліс", "birth": "1960", "added": today_iso()}
    assert [one["number"] for one in found.all("phone")] == ["+375291234567"]
    assert [one["label"] for one in found.all("tag")] == ["валанцёр"]


def test_somebody_without_name_and_telephone_is_not_added(arrive: Arrive) -> None:
    desk = arrive("editor")
    assert desk.browser.post("/contacts/add", form(desk, more__notes="хтосьці")).status_code == 200
    assert people() == []


def test_a_division_must_be_chosen_where_there_are_several(arrive: Arrive) -> None:
    desk = arrive("editor")
    answer = desk.browser.post("/contacts/add", form(desk, names__family_be="Ліс") | {"division": ""})
    assert 'href="#id_division"' in answer.content.decode()
    assert people() == []


def test_nobody_is_added_to_a_division_that_is_only_read(arrive: Arrive) -> None:
    desk = arrive("mixed")
    assert desk.browser.post("/contacts/add", form(desk, names__family_be="Ліс")).status_code == 200
    assert people() == []


def likely(answer: Any) -> list[str]:
    return [row.called.first for row in answer.context["likely"]] if answer.context else []


def test_who_is_likely_stored_already_is_shown_before_and_added_once_one_is_sure(arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    sounds_alike = form(desk, names__family_ru="Ковалев", names__given_ru="Сергей")
    answer = desk.browser.post("/contacts/add", sounds_alike)
    assert likely(answer) == ["Кавалёў Сяргей"]
    assert len(people()) == 1
    assert desk.browser.post("/contacts/add", typed(answer) | {"sure": "yes"}).status_code == 303
    assert len(people()) == 2


def test_the_same_telephone_is_likely_the_same_person(arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    assert likely(desk.browser.post("/contacts/add", form(desk, phone__0__text="8 029 123-45-67"))) == [
        "Кавалёў Сяргей"
    ]
    assert (
        likely(desk.browser.post("/contacts/add", form(desk, names__family_be="Ліс", names__given_be="Сяргей"))) == []
    )


def test_who_has_married_is_likely_the_one_of_before_and_the_other_way_round(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Іванова", given_be="Алена", former_family="Кавальчук")
    add(desk, ZLOBIN, family_be="Ліс", given_be="Вера")
    before = form(desk, names__family_ru="Ковальчук", names__given_ru="Елена")
    assert likely(desk.browser.post("/contacts/add", before)) == ["Іванова Алена"]
    today = form(desk, names__family_be="Мельнік", names__given_ru="Вера", names__former_family="Лис")
    assert likely(desk.browser.post("/contacts/add", today)) == ["Ліс Вера"]


def test_one_after_the_other_keeps_the_division(arrive: Arrive) -> None:
    desk = arrive("editor")
    sent = form(desk, names__family_be="Ліс") | {"then": "another"}
    answer = desk.browser.post("/contacts/add", sent, follow=True)
    assert typed(answer)["division"] == sent["division"]
    assert typed(answer)["names-family_be"] == ""


def test_a_viewer_adds_nobody(arrive: Arrive) -> None:
    assert arrive("viewer").browser.get("/contacts/add").status_code == 403
    assert "/contacts/add" not in words(arrive("viewer").browser.get("/find"))


def test_a_family_name_is_suggested_as_others_who_bear_it_are_spelt_and_never_stored_unseen(arrive: Arrive) -> None:
    desk = arrive("editor")
    for given in ("Ганна", "Пётр"):
        add(desk, ZLOBIN, family_be="Лук’янаў", family_ru="Лукьянов", given_be=given)
    add(desk, ZLOBIN, family_be="Лук’янаў", family_ru="Лукьянев", given_be="Янка")
    before = desk.session.heads()
    form = typed(desk.browser.get("/contacts/add")) | {"names-family_be": "Лук'янаў", "names-family_ru": ""}
    answer = desk.browser.post("/contacts/add", form | {"suggest": "yes"})
    shown = typed(answer)
    assert (shown["names-family_be"], shown["names-family_ru"]) == ("Лук'янаў", "Лукьянов")
    assert desk.session.heads() == before


def test_where_the_spellings_of_others_disagree_the_rule_is_a_guess_to_be_checked(arrive: Arrive) -> None:
    desk = arrive("editor")
    for family_ru in ("Лукьянов", "Лукьянев"):
        add(desk, ZLOBIN, family_be="Лук’янаў", family_ru=family_ru)
    form = typed(desk.browser.get("/contacts/add")) | {"names-family_be": "Лук’янаў"}
    answer = desk.browser.post("/contacts/add", form | {"suggest": "yes"})
    assert typed(answer)["names-family_ru"] == "Лукьянов"
    assert "з другой мовы: праверце гэта" in words(answer)


def test_a_suggestion_says_beside_its_field_how_sure_it_is(arrive: Arrive) -> None:
    desk = arrive("editor")
    form = typed(desk.browser.get("/contacts/add")) | {"names-family_ru": "Короткевич", "names-given_be": "Ганна"}
    answer = desk.browser.post("/contacts/add", form | {"suggest": "yes", "names-patronymic_ru": "Освальдович"})
    shown = typed(answer)
    assert [shown[f"names-{name}"] for name in ("family_be", "given_ru", "patronymic_be")] == [
        "Караткевіч",
        "Анна",
        "Асвальдавіч",
    ]
    told = words(answer)
    assert (told.count("мовы: хутчэй за ўсё, правільна"), told.count("мовы: праверце гэта")) == (2, 1)
