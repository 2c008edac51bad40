"""SIGKILL in the middle of an import over a real shelf; brought again, every confirmed row is there once."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from factories.lists import HEADER, Cell, supporter_list
from factories.spreadsheets import as_csv, supporters_csv

BUSEL = Path(sys.executable).parent / "busel"
DIVISION = "Mahilioŭ region / Babrujsk district"
ROWS = 4_000
PATIENCE_SECONDS = 120


@dataclass
class Cli:
    """The command line on a throwaway organisation."""

    folder: Path
    accounts: list[dict[str, Any]]

    def command(self, name: str, *arguments: str, role: str) -> tuple[list[str], dict[str, str]]:
        account = next(one for one in self.accounts if one["role"] == role)
        whole = [str(BUSEL), name, *arguments, "--dir", str(self.folder), "--as", account["handle"], "--json"]
        return [*whole, "--passphrase-from", "env:WORDS"], os.environ | {"WORDS": account["passphrase"]}

    def run(self, name: str, *arguments: str, role: str = "editor") -> Any:
        command, environment = self.command(name, *arguments, role=role)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def commits(self) -> int:
        """Count the commits on the shelf, behind its back."""
        with sqlite3.connect(f"file:{self.folder / 'shelf/store.sqlite'}?mode=ro", uri=True) as store:
            return int(store.execute("SELECT COUNT(*) FROM shelf_commit").fetchone()[0])


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    folder = tmp_path_factory.mktemp("k") / "demo"
    made = [str(BUSEL), "demo", "--contacts", "0", "--no-serve", "--json", "--dir", str(folder)]
    told = subprocess.run(made, capture_output=True, text=True, check=True).stdout
    return Cli(folder, json.loads(told)["accounts"])


def kill_after(cli: Cli, file: Path, commits: int) -> None:
    """Begin the import and kill it, its shelf too, when so many commits are stored since."""
    before = cli.commits()
    command, environment = cli.command("import", str(file), "--division", DIVISION, role="editor")
    program = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    until = time.monotonic() + PATIENCE_SECONDS
    while cli.commits() < before + commits:
        assert program.poll() is None, "it was quicker than we"
        assert time.monotonic() < until
        time.sleep(0.002)
    os.killpg(program.pid, signal.SIGKILL)
    program.wait()


def test_every_confirmed_row_is_there_once_after_kills(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(as_csv((HEADER, *half_without_keys()), separator=";"))
    for commits in (3, 2):
        kill_after(cli, file, commits)
    held = cli.run("search", "--division", DIVISION, "--limit", "0")["total"]
    assert (held >= 1_000, held < ROWS, held % 500) == (True, True, 0)
    done = cli.run("import", str(file), "--division", DIVISION)
    assert done["rows"] == sum(done[name] for name in ("new", "updated", "skipped", "problems", "blank")) == ROWS
    assert (done["skipped"], done["new"]) == (held, ROWS - held)
    assert cli.run("search", "--division", DIVISION, "--limit", "0")["total"] == ROWS
    verified = cli.run("verify")
    assert [verified[name] for name in ("aside", "differences", "unchecked")] == [[], [], []]


def half_without_keys() -> tuple[tuple[Cell, ...], ...]:
    """Return rows of which half have no number, telephone or birth day: only the import knows that they are in."""
    whole = supporter_list(ROWS, faults={}).rows
    return tuple(row if at % 2 else (None, *row[1:4], None, None, *row[6:]) for at, row in enumerate(whole))


def test_what_import_and_look_tell(cli: Cli, tmp_path: Path) -> None:
    built = supporters_csv(supporter_list(60), encoding="cp1251", separator="\t")
    file = tmp_path / "small.csv"
    file.write_bytes(built.data)
    looked = json.loads(subprocess.run([BUSEL, "look", file, "--json"], capture_output=True, check=True).stdout)
    assert (looked["kind"], looked["encoding"], looked["separator"]) == ("csv", "cp1251", "\t")
    (table,) = looked["tables"]
    assert (table["rows"], table["header_row"]) == (60, 1)
    assert [column["guess"] for column in table["columns"]][:6] == [
        "external_ids",
        "family",
        "given",
        "patronymic",
        "birth",
        "phone",
    ]
    told = cli.run("import", str(file), "--division", "Mahilioŭ region / Asipovičy district")
    assert (told["rows"], told["new"], told["problems"], told["blank"]) == (60, len(built.list.good), 2, 0)
    assert [(problem["row"], problem["code"]) for problem in told["problem_rows"]] == [
        (17, "name-missing"),
        (42, "birth-no-such-day"),
    ]
    assert told["problem_rows"][1] == {
        "row": 42,
        "column": "Дата рождения",
        "value": "31.02.1980",
        "code": "birth-no-such-day",
        "message": "Дата рождения: There is no such day in the calendar.",
    }


REFUSED = {
    "Цена;Сумма\n5;7\n".encode(): "No column of this file holds a name or a telephone, so nobody can be brought in.",
    b"PK\x03\x04": "This file is damaged or cut short. Save it anew where it was made, and bring that.",
}


@pytest.mark.parametrize("data", REFUSED)
def test_a_file_without_people_is_refused_and_changes_nothing(cli: Cli, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "prices.csv"
    file.write_bytes(data)
    before = cli.commits()
    command, environment = cli.command("import", str(file), "--division", DIVISION, role="editor")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{REFUSED[data]}\n")
    assert cli.commits() == before


def test_a_collector_sends_to_the_inbox(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "phones.csv"
    file.write_text("Имя;Телефон\nАнна;80291234567\n", encoding="utf-8")
    assert cli.run("import", str(file), role="collector")["new"] == 1
