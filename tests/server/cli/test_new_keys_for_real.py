"""`busel` as a program: new keys for one's own account, taken in by the six words, and by trustees for the office."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from server.cli.test_founding_for_real import busel, told

NORTH = "Поўнач"


@dataclass
class Founded:
    """A real organisation, and what signs its three accounts in by now. It costs real passphrases: it is made once."""

    folder: Path
    accounts: list[dict[str, Any]]
    shares: list[str]

    def signing(self, who: int) -> dict[str, Any]:
        return {"folder": self.folder, "passphrase": self.accounts[who]["passphrase"]}

    def name(self, who: int) -> str:
        return str(self.accounts[who]["handle"])

    def renew(self, who: int, *options: str) -> dict[str, Any]:
        """Let an account make new keys; it signs in with the new words from then on."""
        made: dict[str, Any] = told("account", "renew", "--as", self.name(who), *options, **self.signing(who))
        assert made["handle"] == self.name(who)
        self.accounts[who] = made
        return made


ADMINISTRATOR, FIRST, SECOND = range(3)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    place = tmp_path_factory.mktemp("o")
    (place / "divisions.tsv").write_text(f"{NORTH}\n", encoding="utf-8")
    document = told("init", "--divisions", str(place / "divisions.tsv"), folder=place / "o")
    return Founded(place / "o", document["accounts"], document["shares"])


def test_a_coordinator_is_taken_in_by_the_words_that_were_read_out_and_by_no_others(founded: Founded) -> None:
    before = founded.signing(FIRST)
    new = founded.renew(FIRST)
    assert len(new["six_words"].split()) == 6
    rotate = ("rotate", "--as", founded.name(FIRST), "--division", NORTH)
    old = busel(*rotate, **before)
    assert (old.returncode, old.stderr) == (1, "Account name, passphrase or key file is not right.\n")
    grant = ("grant", "--as", founded.name(SECOND), "--to", founded.name(FIRST), "--renewed")
    wrong = busel(*grant, "--words", "one two three four five six", **founded.signing(SECOND))
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("These are not the six words of the new keys, and nothing was given.")
    assert not set(new["six_words"].split()) & set(wrong.stderr.split())
    done = told(*grant, "--words", f"  {new['six_words'].upper()} ", **founded.signing(SECOND))
    assert (done["divisions"], done["proposed"]) == ([NORTH], [])
    again = busel(*grant, "--words", new["six_words"], **founded.signing(SECOND))
    assert again.stderr == f"Nobody called “{founded.name(FIRST)}” waits here with new keys.\n"
    assert told(*rotate, **founded.signing(FIRST))["epoch"] == 2


def test_the_office_takes_keys_in_by_words_and_its_sole_administrator_goes_on_by_the_trustees(founded: Founded) -> None:
    new = founded.renew(SECOND, "--quiet")
    assert new["quiet_passphrase"]
    taking = ("account", "take-in", "--as", founded.name(ADMINISTRATOR), "--to", founded.name(SECOND))
    none = busel(*taking, **founded.signing(ADMINISTRATOR))
    assert none.stderr.startswith("Give --words with the six words that the person reads to you")
    done = told(*taking, "--words", new["six_words"], **founded.signing(ADMINISTRATOR))
    assert done["handle"] == founded.name(SECOND)
    founded.renew(ADMINISTRATOR)
    add = ("account", "add", "--as", founded.name(ADMINISTRATOR), "--division", NORTH)
    assert busel(*add, **founded.signing(ADMINISTRATOR)).returncode == 1
    recover = ("recover", "--as", founded.name(ADMINISTRATOR), "--administrator", "--shares-from", "env:SHARES")
    told(*recover, **founded.signing(ADMINISTRATOR), SHARES="\n".join(founded.shares))
    told(*add, **founded.signing(ADMINISTRATOR))
