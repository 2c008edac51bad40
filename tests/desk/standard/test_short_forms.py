"""Short forms of given names: administrators add and take them out, everybody's searches and lists follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from busel.contacts.shared import ShortForm
from busel.desk.actions.contacts import add_contact
from busel.desk.actions.short_forms import add_short_form, take_out_short_form
from busel.desk.duplicates.finding import pairs_in
from busel.desk.importing.likeness import Sounds
from busel.desk.journals.writing import NotAllowedError
from busel.desk.keeping import short_forms as keeping
from busel.desk.keeping.short_forms import own_forms, short_forms
from busel.desk.people.likely import likely_same
from busel.desk.search.find import Reason, find
from busel.desk.workspace.load import raw_connection
from busel.matching.outcomes import Outcome, Point
from busel.names.own_forms import OwnForms
from desk.conftest import MAZYR
from desk.contacts.conftest import words

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive, Organisation

NEARLY = {Reason.ALIKE, Reason.BEGINS_SO}
PAGE = "/standard/short-forms"
GEDIMIN = ShortForm(form="Гедзя", name="Гедымін")
PHONE = ("phone", {"number": "+375291234567"})


def add(session: Session, organisation: Organisation, given: str, about: Any = ()) -> int:
    person = {"family_be": "Кавалёў", "given_be": given, "birth": "1960-02-29"}
    return add_contact(session, organisation.journal(MAZYR), person=person, about=about)


def found(typed: str) -> set[int]:
    """Return who is called so, and not only nearly so."""
    return {hit.contact for hit in find(typed).hits if not NEARLY & set(hit.reasons)}


def listed() -> list[tuple[str, str]]:
    return [(one.form, one.name) for one in short_forms()]


def test_whoever_looks_for_a_name_finds_its_added_form_and_the_other_way_round(
    arrive: Arrive, organisation: Organisation
) -> None:
    editor = arrive("editor").session
    short, whole = add(editor, organisation, "Гедзя"), add(editor, organisation, "Гедымін")
    other = add(editor, organisation, "Іван")
    assert (found("Гедымін Кавалёў"), found("Кавалёў Гедзя")) == ({whole}, {short})
    add_short_form(arrive("administrator").session, GEDIMIN)
    arrive("editor")
    assert found("Гедимин Ковалёв") == found("Кавалёў Гедзя") == {short, whole}
    assert found("Іван Кавалёў") == {other}


def test_why_somebody_was_found_by_an_added_form_is_said_in_words(arrive: Arrive, organisation: Organisation) -> None:
    add_short_form(arrive("administrator").session, GEDIMIN)
    desk = arrive("editor")
    add(desk.session, organisation, "Гедымін")
    page = desk.browser.get(desk.browser.post("/search", {"q": "Гедзя Кавалёў"})["Location"])
    assert [row.reason for row in page.context["page"]] == ["скарочана ад «Гедымін»"]


def test_taken_out_it_joins_nobody_any_more(arrive: Arrive, organisation: Organisation) -> None:
    administrator = arrive("administrator").session
    add_short_form(administrator, GEDIMIN)
    [kept] = short_forms()
    take_out_short_form(administrator, kept)
    take_out_short_form(administrator, kept)  # somebody else was faster
    editor = arrive("editor").session
    short, whole = add(editor, organisation, "Гедзя"), add(editor, organisation, "Гедымін")
    assert (found("Кавалёў Гедзя"), found("Кавалёў Гедымін")) == ({short}, {whole})
    for _twice in range(2):
        add_short_form(arrive("administrator").session, GEDIMIN)
    assert listed() == [("Гедзя", "Гедымін")]


def test_duplicates_and_lists_and_warnings_follow(arrive: Arrive, organisation: Organisation) -> None:
    add_short_form(arrive("administrator").session, GEDIMIN)
    editor = arrive("editor").session
    short = add(editor, organisation, "Гедзя", [PHONE])
    whole = add(editor, organisation, "Гедымін", [PHONE])
    [pair] = pairs_in([editor.numbers[bundle.journal] for bundle in editor.divisions()])
    # A person looks at it, for nothing but the added form joins them.
    assert ({pair.one, pair.other}, pair.outcome) == ({short, whole}, Outcome.REVIEW)
    assert Point.GIVEN_SHORT_FORM in pair.agree
    assert set(likely_same({"family_ru": "Ковалёв", "given_ru": "Гедимин"}, [])) == {short, whole}
    sounds = Sounds(own_forms())
    sounds.learn(["Кавалёў", "Гедзя", "Гедимин", "Іван"])
    one, same, other = (sounds.person({"family_be": "Кавалёў", "given_be": at}) for at in ("Гедзя", "Гедимин", "Іван"))
    assert (one.may_be(same), one.may_be(other)) == (True, False)


@pytest.mark.parametrize("who", ["coordinator", "editor", "viewer", "collector", "auditor"])
def test_who_does_not_run_the_organisation_reads_the_list_and_changes_nothing(arrive: Arrive, who: str) -> None:
    add_short_form(arrive("administrator").session, GEDIMIN)
    [kept] = short_forms()
    desk = arrive(who)
    page = desk.browser.get(PAGE)
    assert "Гедзя" in words(page)
    assert "Прыбраць" not in words(page)
    assert desk.browser.post(PAGE, {"form": "Бэці", "name": "Лізавета"}).status_code == 403
    assert desk.browser.post(f"{PAGE}/{kept.record}/take-out").status_code == 403
    with pytest.raises(NotAllowedError):
        add_short_form(desk.session, ShortForm(form="Бэці", name="Лізавета"))
    with pytest.raises(NotAllowedError):
        take_out_short_form(desk.session, kept)
    assert listed() == [("Гедзя", "Гедымін")]


def test_an_administrator_adds_one_and_takes_it_out_again(arrive: Arrive) -> None:
    browser = arrive("administrator").browser
    assert "Яшчэ нічога не дададзена" in words(browser.get(PAGE))
    assert browser.post(PAGE, {"form": " Бэцi ", "name": "Лізавета"})["Location"] == PAGE
    assert "Дададзена." in words(browser.get(PAGE))
    assert listed() == [("Бэці", "Лізавета")]
    [kept] = short_forms()
    assert browser.post(f"{PAGE}/{kept.record}/take-out")["Location"] == PAGE
    assert "Прыбрана." in words(browser.get(PAGE))
    assert browser.post(f"{PAGE}/{kept.record}/take-out")["Location"] == PAGE
    assert "Нехта іншы ўжо гэта прыбраў." in words(browser.get(PAGE))
    assert listed() == []


@pytest.mark.parametrize(
    ("form", "name", "sentence"),
    [
        ("", "Лізавета", "Напішыце скарочаную форму."),
        ("Бэці", "", "Напішыце імя, якое яна азначае."),
        ("Бэці Бэці", "Лізавета", "Напішыце адно слова, толькі літарамі."),
        ("Бэці", "Жан-Поль", "Напішыце адно слова, толькі літарамі."),
        ("=Бэці", "Лізавета", "Напішыце адно слова, толькі літарамі."),
        ("Бэці7", "Лізавета", "Напішыце адно слова, толькі літарамі."),
        ("ь", "Лізавета", "Напішыце адно слова, толькі літарамі."),
        ("Саня", "Аляксандр", "Busel гэта ўжо ведае"),
        ("Гедымін", "Гедимин", "Busel гэта ўжо ведае"),
        ("гедзя", "ГЕДЫМІН", "Гэта ўжо ёсць у спісе."),
    ],
)
def test_what_is_no_short_form_is_told_and_stays_typed(arrive: Arrive, form: str, name: str, sentence: str) -> None:
    desk = arrive("administrator")
    add_short_form(desk.session, GEDIMIN)
    page = desk.browser.post(PAGE, {"form": form, "name": name})
    assert page.status_code == 200
    assert sentence in words(page)
    assert [page.context["form"][at].value() for at in ("form", "name")] == [form, name]
    assert listed() == [("Гедзя", "Гедымін")]


def test_more_letters_than_a_name_has_are_refused(arrive: Arrive) -> None:
    browser = arrive("administrator").browser
    assert browser.post(PAGE, {"form": "а" * 61, "name": "Лізавета"}).status_code == 200
    assert browser.post(PAGE, {"form": "а" * 60, "name": "Лізавета"}).status_code == 303
    assert listed() == [("а" * 60, "Лізавета")]


def test_where_the_list_is_full_it_says_so(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = arrive("administrator")
    add_short_form(desk.session, GEDIMIN)
    monkeypatch.setattr("busel.desk.web.forms.short_forms.MOST", 1)
    assert "Спачатку прыбярыце" in words(desk.browser.post(PAGE, {"form": "Бэці", "name": "Лізавета"}))
    assert listed() == [("Гедзя", "Гедымін")]


def test_what_cannot_be_read_or_stands_elsewhere_counts_for_nothing(arrive: Arrive) -> None:
    desk = arrive("administrator")
    add_short_form(desk.session, GEDIMIN)
    raw = raw_connection()
    [(commons,)] = raw.execute("SELECT division_id FROM workspace_item WHERE kind = 'short_form'").fetchall()
    put = "INSERT INTO workspace_item (division_id, kind, record, fields) VALUES (?, 'short_form', ?, ?)"
    for record, fields in enumerate(
        ('{"form": "два словы", "name": "Ян"}', '{"form": "Бэці"}', '{"form": 7, "name": "Ян"}'), 1
    ):
        raw.execute(put, (commons, record, fields))
    raw.execute(put, (commons + 1_000, 9, '{"form": "Бэці", "name": "Лізавета"}'))
    assert listed() == [("Гедзя", "Гедымін")]
    assert isinstance(own_forms(), OwnForms)
    assert own_forms() is own_forms()


def test_of_a_list_that_a_changed_desk_made_too_long_only_the_beginning_counts(
    arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("administrator")
    for form in ("Бэці", "Гедка", "Гедык"):
        add_short_form(desk.session, ShortForm(form=form, name="Гедымін"))
    monkeypatch.setattr(keeping, "MOST", 2)
    assert len(listed()) == 2
