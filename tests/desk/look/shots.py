"""Look at the specimens: `python tests/desk/look/shots.py FOLDER [name…]` serves them on loopback and takes pictures with chromium.

Options by environment: WIDTHS ("360,1000,1280"), THEMES ("light,dark"), LANGS ("be").
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import threading
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import websocket

HERE = Path(__file__).parent
HEIGHTS = {360: 740, 1000: 700, 1280: 900}


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


def serve() -> int:
    sys.path.insert(0, str(HERE))
    os.environ["DJANGO_SETTINGS_MODULE"] = "specimen_settings"
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - settings first

    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


class Browser:
    """Chromium over its debugging port: only what a picture needs."""

    def __init__(self, profile: str) -> None:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
        flags += ["--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]
        flags += ["--remote-debugging-port=0", "--remote-allow-origins=*", f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen(["chromium", *flags], stderr=subprocess.PIPE, text=True)
        assert self.process.stderr
        line = next(text for text in self.process.stderr if "DevTools listening" in text)
        port = int(line.split("127.0.0.1:")[1].split("/")[0])
        asking = HTTPConnection("127.0.0.1", port)
        asking.request("GET", "/json")
        tab = next(tab for tab in json.loads(asking.getresponse().read()) if tab["type"] == "page")
        self.socket = websocket.create_connection(tab["webSocketDebuggerUrl"], timeout=30)
        self.number = 0
        self.ask("Page.enable")
        self.ask("Emulation.setScriptExecutionDisabled", value=True)

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                return dict(answer.get("result", {}))

    def wait_for(self, event: str) -> None:
        while json.loads(self.socket.recv()).get("method") != event:
            pass

    def open_at(self, url: str, width: int) -> None:
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=HEIGHTS[width], deviceScaleFactor=1, mobile=False)
        self.ask("Page.navigate", url=url)
        self.wait_for("Page.loadEventFired")

    def picture(self, file: Path) -> int:
        """Take the whole page; return by how many pixels it is wider than the window."""
        metrics = self.ask("Page.getLayoutMetrics")
        size, window = metrics["cssContentSize"], metrics["cssLayoutViewport"]
        clip = {"x": 0, "y": 0, "width": window["clientWidth"], "height": size["height"], "scale": 1}
        taken = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(taken["data"]))
        return int(size["width"] - window["clientWidth"])


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    port = serve()
    import specimen  # noqa: PLC0415 - settings first

    names = sys.argv[2:] or list(specimen.pages())
    widths = [int(width) for width in os.environ.get("WIDTHS", "360,1000,1280").split(",")]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            for language in os.environ.get("LANGS", "be").split(","):
                for theme in os.environ.get("THEMES", "light,dark").split(","):
                    for name, value in (("language", language), ("theme", theme)):
                        browser.ask("Network.setCookie", name=name, value=value, url=f"http://127.0.0.1:{port}/")
                    for name in names:
                        for width in widths:
                            browser.open_at(f"http://127.0.0.1:{port}/specimen/{name}", width)
                            wider = browser.picture(folder / f"{name}-{language}-{theme}-{width}.png")
                            if wider > 0:
                                sys.stdout.write(f"{name} at {width}: {wider} pixels too wide\n")
        finally:
            browser.process.terminate()
            browser.process.wait()


if __name__ == "__main__":
    main()
