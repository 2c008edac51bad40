"""One Firefox without scripts, and the plain verbs a journey is told in.

browser.open("/")
browser.type("Handle", "amber-otter")
browser.press("Sign in")
browser.see("Good morning")
"""

from __future__ import annotations

import contextlib
import gc
import socket
import time
import warnings
from typing import TYPE_CHECKING, Any

from browser import page, safest

with warnings.catch_warnings():
    # The driver's own imports use what Python will drop one day; that is no fault of the pages under test.
    warnings.simplefilter("ignore", DeprecationWarning)
    from marionette_driver.by import By
    from marionette_driver.errors import NoSuchElementException, StaleElementException
    from marionette_driver.keys import Keys
    from marionette_driver.marionette import ActionSequence, Marionette

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = "firefox-esr"
PATIENCE = 30.0  # seconds; a page that takes longer is broken
LOOK_AGAIN = 0.05  # seconds
PAGE_HEIGHT = 900


class Browser:
    """A running Firefox. Everything is found by its visible words; what is not there, or there twice, fails at once."""

    def __init__(self, *, program: str, folder: Path) -> None:
        self.base = ""
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True)
        with warnings.catch_warnings():
            # While Firefox starts, the driver leaves the sockets that it knocked with to the collector.
            warnings.simplefilter("ignore", ResourceWarning)
            self._marionette = Marionette(
                bin=program,
                headless=True,
                port=_free_port(),
                prefs=safest.settings(self.downloads),
                gecko_log=str(folder / "firefox.log"),
                # The window's own least width must give way to a phone's; pages get no rights from this.
                app_args=["-remote-allow-system-access"],
            )
            self._marionette.start_session()
            gc.collect()
        self._frame = self._let_window_shrink()

    # What a person does

    def open(self, path: str) -> None:
        """Type an address: a path at `base`, or a whole address."""
        self._marionette.navigate(self.base + path if path.startswith("/") else path)

    def type(self, label: str, text: str) -> None:
        """Empty the field with this label and type the text."""
        field = page.field(self._find, label)
        field.clear()
        field.send_keys(text)

    def choose(self, label: str, option: str) -> None:
        """Choose an option: of a list with this label, or a radio button or tick box of the group with this legend."""
        box = page.option_of_group(self._find, label, option)
        if box is not None:
            if not box.is_selected():
                box.click()
            return
        options = page.field(self._find, label).find_elements(
            By.XPATH, f".//option[normalize-space(.)={page.words(option)}]"
        )
        page.only(options, f"the option «{option}» of «{label}»").click()

    def tick(self, label: str) -> None:
        """Put a tick in the box with this label, where there is none."""
        box = page.field(self._find, label)
        if not box.is_selected():
            box.click()

    def untick(self, label: str) -> None:
        """Take the tick out of the box with this label, where there is one."""
        box = page.field(self._find, label)
        if box.is_selected():
            box.click()

    def upload(self, label: str, path: Path) -> None:
        """Choose a file in the file field with this label."""
        page.field(self._find, label).send_keys(str(path.resolve()))

    def press(self, text: str) -> None:
        """Press the button with this text (or open the details with this summary) and wait for the page."""
        page.button(self._find, text).click()

    def follow(self, text: str) -> None:
        """Follow the link with this text and wait for the page."""
        page.link(self._find, text).click()

    def back(self) -> None:
        """Go a page back."""
        self._marionette.go_back()

    def keys(self, *names: str) -> None:
        """Press keys by name, one after the other: "TAB", "ENTER", "SPACE", "ESCAPE", or a letter."""
        sequence = ActionSequence(self._marionette, "key", "keyboard")
        for name in names:
            sequence.send_keys(getattr(Keys, name, name))
        sequence.perform()

    def save(self, text: str, *, patience: float = PATIENCE) -> Path:
        """Press the button or follow the link with this text; return the file that it downloads, when it is whole."""
        before = set(self.downloads.iterdir())
        try:
            pressed = page.link(self._find, text)
        except page.NotOnPageError:
            pressed = page.button(self._find, text)
        # By key, because after a click the driver waits five seconds for a page that does not come.
        pressed.send_keys(Keys.ENTER)
        return self._downloaded(before, patience)

    # What a person sees

    def text(self) -> str:
        """Return the page's visible text, a line for each line."""
        return str(self._marionette.find_element(By.TAG_NAME, "body").text)

    def see(self, text: str) -> None:
        """Fail unless the text is visible on the page, however its lines are broken."""
        if _flat(text) not in _flat(self.text()):
            raise page.NotOnPageError(f"«{text}» is not to be seen on this page:\n{self.text()}")

    def do_not_see(self, text: str) -> None:
        """Fail if the text is visible on the page."""
        if _flat(text) in _flat(self.text()):
            raise page.NotOnPageError(f"«{text}» is to be seen on this page:\n{self.text()}")

    def wait_for(self, text: str, *, patience: float = PATIENCE) -> None:
        """Look again until the text is there: a page of progress calls itself anew."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            with contextlib.suppress(StaleElementException, NoSuchElementException):
                if _flat(text) in _flat(self.text()):
                    return
            time.sleep(LOOK_AGAIN)
        self.see(text)

    def heading(self) -> str:
        """Return the text of the page's one main heading."""
        return _flat(page.only(self._find("//h1"), "the main heading").text)

    def title(self) -> str:
        """Return the title that the window shows."""
        return str(self._marionette.title)

    def path(self) -> str:
        """Return the address without its base, as the address line shows it."""
        return str(self._marionette.get_url()).removeprefix(self.base)

    def value(self, label: str) -> str:
        """Return what stands in the field with this label."""
        return str(page.field(self._find, label).get_property("value"))

    def table(self) -> list[list[str]]:
        """Return the page's one table: its rows, the head's among them, as visible texts."""
        rows = page.only(self._find("//table"), "the table").find_elements(By.XPATH, ".//tr")
        return [[_flat(cell.text) for cell in row.find_elements(By.XPATH, "./th | ./td")] for row in rows]

    def focused(self) -> str:
        """Return the name of what the keyboard would act on, as a screen reader says it."""
        return str(self._marionette.get_active_element().computed_label)

    def source(self) -> str:
        """Return the page's HTML, for checks that are not a person's."""
        return str(self._marionette.page_source)

    def cookies(self) -> list[dict[str, Any]]:
        """Return the page's cookies, for checks that are not a person's."""
        return list(self._marionette.get_cookies())

    def complaints(self) -> list[str]:
        """Return what the pages' policy has refused since the last call: styles, pictures, scripts, forms."""
        return list(
            self._chrome(
                "const found = Services.console.getMessageArray()"
                ".filter(each => each instanceof Ci.nsIScriptError && each.category.startsWith('CSP'))"
                ".map(each => each.errorMessage); Services.console.reset(); return found",
            ),
        )

    # The window

    def resize(self, width: int, height: int = PAGE_HEIGHT) -> None:
        """Give the page this width and height in CSS pixels."""
        frame_width, frame_height = self._frame
        self._marionette.set_window_rect(width=width + frame_width, height=height + frame_height)
        end = time.monotonic() + PATIENCE
        while self._inner_size() != (width, height) and time.monotonic() < end:
            time.sleep(LOOK_AGAIN)
        if self._inner_size() != (width, height):
            raise AssertionError(f"the page is {self._inner_size()} large instead of {(width, height)}")

    def overflows(self) -> bool:
        """Return whether the page is wider than its window, so that it would have to be moved sideways."""
        return bool(self._content("return document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def screenshot(self, path: Path, width: int = 1280) -> None:
        """Save a PNG of the whole page at this width."""
        self.resize(width)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            self._marionette.save_screenshot(file, full=True)

    def forget(self) -> None:
        """Become a newcomer's browser again: no cookies, no page, the usual size."""
        self._marionette.navigate("about:blank")
        self._chrome("Services.cookies.removeAll(); Services.cache2.clear()")
        self.resize(1280)
        self.complaints()

    def quit(self) -> None:
        """End Firefox and remove its profile."""
        self._marionette.quit()
        self._marionette.cleanup()
        # The driver removes the profile when it is collected; that must not wait for the interpreter's end.
        del self._marionette
        gc.collect()

    def _find(self, xpath: str) -> list[Any]:
        return list(self._marionette.find_elements(By.XPATH, xpath))

    def _content(self, script: str) -> Any:
        # The driver's own script, run beside the page; the page's scripts stay off.
        return self._marionette.execute_script(script)

    def _chrome(self, script: str) -> Any:
        # The same in the browser's own window, for what the driver has no words for.
        with self._marionette.using_context("chrome"):
            return self._marionette.execute_script(script)

    def _inner_size(self) -> tuple[int, int]:
        width, height = self._content("return [window.innerWidth, window.innerHeight]")
        return width, height

    def _let_window_shrink(self) -> tuple[int, int]:
        self._chrome(
            "document.documentElement.style.setProperty('min-width', '0', 'important');"
            "for (const toolbar of document.querySelectorAll('toolbar')) toolbar.style.minWidth = '0'",
        )
        self._marionette.set_window_rect(width=1280, height=PAGE_HEIGHT)
        rect, (width, height) = self._marionette.window_rect, self._inner_size()
        return rect["width"] - width, rect["height"] - height

    def _downloaded(self, before: set[Path], patience: float) -> Path:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            new = set(self.downloads.iterdir()) - before
            whole = [path for path in new if path.suffix != ".part" and path.stat().st_size]
            if len(whole) == 1 and len(new) == 1:
                return whole[0]
            time.sleep(LOOK_AGAIN)
        raise AssertionError("no file was downloaded")


@contextlib.contextmanager
def running(program: str, folder: Path) -> Iterator[Browser]:
    """Start a Firefox that keeps its log and downloads in folder; end it at the end."""
    browser = Browser(program=program, folder=folder)
    try:
        yield browser
    finally:
        browser.quit()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _flat(text: str) -> str:
    return " ".join(text.split())
