"""The catalogues: nothing missing, fuzzy or stale, and the same placeholders in all languages."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
sys.path.append(str(ROOT / "tools"))

import strings  # noqa: E402 - it lies in tools/

# Letters that a language does not have: a slip of the keyboard between the two.
FOREIGN = {"be": re.compile("[иИщЩъЪ]"), "ru": re.compile("[іІўЎ]")}
NAMES = re.compile(r"«[^»]*»|Кавалёў|Ковалёв|Kavaliou|Мікалай|%\(\w+\)s")


def read(language: str) -> Catalog:
    with strings.catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def test_the_catalogues_are_complete_and_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools/strings.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[:-1]) == (0, [])


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_no_letter_of_the_other_language_slipped_in(language: str) -> None:
    texts = [text for message in read(language) if message.id for text in strings.texts(message)]
    assert [text for text in texts if FOREIGN[language].search(NAMES.sub("", text))] == []


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_plurals_have_three_forms(language: str) -> None:
    assert {len(strings.texts(message)) for message in read(language) if message.pluralizable} == {3}


@pytest.mark.parametrize(
    ("source", "translation", "wrong"),
    [
        ("%(n)s of %(all)s", "%(n)s з %(all)s", []),
        ("%(n)s of %(all)s", "%(n)s", ["placeholders ['%(n)s'] instead of ['%(all)s', '%(n)s']"]),
        ("plain", "", ["missing"]),
        (("%(n)s person", "%(n)s people"), ("адзін чалавек", "%(n)s чалавекі", "%(n)s чалавек"), []),
        (("%(n)s person", "%(n)s people"), ("%(n)s", "чалавекі", "%(n)s"), ["placeholders [] instead of ['%(n)s']"]),
    ],
)
def test_the_check_sees_what_is_wrong(
    source: str | tuple[str, str], translation: str | tuple[str, ...], wrong: list[str]
) -> None:
    catalogue = Catalog(locale="be")
    wanted = catalogue.add(source)
    given = Catalog(locale="be").add(source, translation)
    assert list(strings.complaints(given, wanted)) == wrong


def test_a_fuzzy_string_is_a_complaint() -> None:
    given = Catalog(locale="be").add("Save", "Захаваць", flags=["fuzzy"])
    assert list(strings.complaints(given, Catalog().add("Save"))) == ["fuzzy"]


def test_no_word_stands_within_an_f_string_where_nobody_collects_it() -> None:
    found = [
        f"{path.name}:{call.lineno}"
        for path in (ROOT / "src").rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "ngettext", "pgettext"}
    ]
    assert found == []
