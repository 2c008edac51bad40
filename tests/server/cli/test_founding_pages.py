"""Founding by pages, as a program: the code, the choices, the cards, what is typed back; nothing is stored before."""

from __future__ import annotations

import html
import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from busel.cli.founding_server import Told
from busel.vault.shares import join_shares, read_share

PROGRAM = str(Path(sys.executable).parent / "busel")
ASKED = re.compile(r'<label[^>]*for="id_word_(\d+)"[^>]*>\s*[^<]*?(\d+)\D+(\d+)\s*<')


class Founding:
    """A founding that is served, and a browser before it."""

    def __init__(self, folder: Path, *command: str) -> None:
        self.folder = folder
        self.program = subprocess.Popen(
            command or [sys.executable, "-m", "busel.cli.founding_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
        )
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        told = {"folder": str(folder), "port": 0, "language": "en", "lock_profile": "cheap"}
        assert set(told) <= set(Told.__struct_fields__)
        self.program.stdin.write(json.dumps(told).encode())
        self.program.stdin.close()
        said = self.program.stdout.readline().decode()
        found = re.fullmatch(r"Open (http://\S+/) in Tor Browser and type this code, which works once: (\S+)\n", said)
        assert found is not None
        self.address, self.code = found[1], found[2]
        self.browser = self.new_browser()

    def new_browser(self) -> urllib.request.OpenerDirector:
        return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str = "") -> str:
        answer: bytes = self.browser.open(self.address + path, timeout=30).read()
        return answer.decode()

    def post(self, path: str, **typed: str) -> str:
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = urllib.parse.urlencode({**typed, "csrfmiddlewaretoken": token[1]}).encode()
        request = urllib.request.Request(  # noqa: S310 - our own address
            self.address + path, form, {"Origin": self.address.rstrip("/")}
        )
        answer: bytes = self.browser.open(request, timeout=60).read()
        return answer.decode()

    def choose(self, **typed: str) -> str:
        return self.post("found/choose", **({"language": "en", "shares": "3", "needed": "2", "divisions": ""} | typed))

    def end(self) -> None:
        self.program.kill()
        self.program.wait()
        assert self.program.stdout is not None
        self.program.stdout.close()


@pytest.fixture
def founding(tmp_path: Path) -> Iterator[Founding]:
    folder = tmp_path / "o"
    folder.mkdir()
    served = Founding(folder)
    yield served
    served.end()


def titled(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1].strip())


def errors(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'class="field__error".*?</span> (.*?)</li>', page, re.DOTALL)]


def cards(page: str) -> tuple[list[str], list[list[str]]]:
    """Return the passphrases and the shares' words, as the page shows them to be written down."""
    passphrases = re.findall(r"<dt>(?:Passphrase|Парольная фраза)</dt><dd class=\"code\">(.*?)</dd>", page)
    shares = [
        re.findall(r"<li>(?:<u>)?(\w+)<", one) for one in re.findall(r'<ol class="code">(.*?)</ol>', page, re.DOTALL)
    ]
    return passphrases, shares


def test_an_organisation_is_founded_and_nothing_is_stored_before_all_is_typed_back(founding: Founding) -> None:
    assert titled(founding.post("", code=founding.code.lower())) == "How will you work?"
    page = founding.choose(divisions="North\nNorth / Town\nSouth")
    assert titled(page) == "Print the cards and cut them"
    pdf = founding.browser.open(founding.address + "found/cards.pdf").read()
    assert pdf[:5] == b"%PDF-"
    passphrases, shares = cards(page)
    assert (len(passphrases), [len(words) for words in shares]) == (3, [33] * 3)
    read = [read_share(" ".join(words)) for words in shares]
    assert len({join_shares(read[:2]), join_shares(read[1:])}) == 1
    asked = [(int(at), int(number)) for at, _share, number in ASKED.findall(founding.get("found/confirm"))]
    typed = {f"word_{at}": shares[at][number - 1] for at, number in asked}
    typed |= {f"passphrase_{at}": passphrase for at, passphrase in enumerate(passphrases)}
    wrong = founding.post("found/confirm", **(typed | {"passphrase_1": passphrases[0], "word_2": "acadmic"}))
    assert errors(wrong) == [
        "The card says something else. Compare it word by word.",
        "This share's card has another word under this number.",
    ]
    assert list(founding.folder.iterdir()) == []
    done = founding.post("found/confirm", **typed)
    assert titled(done) == "Your organisation is there"
    assert founding.program.wait(30) == 0
    charter = json.loads((founding.folder / "organisation.json").read_text())
    assert (charter["language"], charter["demo"]) == ("en", False)
    lying = b"".join(path.read_bytes() for path in founding.folder.rglob("*") if path.is_file())
    assert b"unlock" in lying
    assert [secret for secret in passphrases if secret.encode() in lying] == []


def type_back(founding: Founding, page: str) -> str:
    """Type back what a page with cards shows; return the answer."""
    passphrases, shares = cards(page)
    asked = [(int(at), int(number)) for at, _share, number in ASKED.findall(founding.get("found/confirm"))]
    typed = {f"word_{at}": shares[at][number - 1] for at, number in asked}
    return founding.post("found/confirm", **typed, **{f"passphrase_{at}": one for at, one in enumerate(passphrases)})


def test_busel_serve_goes_on_as_the_organisations_that_was_founded(tmp_path: Path) -> None:
    folder = tmp_path / "o"
    folder.mkdir()
    founding = Founding(folder, PROGRAM, "serve", "--dir", str(folder), "--port", "0")
    try:
        founding.post("", code=founding.code)
        assert titled(type_back(founding, founding.choose(divisions="North"))) == "Ваша арганізацыя створана"
        assert founding.program.stdout is not None
        assert founding.program.stdout.readline() == b"Ready.\n"
        assert (folder / "run" / "onion.sock").is_socket()
        founding.program.send_signal(signal.SIGTERM)
        assert founding.program.wait(30) == 0
    finally:
        founding.end()
    assert sorted(path.name for path in folder.iterdir()) == ["organisation.json", "shelf"]


def test_every_page_of_a_founding_says_that_it_is_before_sign_in() -> None:
    program = (
        "import django; django.setup()\n"
        "from busel.desk.web import founding_urls\n"
        "from busel.desk.web.policy import policy_of\n"
        "print({policy_of(one.callback) for one in founding_urls.urlpatterns})"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "busel.desk.settings"}
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert said.stdout == "{'public'}\n"


def test_without_the_code_nobody_gets_anywhere(founding: Founding) -> None:
    for path in ("found/choose", "found/cards", "found/cards.pdf", "found/confirm"):
        assert titled(founding.get(path)) == "Found an organisation here"
    assert errors(founding.post("", code="AAAA-BBBB-CCCC-DDDD")) == ["This is not the code, or it was used already."]
    founding.post("", code=founding.code)
    owner, founding.browser = founding.browser, founding.new_browser()
    assert errors(founding.post("", code=founding.code)) == ["This is not the code, or it was used already."]
    assert titled(founding.get("found/choose")) == "Found an organisation here"
    founding.browser = owner
    assert titled(founding.get("found/choose")) == "How will you work?"


def test_twenty_wrong_codes_end_it(founding: Founding) -> None:
    for _ in range(20):
        founding.post("", code="AAAA-BBBB-CCCC-DDDD")
    assert errors(founding.post("", code=founding.code)) == ["This is not the code, or it was used already."]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"shares": "3", "needed": "4"}, "There are only 3 shares: no more than that can be needed."),
        ({"divisions": "North\nWest / Town"}, "Line 2: “West” does not stand above it."),
        ({"divisions": "North\nNorth"}, "Line 2: “North” stands there twice."),
        ({"divisions": "North\toffice\tx"}, "Line 1 has more than a name and what it is a part of."),
        ({"divisions": "commons"}, "Line 1: “commons” cannot be a division's name."),
    ],
)
def test_a_choice_that_cannot_be_gets_its_sentence(founding: Founding, typed: dict[str, str], sentence: str) -> None:
    founding.post("", code=founding.code)
    assert errors(founding.choose(**typed)) == [sentence]


def test_whatever_ends_it_before_the_end_leaves_an_empty_folder(founding: Founding) -> None:
    founding.post("", code=founding.code)
    founding.choose(divisions="North")
    founding.program.send_signal(signal.SIGKILL)
    founding.program.wait()
    assert list(founding.folder.iterdir()) == []


def test_nothing_asks_who_you_are(founding: Founding) -> None:
    founding.post("", code=founding.code)
    names = set(re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', founding.get("found/choose")))
    assert names - {"csrfmiddlewaretoken", "next"} == {"language", "shares", "needed", "divisions"}


def test_where_it_cannot_be_written_it_is_said_and_the_cards_still_hold(founding: Founding) -> None:
    founding.post("", code=founding.code)
    passphrases, shares = cards(founding.choose(divisions="North"))
    asked = [(int(at), int(number)) for at, _share, number in ASKED.findall(founding.get("found/confirm"))]
    typed = {f"word_{at}": shares[at][number - 1] for at, number in asked}
    typed |= {f"passphrase_{at}": passphrase for at, passphrase in enumerate(passphrases)}
    (founding.folder / "somebody's").touch()
    refused = founding.post("found/confirm", **typed)
    assert "Nothing was founded; the cards still hold: try again." in refused
    assert [path.name for path in founding.folder.iterdir()] == ["somebody's"]
    (founding.folder / "somebody's").unlink()
    assert titled(founding.post("found/confirm", **typed)) == "Your organisation is there"
