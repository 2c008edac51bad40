"""Journey 10: an organisation begins on a page; its trustees tell four words each, and no share is typed whole."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from busel.vault.share_checks import EIGHT, FIRST
from fixtures.served import AtRest, serving
from fixtures.words import say
from journeys.conftest import Traveller

PATIENCE = 60
OTHER_WORDS = (
    "No share of this organisation has these four words under these numbers. Compare each of them with the card. "
    "If they are right, the card is an older one, or another organisation's."
)


@pytest.fixture
def founding(tmp_path: Path) -> Iterator[Any]:
    """The pages of a founding, in Belarusian: `address`, `code`, and the `folder` that they fill."""
    folder = tmp_path / "o"
    folder.mkdir()
    program = subprocess.Popen(
        [sys.executable, "-m", "busel.cli.founding_server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert program.stdin is not None
    assert program.stdout is not None
    told = {"folder": str(folder), "port": 0, "language": "be", "lock_profile": "cheap"}
    program.stdin.write(json.dumps(told).encode())
    program.stdin.close()
    found = re.search(r"(http://\S+)/ in Tor Browser and type this code, which works once: (\S+)", _line(program))
    assert found is not None
    yield SimpleNamespace(address=found[1], code=found[2], folder=folder)
    program.kill()
    program.wait()
    program.stdout.close()


def _line(program: subprocess.Popen[bytes]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().decode()


def _cards(founder: Traveller) -> tuple[list[str], list[str], list[list[str]]]:
    """Return handles, passphrases and the shares' words, as they are written down."""
    source = html.unescape(founder.source())

    def values(label: str) -> list[str]:
        return re.findall(rf'<dt>{say(label)}</dt><dd class="code">(.*?)</dd>', source)

    lists = re.findall(r'<ol class="code">(.*?)</ol>', source, re.DOTALL)
    passphrases = values("Passphrase")
    handles = list(dict.fromkeys(values("Account name")))
    assert [len(re.findall("<u>", one)) for one in lists] == [EIGHT] * len(lists)
    return handles, passphrases, [re.findall(r"<li>(?:<u>)?(\w+)<", one) for one in lists]


def _type_back(founder: Traveller, handles: list[str], passphrases: list[str], shares: list[list[str]]) -> None:
    for handle, passphrase in zip(handles, passphrases, strict=True):
        founder.type(say("Passphrase of %(handle)s") % {"handle": handle}, passphrase)
    label = re.escape(say("Share %(share)s: word %(number)s")).replace(r"%\(", "%(").replace(r"\)s", ")s")
    asked = re.findall(label % {"share": r"(\d+)", "number": r"(\d+)"}, founder.text())
    for share, number in dict.fromkeys(asked):
        shown = {"share": share, "number": number}
        founder.type(say("Share %(share)s: word %(number)s") % shown, shares[int(share) - 1][int(number) - 1])


def test_an_organisation_begins_and_its_trustees_show_that_their_cards_are_there(
    firefox: Any, look_closely: Any, founding: Any
) -> None:
    founder = Traveller(firefox, founding, look_closely)
    founder.open("/")
    founder.type(say("Code from the terminal"), founding.code)
    founder.press_in_page()
    founder.see(say("How will you work?"))
    founder.browser.press(say("Make the keys"))
    founder.wait_for(say("Print the cards and cut them"), patience=PATIENCE)
    founder.press(say("Show the cards here, to write them down"))
    handles, passphrases, shares = _cards(founder)
    assert (len(handles), len(passphrases), [len(words) for words in shares]) == (3, 3, [33] * 5)
    founder.follow(say("I have the cards on paper"))
    _type_back(founder, handles, passphrases, shares)
    founder.browser.press(say("Found the organisation"))
    founder.wait_for(say("Your organisation is there"), patience=PATIENCE)
    founder.look()
    firefox.forget()
    with serving(_on_loopback(founding.folder)) as served:
        administrator = Traveller(firefox, served, look_closely)
        who: Any = SimpleNamespace(handle=handles[0], passphrase=passphrases[0])
        administrator.sign_in(who)
        _tell_words(administrator, shares)
    firefox.forget()


def _on_loopback(folder: Path) -> AtRest:
    """Mark it as a demo: a real one is reached through its onion socket only."""
    charter = json.loads((folder / "organisation.json").read_text())
    (folder / "organisation.json").write_text(json.dumps({**charter, "demo": True}))
    return AtRest(folder, charter["organisation"], [])


def _tell_words(administrator: Traveller, shares: list[list[str]]) -> None:
    """One trustee tells a word wrongly, then rightly; another tells first letters."""
    administrator.follow(say("Trustees' shares"))
    label = say("Word %(number)s")
    asked = [at for at in range(1, 34) if re.search(rf"^{label % {'number': at}}$", administrator.text(), re.MULTILINE)]
    assert (len(asked), set(asked) <= set(range(FIRST, FIRST + EIGHT))) == (4, True)

    def tell(words: list[str]) -> None:
        for at, word in zip(asked, words, strict=True):
            administrator.type(label % {"number": at}, word)
        administrator.press(say("Check these words"))

    words = [shares[2][at - 1] for at in asked]
    tell([*words[:3], "acadmic"])
    administrator.see("academic")
    tell(words)
    administrator.see(say("Share %(number)s is there.") % {"number": 3})
    tell([shares[4][at - 1][:4] for at in asked])
    administrator.see(say("Share %(number)s is there.") % {"number": 5})
    tell([shares[4][asked[0] - 1], *words[1:]])
    administrator.see(say(OTHER_WORDS))
