"""The dictionary of given names."""

from __future__ import annotations

import pytest

from busel.names.given import counterpart, given_ids, names_of, sex_of
from busel.names.keys import k1
from busel.names.tables import forms, read_table

ROWS = read_table("given_names.tsv")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Мікалай", "Николай"),
        ("Ганна", "Анна"),
        ("Зміцер", "Дмитрий"),
        ("Язэп", "Иосиф"),
        ("Апанас", "Афанасий"),
        ("Піліп", "Филипп"),
        ("Хведар", "Фёдор"),
        ("Рыгор", "Григорий"),
        ("Alexander", "Аляксандр"),
        ("Yauhen", "Евгений"),
        ("Eugene", "Яўген"),
        ("Кацярына", "Katsiaryna"),
        ("Уладзімер", "Владимир"),
        ("Хведар", "Теодор"),
        ("Пятрусь", "Пётр"),
        ("Кася", "Екатерина"),
        ("Ірка", "Ирина"),
        ("Міхась", "Миша"),
        ("Вова", "Валодзя"),
        ("Catherine", "Каця"),
        ("Alaksiej", "Лёша"),
        ("Прасковья", "Парася"),
        ("Акуліна", "Акулина"),
        ("Тадэвуш", "Фаддей"),
        ("Вінцэнт", "Викентий"),
    ],
)
def test_two_forms_of_one_name_share_an_id(one: str, other: str) -> None:
    assert given_ids(k1(one)) & given_ids(k1(other))


def test_a_pet_name_may_stand_for_several_names() -> None:
    assert given_ids(k1("Саша")) == {"Аляксандр", "Аляксандра"}


def test_another_word_stands_for_no_name() -> None:
    assert given_ids(k1("Каваль")) == frozenset()


@pytest.mark.parametrize(
    ("given", "to", "suggested"),
    [
        ("Аляксандр", "ru", "Александр"),
        ("Александр", "be", "Аляксандр"),
        ("Зміцер", "ru", "Дмитрий"),
        ("Дмитрий", "be", "Дзмітрый"),
        ("Ганна", "ru", "Анна"),
        ("Анна", "ru", "Анна"),
        ("Анна", "be", "Ганна"),
        (" дар'я ", "ru", "Дарья"),
        ("Петр", "be", "Пётр"),
        ("Арына", "ru", "Арина"),
        ("Стэфан", "ru", "Стефан"),
        ("Аксіння", "ru", "Аксинья"),
        ("Софья", "be", "Соф’я"),
        ("Юзаф", "ru", "Юзеф"),
        ("Барбара", "ru", "Барбара"),
        ("Прасковья", "be", "Параскева"),
        ("Саша", "ru", ""),
        ("Невядома", "ru", ""),
        ("", "be", ""),
    ],
)
def test_the_other_language_is_suggested_only_where_the_table_knows_it(given: str, to: str, suggested: str) -> None:
    assert counterpart(given, to) == suggested


@pytest.mark.parametrize(
    ("given", "sex"), [("Алесь", "m"), ("Вольга", "f"), ("Яўгенія", "f"), ("Женя", ""), ("Саша", ""), ("Мурзік", "")]
)
def test_a_name_tells_the_sex_where_only_one_bears_it(given: str, sex: str) -> None:
    assert sex_of(given) == sex


def test_every_name_has_one_row_both_languages_and_a_sex() -> None:
    assert len({forms(row["be"])[0] for row in ROWS}) == len(ROWS)
    assert [row for row in ROWS if not row["ru"] or row["sex"] not in {"f", "m"}] == []


def test_words_of_one_script_stand_in_their_column() -> None:
    assert [row["be"] for row in ROWS if set(row["be"].lower()) & set("иъщ")] == []
    assert [row["ru"] for row in ROWS if set(row["ru"].lower()) & set("іў’'")] == []


def test_the_names_of_belarus_are_there_for_women_and_men() -> None:
    assert len(ROWS) >= 400
    assert min([row["sex"] for row in ROWS].count(sex) for sex in "fm") >= 200


def test_a_form_is_written_once_in_its_row_and_each_leads_to_its_name() -> None:
    for row in ROWS:
        written = [form for column in ("be", "ru") for form in dict.fromkeys(forms(row[column]))]
        every = [*dict.fromkeys(written), *forms(row["short"]), *forms(row["latin"])]
        assert len(set(every)) == len(every), row
        assert [form for form in every if forms(row["be"])[0] not in given_ids(k1(form))] == []


def test_a_usual_form_belongs_to_one_name_only() -> None:
    for language in ("be", "ru"):
        usual = [forms(row[language])[0] for row in ROWS]
        assert len(set(usual)) == len(usual), language


def test_what_is_spelt_as_in_the_table_stands_for_no_name_that_only_sounds_so() -> None:
    assert "Вольга" in given_ids(k1("Аля"))
    assert "Вольга" not in names_of("Аля")
    assert names_of("Оля") == {"Вольга"}
    assert names_of("Aliaksandr") == {"Аляксандр"}
    assert names_of("Невядома") == frozenset()


def test_few_names_share_a_key_though_no_form_of_theirs_is_spelt_alike() -> None:
    """What the rules join wrongly: Аля and Оля, Тоня and Таня. When it fails, the table is in the message."""
    shared = shared_by_sound()
    assert len(shared) <= 95, "\n".join(shared)


def shared_by_sound() -> list[str]:
    """Return "key: name (forms), name (forms)" where two names have a key in common and no form."""
    by_key: dict[str, dict[str, set[str]]] = {}
    for row in ROWS:
        for form in (form for column in ("be", "ru", "short", "latin") for form in forms(row[column])):
            by_key.setdefault(k1(form), {}).setdefault(forms(row["be"])[0], set()).add(form)
    lines = []
    for key, names in sorted(by_key.items()):
        alone = {
            name for name, its in names.items() if not any(its & of for other, of in names.items() if other != name)
        }
        if len(names) > 1 and alone:
            told = ", ".join(f"{name} ({' '.join(sorted(its))})" for name, its in sorted(names.items()))
            lines.append(f"{key}: {told}")
    return lines
