"""The journeys' organisation, the people who travel, and what every page that they visit must be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.accessibility import check_accessibility
from browser.chromium import Chromium
from browser.firefox import Browser
from browser.page import words
from factories.spreadsheets import phone_list, supporters_xlsx
from fixtures.served import AtRest, Person, Served, found, serving
from fixtures.words import say

STYLE = Path(__file__).parents[2] / "src/busel/desk/web"
PHONE, SCREEN = 360, 1280
IDS = re.compile(r"[0-9a-f]{24,}|\d+")


@pytest.fixture(scope="session")
def at_rest(tmp_path_factory: pytest.TempPathFactory) -> AtRest:
    """The demo with 3,000 people, cheap to sign in to. Never served itself."""
    return found(tmp_path_factory.mktemp("demo") / "o", "demo")


@pytest.fixture(scope="session")
def served(at_rest: AtRest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The organisation through which all journeys lead."""
    with serving(at_rest.copy(tmp_path_factory.mktemp("served") / "o")) as running:
        yield running


class Traveller:
    """A person at a browser. Each page that comes into sight is looked at: its width, its complaints, its barriers."""

    def __init__(self, browser: Browser, served: Served, look_closely: LookClosely) -> None:
        self.browser, self.served = browser, served
        self._look_closely = look_closely
        browser.base = served.address
        browser.resize(SCREEN)
        browser.complaints()

    def __getattr__(self, name: str) -> Any:
        """Do what a browser does: `see`, `type`, `choose`, `upload`, …"""
        return getattr(self.browser, name)

    def open(self, path: str) -> None:
        self.browser.open(path)
        self.look()

    def press(self, text: str) -> None:
        self.browser.press(text)
        self.look()

    def follow(self, text: str) -> None:
        self.browser.follow(text)
        self.look()

    def press_first(self, text: str) -> None:
        """Press the first of several buttons with this text: long forms have one above and one below."""
        self._first(f"//button[normalize-space(.)={words(text)}][not(contains(@class, 'visually-hidden'))]").click()
        self.look()

    def follow_first(self, text: str) -> None:
        """Follow the first of several links with this text, which all lead to one page."""
        self._first(f"//a[normalize-space(.)={words(text)}]").click()
        self.look()

    def press_in_page(self, path: str = "//main//form//button[not(contains(@class, 'visually-hidden'))]") -> None:
        """Press the page's own first button, whose words hold a number or stand in the bar too."""
        self._first(path).click()
        self.look()

    def _first(self, path: str) -> Any:
        return next(one for one in self.browser._find(path) if one.is_displayed())

    def look(self) -> None:
        """Look at the page as everybody may have it: on a telephone, on a screen, with a screen reader."""
        self._look_closely(self.browser)

    def sign_in(self, person: Person, key_file: Path | None = None) -> None:
        """Fill the form in and wait for home."""
        self.open("/")
        self.type(say("Account name"), person.handle)
        self.type(say("Passphrase"), person.passphrase)
        if key_file:
            self.browser.press(say("I have a key file"))
            self.upload(f"{say('Key file')} {say('(optional)')}", key_file)
        self.press(say("Sign in"))
        self.wait_for(person.handle)  # at the foot of the pages of an open zone
        if self.path() != "/":
            self.open("/")

    def begins(self, beginning: str) -> str:
        """Return the whole words of the one button or link that begins so: "Bring in" for "Bring in 4,987 people"."""
        found = re.findall(r"<(?:button|a|summary)\b[^>]*>(.*?)</(?:button|a|summary)>", self.source(), re.DOTALL)
        texts = {re.sub(r"[ \t\n]+", " ", re.sub(r"<[^>]+>", "", one)).strip() for one in found}
        fitting = [text for text in texts if text.startswith(beginning)]
        assert len(fitting) == 1, (beginning, sorted(texts))
        return fitting[0]


class LookClosely:
    """Looks at each kind of page once at two widths and with axe; at every page for what its policy refused."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._seen: set[str] = set()
        self._style = max(STYLE.rglob("*.css"), key=lambda path: path.stat().st_size).read_text(encoding="utf-8")

    def __call__(self, browser: Browser) -> None:
        assert browser.complaints() == [], browser.path()
        kind = f"{IDS.sub('#', browser.path())} {IDS.sub('#', browser.heading())}"
        if kind in self._seen:
            return
        self._seen.add(kind)
        for width in (PHONE, SCREEN):
            browser.resize(width)
            assert not browser.overflows(), f"{kind} is wider than {width}"
        barriers = check_accessibility(self._chromium, browser.source(), self._style)
        assert [str(one) for one in barriers] == [], kind


@pytest.fixture(scope="session")
def look_closely(chromium: Chromium) -> LookClosely:
    return LookClosely(chromium)


@pytest.fixture
def traveller(firefox: Browser, served: Served, look_closely: LookClosely) -> Iterator[Traveller]:
    """Somebody at a fresh browser, before the sign-in page."""
    yield Traveller(firefox, served, look_closely)
    firefox.forget()


@pytest.fixture
def another_traveller(another_firefox: Browser, served: Served, look_closely: LookClosely) -> Iterator[Traveller]:
    """A second person at a browser of their own."""
    yield Traveller(another_firefox, served, look_closely)
    another_firefox.forget()


@pytest.fixture
def editor(traveller: Traveller) -> Traveller:
    """The region's editor, signed in, at home."""
    traveller.sign_in(traveller.served.at_rest.person("editor"))
    return traveller


@pytest.fixture(scope="session")
def spreadsheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five thousand rows with Russian headings, twenty of them with faults."""
    path = tmp_path_factory.mktemp("files") / "spis.xlsx"
    path.write_bytes(supporters_xlsx().data)
    return path


@pytest.fixture(scope="session")
def phone_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a collector's telephone exports: forty names and numbers."""
    path = tmp_path_factory.mktemp("files") / "telefony.csv"
    path.write_bytes(phone_list()[0])
    return path


BABRUJSK = "Магілёўская вобласць / Бабруйскі раён"


def bring_in(editor: Traveller, spreadsheet: Path) -> None:
    """Bring the list in, without looking left or right."""
    editor.open("/import")
    editor.choose(say("Division"), BABRUJSK)
    editor.upload(say("The file"), spreadsheet)
    editor.press(say("Look at the file"))
    editor.wait_for(say("Is this your list?"))
    editor.press(say("Yes, go on to the columns"))
    editor.press(say("See what would change"))
    editor.wait_for(say("The first rows"))
    editor.press_in_page("//main//button[@name='confirmed']")
    editor.wait_for(say("The list is in"), patience=60)


@pytest.fixture(scope="session")
def brought() -> list[bool]:
    return []


@pytest.fixture
def list_is_in(editor: Traveller, spreadsheet: Path, brought: list[bool]) -> Traveller:
    """The editor, and the list has been brought in: by the journey before, or now."""
    if not brought:
        bring_in(editor, spreadsheet)
        brought.append(True)
    return editor
