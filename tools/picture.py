"""Take a picture of a page for the documentation: `.venv/bin/python tools/picture.py URL OUT.png --width 360`.

Chromium's engine, the machine's fonts, no scrollbars. Needs Debian's `chromium`.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROFILE = ROOT / "build" / "picture-profile"
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium  # noqa: E402  # found by the line above


def main() -> int:
    """Take the picture; return 0."""
    parser = argparse.ArgumentParser(description="Take a picture of a page.")
    parser.add_argument("url")
    parser.add_argument("out", type=Path)
    parser.add_argument("--width", type=int, default=1280, help="CSS pixels (default 1280)")
    parser.add_argument("--height", type=int, default=chromium.HEIGHT, help="CSS pixels (default %(default)s)")
    parser.add_argument("--dark", action="store_true", help="as who prefers dark sees it")
    parser.add_argument("--window", action="store_true", help="only what the window shows, not the whole page")
    parser.add_argument("--cookie", action="append", default=[], metavar="NAME=VALUE", help="may stand several times")
    asked = parser.parse_args()
    with chromium.running(chromium.PROGRAM, PROFILE) as browser:
        browser.window(asked.width, dark=asked.dark, height=asked.height)
        for cookie in asked.cookie:
            name, _, value = cookie.partition("=")
            browser.cookie(asked.url, name, value)
        browser.open(asked.url)
        browser.picture(asked.out, whole=not asked.window)
    return 0


if __name__ == "__main__":
    sys.exit(main())
