"""Draw every specimen in every language and print them as one JSON document: the tests read pages without a Django."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent.parent / "tools")]
os.environ["DJANGO_SETTINGS_MODULE"] = "specimen_settings"


def main() -> None:
    import compile_strings  # noqa: PLC0415 - the path is set above
    import django  # noqa: PLC0415 - the same

    compile_strings.compile_catalogues()
    django.setup()
    import specimen  # noqa: PLC0415 - after setup
    from django.test import Client  # noqa: PLC0415 - after setup

    from busel.desk.web.assets import ASSETS  # noqa: PLC0415 - after setup

    pages: dict[str, dict[str, str]] = {}
    for language in ("be", "ru", "en"):
        client = Client()
        client.cookies["language"] = language
        pages[language] = {name: client.get(f"/specimen/{name}").content.decode() for name in specimen.pages()}
    styles = ASSETS["busel.css"]
    answers = {name: probe(Client()) for name, probe in PROBES.items()}
    document = {"pages": pages, "styles": styles.body.decode(), "styles_packed": len(styles.packed), "answers": answers}
    sys.stdout.write(json.dumps(document))


def _told(response: object) -> dict[str, object]:
    return {
        "status": response.status_code,
        "to": response.headers.get("Location", ""),
        "headers": dict(response.headers),
        "cookies": {name: morsel.OutputString() for name, morsel in response.cookies.items()},
        "body": response.content.decode("latin-1")[:4000],
    }


def _kept(client: object) -> dict[str, object]:
    from busel.desk.web import preferences  # noqa: PLC0415 - after setup

    class Memory:
        now = preferences.Preferences()

        def read(self) -> preferences.Preferences:
            return self.now

        def write(self, chosen: preferences.Preferences) -> None:
            self.now = chosen

    memory = Memory()
    preferences.keep_in(memory)
    told = _told(client.post("/preferences/language", {"language": "ru", "next": "/home/"}))
    shown = client.get("/sign-in").content.decode()
    preferences.forget()
    return told | {"kept": memory.now.language, "page_language": shown.split('lang="')[1][:2]}


def _freeze(client: object, code: str) -> dict[str, object]:
    from busel.desk.web import porch_views  # noqa: PLC0415 - after setup

    given: list[str] = []
    porch_views.freeze_with(given.append)
    return _told(client.post("/freeze/", {"code": code})) | {"given": given}


def _asset(client: object, name: str, **headers: str) -> dict[str, object]:
    from busel.desk.web.assets import ASSETS  # noqa: PLC0415 - after setup

    return _told(client.get(f"/assets/{ASSETS[name].path}", headers=headers))


PROBES = {
    "language": lambda client: _told(client.post("/preferences/language", {"language": "ru", "next": "/home/"})),
    "language_unknown": lambda client: _told(
        client.post("/preferences/language", {"language": "xx", "next": "/home/"})
    ),
    "language_abroad": lambda client: _told(
        client.post("/preferences/language", {"language": "ru", "next": "//evil.example/"})
    ),
    "language_by_get": lambda client: _told(client.get("/preferences/language?language=ru")),
    "theme": lambda client: _told(client.post("/preferences/theme", {"theme": "dark", "next": "/home/"})),
    "kept": _kept,
    "accept_language": lambda client: _told(client.get("/sign-in", headers={"accept-language": "en"})),
    "freeze_right": lambda client: _freeze(client, "ABCD-1234"),
    "freeze_wrong": lambda client: _freeze(client, "nonsense"),
    "freeze_empty": lambda client: _freeze(client, " "),
    "styles": lambda client: _asset(client, "busel.css"),
    "styles_gzip": lambda client: _asset(client, "busel.css", accept_encoding="gzip"),
    "asset_unknown": lambda client: _told(client.get("/assets/0000000000000000.css")),
}


if __name__ == "__main__":
    main()
