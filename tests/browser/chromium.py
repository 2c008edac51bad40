"""One headless Chromium over its DevTools pipe: pictures of pages, and a place where checking scripts may run.

Never used to prove that a page works (Firefox does that); it may run scripts, so it sees pages in copies.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = "chromium"
# Headless, no window system, nothing asked of the network on its own account. No sandbox: root has none in Chromium,
# and only our own pages are shown.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--remote-debugging-pipe",
]
# Chromium reads commands from descriptor 3 and answers on 4.
AS_3_AND_4 = 'exec "$0" "${@:3}" 3<&"$1" 4>&"$2" 2>/dev/null'
HEIGHT = 900  # CSS pixels


class Chromium:
    """A running Chromium with one tab. `call` speaks the DevTools protocol; the rest is what we want of it."""

    def __init__(self, *, program: str, folder: Path) -> None:
        command_read, self._commands = os.pipe()
        self._answers, answer_write = os.pipe()
        arguments = [str(command_read), str(answer_write), *FLAGS, f"--user-data-dir={folder}", "about:blank"]
        self._process = subprocess.Popen(
            ["bash", "-c", AS_3_AND_4, program, *arguments],
            pass_fds=(command_read, answer_write),
            stdout=subprocess.DEVNULL,
        )
        os.close(command_read)
        os.close(answer_write)
        self._waiting = b""
        self._number = 0
        self._session = ""
        self._events: list[str] = []
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self.call("Page.enable", {})

    def call(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Send one command and return its result; what Chromium tells in between is remembered by name."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])
            self._events.append(answer.get("method", ""))

    def window(self, width: int, *, dark: bool = False, height: int = HEIGHT) -> None:
        """Give the page this width in CSS pixels, and tell it whether the person prefers dark."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", {"features": [scheme]})

    def cookie(self, url: str, name: str, value: str) -> None:
        """Hold a cookie for the address."""
        self.call("Network.setCookie", {"url": url, "name": name, "value": value})

    def open(self, url: str) -> None:
        """Go to the address and wait until the page has loaded."""
        self._events.clear()
        error = self.call("Page.navigate", {"url": url}).get("errorText")
        if error:
            raise RuntimeError(f"{url}: {error}")
        while "Page.loadEventFired" not in self._events:
            self._events.append(self._read().get("method", ""))

    def show(self, html: str) -> None:
        """Show a page from its text, with no address, no policy and no server behind it."""
        self.open("about:blank")
        frame = self.call("Page.getFrameTree", {})["frameTree"]["frame"]["id"]
        self.call("Page.setDocumentContent", {"frameId": frame, "html": html})

    def run(self, script: str) -> Any:
        """Run a script in the page and return its value, waiting for it where it is a promise."""
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
        answer = self.call("Runtime.evaluate", asked)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:1000])
        return answer["result"].get("value")

    def picture(self, path: Path, *, whole: bool = True) -> None:
        """Save a PNG of the whole page, or of what the window shows of it."""
        answer = self.call("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": whole})
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(answer["data"]))

    def quit(self) -> None:
        """End Chromium."""
        with contextlib.suppress(OSError, RuntimeError):
            self._session = ""
            self.call("Browser.close", {})
        self._process.wait(timeout=30)
        os.close(self._commands)
        os.close(self._answers)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            piece = os.read(self._answers, 1 << 20)
            if not piece:
                raise RuntimeError("Chromium has ended")
            self._waiting += piece
        message, _, self._waiting = self._waiting.partition(b"\0")
        return dict(json.loads(message))


@contextlib.contextmanager
def running(program: str, folder: Path) -> Iterator[Chromium]:
    """Start a Chromium whose profile lies in folder; end it at the end."""
    chromium = Chromium(program=program, folder=folder)
    try:
        yield chromium
    finally:
        chromium.quit()
