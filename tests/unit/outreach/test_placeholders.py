from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.outreach.letter import Run
from busel.outreach.placeholders import Problem, check, clean_text, fill, in_keys, in_words, keys, one_line, parse


def filled(body: str, **values: str) -> list[str]:
    return ["".join(run.text for run in paragraph) for paragraph in fill(parse(body), values)]


def test_a_blank_line_begins_a_paragraph_and_a_line_end_stays() -> None:
    assert filled("Адзін\r\nдва\r\n \r\n\r\nтры\n") == ["Адзін\nдва", "тры"]


def test_a_placeholder_takes_the_persons_value() -> None:
    assert filled("Дзень добры, {given}!", given="Алена") == ["Дзень добры, Алена!"]


@pytest.mark.parametrize(
    "body", ["{full_name}", "{поўнае імя}", "{ПОЎНАЕ  ІМЯ}", "{полное имя}", "{ full name }", "{поўнае_імя}"]
)
def test_a_placeholder_may_be_named_in_three_languages(body: str) -> None:
    assert filled(body, full_name="Кавалёва Алена") == ["Кавалёва Алена"]


def test_the_dots_of_yo_are_optional_in_a_placeholder() -> None:
    assert filled("{населенный пункт}", settlement="Орша") == ["Орша"]


def test_people_see_placeholders_in_their_language_and_the_store_in_english() -> None:
    assert in_words("{given}, {today} {strange}", "be") == "{імя}, {сёння} {strange}"
    assert in_words("{given}, {today}", "ru") == "{имя}, {сегодня}"
    assert in_keys("{імя}, {сегодня}\r\n{strange}") == "{given}, {today}\n{strange}"


@pytest.mark.parametrize("language", ["be", "ru", "en"])
def test_every_placeholder_survives_the_way_to_words_and_back(language: str) -> None:
    stored = " ".join(f"{{{key}}}" for key in keys())
    assert in_keys(in_words(stored, language)) == stored


def test_an_unknown_placeholder_is_told_with_its_place_and_the_nearest_known_one() -> None:
    assert check("Добры дзень\n\nа {greting} і {прозьвішча}") == [
        Problem("unknown-placeholder", 3, 3, "{greting}", "greeting"),
        Problem("unknown-placeholder", 3, 15, "{прозьвішча}", "family"),
    ]


def test_a_lone_brace_is_told_with_its_place() -> None:
    assert check("{given} {імя\nі }") == [Problem("lone-brace", 1, 9, "{"), Problem("lone-brace", 2, 3, "}")]


def test_an_empty_template_is_a_problem() -> None:
    assert check(" \n\t") == [Problem("empty", 1, 1, "")]


def test_a_template_with_problems_is_not_parsed() -> None:
    with pytest.raises(ValueError, match="has problems"):
        parse("{no such}")


def test_words_between_stars_are_bold_with_the_value_in_them() -> None:
    assert fill(parse("а *б {given}* в"), {"given": "Ян"}) == ((Run("а "), Run("б Ян", strong=True), Run(" в")),)


@pytest.mark.parametrize("body", ["2 * 2 * 2", "адна * зорка", "**", "* *", "*раз\nдва*"])
def test_stars_that_enclose_nothing_stay_as_they_are(body: str) -> None:
    assert filled(body) == [body]


def test_stars_and_braces_in_a_value_mean_nothing() -> None:
    assert fill(parse("{given}"), {"given": "*Ян* {family}"}) == ((Run("*Ян* {family}"),),)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Спадарыня {patronymic} Кавалёва", "Спадарыня Кавалёва"),
        ("Алена {patronymic}, добры дзень", "Алена, добры дзень"),
        ("Алена {patronymic} {family}!", "Алена!"),
        ("Алена {family}", "Алена"),
        ("Алена {family}\nдобры дзень", "Алена\nдобры дзень"),
        ("Алена ({family})", "Алена ()"),
    ],
)
def test_an_empty_value_leaves_no_gap(body: str, text: str) -> None:
    assert filled(body) == [text]


def test_direction_overrides_and_control_characters_are_dropped() -> None:
    assert one_line("Ян\u202eа\x00б \t\n\x1b[1m\ud800в\u00ad") == "Янаб [1mв"


@given(st.text())
def test_a_value_never_brings_a_line_end_or_what_does_not_encode(value: str) -> None:
    cleaned = one_line(value)
    assert cleaned.encode().decode() == cleaned
    assert cleaned.splitlines() in ([], [cleaned])
    assert one_line(cleaned) == cleaned


@given(st.text(alphabet="аб*{} \n#$"))
def test_a_template_without_problems_can_be_filled(body: str) -> None:
    if not check(body):
        assert "".join("".join(filled(body)).split()).replace("*", "") == "".join(clean_text(body).split()).replace(
            "*", ""
        )
