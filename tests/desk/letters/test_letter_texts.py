"""Writing letters: placeholders in the reader's language, what is wrong beside the field, and nobody's text lost."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from django.utils import translation

from busel.desk.workspace import models
from busel.outreach.placeholders import keys

INVITATION = "Запрашэнне на сход"
ZLOBIN, MAZYR = "Homieĺ region / Žlobin district", "Homieĺ region / Mazyr district"
REGION = "Homieĺ region"


def form_of(page: Any) -> dict[str, str]:
    """Return the fields of the page's form as a browser would send them back."""
    form = page.context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def errors(page: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in page.context["form"].errors.items()}


def stored(record: int) -> dict[str, Any]:
    """Return the fields of a template by the division that holds it."""
    rows = models.Item.objects.filter(kind="template", record=record)
    return dict(rows.values_list("division__name", "fields"))


def test_a_new_letter_is_kept_in_all_divisions_under_one_id(zone: Any, walk: Any) -> None:
    fields = form_of(walk.browser.get("/letters/texts/new"))
    fields |= {"title": "Навіны", "body_be": "{зварот}!\r\n\r\n{імя}, прывітанне.", "body_ru": ""}
    answer = walk.browser.post("/letters/texts/new", fields)
    assert answer["Location"] == "/letters"
    template = {"title": "Навіны", "bodies": {"be": "{greeting}!\n\n{given}, прывітанне."}}
    assert stored(int(fields["record"])) == {REGION: template, ZLOBIN: template, MAZYR: template}


def test_a_new_letter_can_be_for_one_division_only(zone: Any, walk: Any) -> None:
    fields = form_of(walk.browser.get("/letters/texts/new"))
    walk.browser.post("/letters/texts/new", fields | {"title": "Навіны", "body_ru": "Привет.", "division": MAZYR})
    assert list(stored(int(fields["record"]))) == [MAZYR]


def test_sending_a_new_letter_twice_keeps_it_once(zone: Any, walk: Any) -> None:
    fields = form_of(walk.browser.get("/letters/texts/new")) | {"title": "Навіны", "body_be": "Прывітанне."}
    for _time in range(2):
        walk.browser.post("/letters/texts/new", fields)
    titles = models.Item.objects.filter(kind="template", fields__title="Навіны").values_list("record", flat=True)
    assert set(titles) == {int(fields["record"])}


def test_placeholders_are_shown_in_the_language_of_the_page(zone: Any, walk: Any) -> None:
    page = f"/letters/texts/{zone.letters[INVITATION]}"
    shown = {}
    for language in ("be", "ru", "en"):
        walk.browser.cookies["language"] = language
        shown[language] = form_of(walk.browser.get(page))["body_ru"].split("!")[0]
    assert shown == {"be": "{зварот}", "ru": "{обращение}", "en": "{greeting}"}


def test_a_changed_letter_changes_where_it_is_held_and_placeholders_of_any_language_are_understood(
    zone: Any, walk: Any
) -> None:
    record = zone.letters[INVITATION]
    fields = form_of(walk.browser.get(f"/letters/texts/{record}"))
    walk.browser.post(f"/letters/texts/{record}", fields | {"body_be": "{имя} {given} {імя}", "body_ru": ""})
    assert stored(record) == {
        name: {"title": INVITATION, "bodies": {"be": "{given} {given} {given}"}} for name in (ZLOBIN, MAZYR)
    }


def test_what_is_wrong_stands_beside_the_field_with_the_nearest_known_placeholder(zone: Any, walk: Any) -> None:
    record = zone.letters[INVITATION]
    walk.browser.cookies["language"] = "en"
    fields = form_of(walk.browser.get(f"/letters/texts/{record}"))
    wrong = fields | {"body_be": "Шаноўны\n{імяя}, {", "body_ru": "{отчествo}"}
    page = walk.browser.post(f"/letters/texts/{record}", wrong)
    assert errors(page) == {
        "body_be": [
            "Line 2: {імяя} is not known. Did you mean {given}?",
            "Line 2: the brace { stands alone. A placeholder has one before and one after.",
        ],
        "body_ru": ["Line 1: {отчествo} is not known. Did you mean {patronymic}?"],
    }
    assert form_of(page)["body_be"] == wrong["body_be"]
    assert stored(record)[ZLOBIN]["bodies"]["be"].startswith("{greeting}")


def test_a_letter_without_any_text_is_refused(zone: Any, walk: Any) -> None:
    fields = form_of(walk.browser.get("/letters/texts/new"))
    page = walk.browser.post("/letters/texts/new", fields | {"title": "Пуста"})
    assert list(errors(page)) == ["body_be"]


def test_what_somebody_else_saved_meanwhile_is_shown_and_not_overwritten_by_one_press(zone: Any, walk: Any) -> None:
    record = zone.letters[INVITATION]
    address = f"/letters/texts/{record}"
    mine = form_of(walk.browser.get(address)) | {"body_be": "Маё."}
    theirs = form_of(walk.browser.get(address)) | {"body_be": "Чужое."}
    walk.browser.post(address, theirs)
    page = walk.browser.post(address, mine)
    assert list(errors(page)) == ["__all__"]
    assert "<p>Чужое.</p>" in page.content.decode()
    assert stored(record)[ZLOBIN]["bodies"]["be"] == "Чужое."
    again = form_of(page)
    assert again["body_be"] == "Маё."
    walk.browser.post(address, again)
    assert {fields["bodies"]["be"] for fields in stored(record).values()} == {"Маё."}


def test_a_letter_of_divisions_that_one_only_reads_is_not_changed(zone: Any, walk: Any) -> None:
    record = zone.letters[INVITATION]
    fields = form_of(walk.browser.get(f"/letters/texts/{record}"))
    before = msgspec.json.encode(stored(record), order="sorted")
    zone.only_reads(ZLOBIN)
    zone.only_reads(MAZYR)
    page = walk.browser.post(f"/letters/texts/{record}", fields | {"title": "Іншы"})
    assert list(errors(page)) == ["__all__"]
    assert msgspec.json.encode(stored(record), order="sorted") == before


def test_a_letter_with_a_problem_is_not_printed(zone: Any, walk: Any) -> None:
    broken = zone.keep("template", {"title": "Стары", "bodies": {"be": "{нешта}"}}, ZLOBIN)
    page = walk.browser.post("/letters", {"where": "everybody", "template": str(broken)})
    assert list(errors(page)) == ["template"]


def test_a_hostile_title_is_text(zone: Any, walk: Any) -> None:
    zone.keep("template", {"title": "<b>{x}</b> %(n)s", "bodies": {"be": "Так."}}, ZLOBIN)
    page = walk.browser.get("/letters").content.decode()
    assert re.findall(r">([^<>]*%\(n\)s)</a>", page) == ["&lt;b&gt;{x}&lt;/b&gt; %(n)s"]


def test_every_placeholder_is_explained_in_every_language() -> None:
    from busel.desk.web.letter_words import PLACEHOLDER_WORDS  # noqa: PLC0415  # needs Django set up

    for language in ("be", "ru", "en"):
        with translation.override(language):
            assert len({str(PLACEHOLDER_WORDS[key]) for key in keys()}) == len(keys())


def test_a_letter_that_differs_between_divisions_can_be_changed_in_each_and_opens_without_a_conflict(
    zone: Any, walk: Any, arrive: Any
) -> None:
    record = zone.letters[INVITATION]
    before = stored(record)[MAZYR]
    zone.only_reads(MAZYR)
    for body in ("Раз.", "Два."):
        fields = form_of(walk.browser.get(f"/letters/texts/{record}"))
        assert walk.browser.post(f"/letters/texts/{record}", fields | {"body_be": body})["Location"] == "/letters"
    later = arrive("other editor")
    assert later.session.aside == []
    assert stored(record)[MAZYR] == before
    assert stored(record)[ZLOBIN]["bodies"]["be"] == "Два."
    fields = form_of(later.browser.get(f"/letters/texts/{record}"))
    later.browser.post(f"/letters/texts/{record}", fields | {"body_be": "Тры.", "body_ru": ""})
    assert {name: fields["bodies"] for name, fields in stored(record).items()} == {
        MAZYR: {"be": "Тры."},
        ZLOBIN: {"be": "Тры."},
    }
