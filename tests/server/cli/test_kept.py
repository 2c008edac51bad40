"""`busel kept` beside a running shelf: what folds replaced is listed, and put back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from busel.cli.folder import STORE, Charter, Folder
from busel.cli.main import main
from busel.shelf.client import RemoteShelf
from busel.shelf.protocol import Resealed, Segment
from busel.shelf.rules import KEPT_DAYS
from factories.shelf import ORGANISATION, Account, Chain
from fixtures.shelves import Running


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    folder = Folder(tmp_path)
    folder.make()
    folder.write(Charter(organisation=ORGANISATION.hex()))
    shelf = Running(tmp_path / "run/shelf.sock", str(tmp_path / STORE))
    shelf.start()
    yield shelf
    shelf.stop()


def test_a_journal_that_was_emptied_is_listed_and_put_back(
    running: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf, account, chain = RemoteShelf(running.socket), Account(), Chain()
    shelf.found([account.locker()], [chain.new(is_sponsor=True)])
    session = account.sign_in(shelf)
    around = ["kept", "--dir", str(tmp_path)]
    assert main(around) == 0
    assert capsys.readouterr().out == f"Nothing was replaced within {KEPT_DAYS} days.\n"
    chain.append(shelf, session, stage=chain.stage(shelf, session, b"false"))
    shelf.reseal(session, chain.id, chain.tickets.write, [Resealed(0, Segment.HISTORY, 0, b"junk")])
    assert main([*around, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    [one] = told["journals"]
    assert (told["days"], one["journal"], one["snapshots"], one["bodies"]) == (KEPT_DAYS, chain.id.hex(), 1, 1)
    assert main([*around, "--put-back", chain.id.hex()]) == 0
    assert capsys.readouterr().out.startswith("Put back: the snapshot at -1, 1 bodies. ")
    part = shelf.fetch(session, [chain.want()]).parts[0]
    assert (part.snapshot, part.commits) == (-1, chain.commits)
    shelf.close()


@pytest.mark.parametrize(
    ("journal", "sentence"),
    [
        ("no id", "A journal's id is 32 hexadecimal digits."),
        ("00" * 16, "There is no such journal here. `busel verify --json` tells the ids of divisions."),
    ],
)
def test_what_is_no_journal_is_said_in_a_sentence(
    running: Running, capsys: pytest.CaptureFixture[str], journal: str, sentence: str
) -> None:
    assert main(["kept", "--dir", str(running.socket.parents[1]), "--put-back", journal]) == 1
    assert capsys.readouterr().err.strip() == sentence
