"""A tiny server with two pages, for testing the browsers themselves."""

from __future__ import annotations

import http.server
import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = """<!doctype html><html lang="en"><head><title>Form</title><link rel="stylesheet" href="/style.css"></head><body>
<main><h1>A form</h1><p id="x">as served</p><script>document.getElementById("x").textContent = "SCRIPTS RUN"</script>
<svg width="9" height="9"><text>svg text</text></svg>
<form method="post" enctype="multipart/form-data" action="/answer">
<label for="name">Імя і прозвішча</label><input id="name" name="name" value="old">
<label for="town">Town's list</label><select id="town" name="town"><option>Mahilioŭ</option>
<option>Homieĺ</option></select>
<fieldset><legend>Language</legend>
<input type="radio" name="language" value="be" id="be" checked><label for="be">Беларуская</label>
<input type="radio" name="language" value="ru" id="ru"><label for="ru">Русский</label></fieldset>
<input type="checkbox" id="agreed" name="agreed" value="yes"><label for="agreed">Agreed</label>
<label for="list">List</label><input type="file" id="list" name="list">
<details><summary>More</summary><p>what was folded away</p></details>
<button>Send it</button></form>
<p><a href="/file">The file</a> <a href="/other">Two words</a> <a href="/other">twice</a> <a href="/other">twice</a></p>
<p class="wide">wide</p>
</main></body></html>"""
OTHER = """<!doctype html><html lang="en"><head><title>Other</title></head><body><main><h1>The other page</h1>
<style>p {{ color: red }}</style>
<table><tr><th>Who</th><th>What</th></tr><tr><td>Vera</td><td>{what}</td></tr></table></main></body></html>"""
STYLE = ".wide { width: 700px }"
NAME = re.compile('[^e]name="([^"]*)"')
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'"


class Pages(http.server.BaseHTTPRequestHandler):
    """Serves the form, what was sent, a file, and a page whose inline style its own policy refuses."""

    def do_GET(self) -> None:
        """Answer by path."""
        if self.path == "/file":
            self._answer("a;b\r\nя;ў\r\n", "text/csv", {"Content-Disposition": 'attachment; filename="list.csv"'})
        elif self.path == "/style.css":
            self._answer(STYLE, "text/css", {})
        else:
            self._answer(OTHER.format(what="rows") if self.path == "/other" else FORM, "text/html", {})

    def do_POST(self) -> None:
        """Show the parts of the form as they came."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(OTHER.format(what=_told(body)), "text/html", {"Set-Cookie": "seen=1; HttpOnly; SameSite=Strict"})

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""

    def _answer(self, text: str, kind: str, headers: dict[str, str]) -> None:
        body = text.encode()
        self.send_response(200)
        fixed = {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in {**fixed, "Content-Security-Policy": POLICY, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _told(body: str) -> str:
    """Return name=value for each part of a multipart body, in order."""
    parts = [part.partition("\r\n\r\n") for part in body.split("--") if 'name="' in part]
    return " ".join(f"{NAME.findall(head)[0]}={value.strip()}" for head, _, value in parts)


@contextmanager
def serving() -> Iterator[str]:
    """Serve the pages on loopback; give their address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
