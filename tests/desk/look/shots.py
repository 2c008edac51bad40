"""Look at the specimens: `python tests/desk/look/shots.py FOLDER [name…]` serves them on loopback and takes pictures.

Options by environment: WIDTHS ("360,1000,1280"), THEMES ("light,dark"), LANGS ("be").
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


def serve() -> str:
    """Serve the specimens in a thread; return their address."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "specimen_settings"
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - settings first

    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def main() -> None:
    folder = Path(sys.argv[1])
    address = serve()
    import specimen  # noqa: PLC0415 - settings first

    from browser.chromium import running  # noqa: PLC0415 - the same

    def chosen(name: str, default: str) -> list[str]:
        return os.environ.get(name, default).split(",")

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, running("chromium", Path(profile)) as tab:
        for language in chosen("LANGS", "be"):
            for theme in chosen("THEMES", "light,dark"):
                tab.cookie(address, "language", language)
                tab.cookie(address, "theme", theme)
                for name in sys.argv[2:] or specimen.pages():
                    for width in chosen("WIDTHS", "360,1000,1280"):
                        tab.window(int(width), height=740)
                        tab.open(f"{address}specimen/{name}")
                        tab.picture(folder / f"{name}-{language}-{theme}-{width}.png")


if __name__ == "__main__":
    main()
