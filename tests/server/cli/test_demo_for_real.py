"""`busel` as a program on a demo: each command's document has the shape that the design gives it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from server.cli.test_founding_for_real import PROGRAM, busel, told

PEOPLE = 400
TOWN = "Mahilioŭ region / Babrujsk district"
ROLES = ["coordinator", "coordinator", "editor", "viewer", "collector", "administrator", "auditor"]
LIST = (
    "№;ФИО;Телефон;Город;Теги;Дата рождения\r\n"
    "A-1;Ковалёв Сергей Иванович;8 029 765 43 21;Бобруйск;волонтёр;01.02.1980\r\n"
    "A-2;Иванова Мария;12;Бобруйск;;31.02.1980\r\n"
    ";;;;;\r\n"
    "A-3;Жук Анна;+375 33 111-22-33;Бобруйск;;\r\n"
)


class Demo:
    """A demo at rest, and who may do something in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.document: dict[str, Any] = told("demo", "--contacts", str(PEOPLE), "--no-serve", folder=folder)
        self.accounts: list[dict[str, Any]] = self.document["accounts"]

    def tells(self, role: str, *words: str) -> Any:
        """Return what a command says to the first of a role."""
        who = next(account for account in self.accounts if account["role"] == role)
        return told(*words, "--as", who["handle"], folder=self.folder, passphrase=who["passphrase"])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Return a demo of some hundred people."""
    return Demo(tmp_path_factory.mktemp("demo") / "o")


@pytest.fixture
def supporters(tmp_path: Path) -> str:
    """Return the path of a list of four rows, of which one is blank and one has a bad day."""
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.encode("cp1251"))
    return str(path)


def test_a_demo_has_an_account_of_each_role(demo: Demo) -> None:
    assert (demo.document["contacts"], demo.document["dir"]) == (PEOPLE, str(demo.folder))
    assert [account["role"] for account in demo.accounts] == ROLES
    assert [bool(account["divisions"]) for account in demo.accounts] == [True] * 5 + [False] * 2
    assert demo.accounts[3]["divisions"] == [TOWN]


def test_a_demo_tells_which_share_of_the_organisation_each_account_exposes(demo: Demo) -> None:
    national, regional, editor, viewer, *others = [(one["people"], one["share"]) for one in demo.accounts]
    assert national == (PEOPLE, 1.0)
    assert regional == editor
    assert 0 < viewer[0] < regional[0] < PEOPLE
    assert all(share == round(people / PEOPLE, 4) for people, share in (regional, viewer))
    assert others == [(0, 0.0)] * 3


def test_the_report_names_as_many_people_as_the_demo_says(demo: Demo) -> None:
    for exposed in demo.accounts[:5]:
        document = demo.tells("coordinator", "exposure", "--account", exposed["handle"])
        assert (exposed["role"], document["could_read"]) == (exposed["role"], exposed["people"])


def test_a_list_is_looked_at_without_an_account(supporters: str, tmp_path: Path) -> None:
    document = told("look", supporters, folder=tmp_path / "none")
    assert (document["kind"], document["encoding"]) == ("csv", "cp1251")
    (table,) = document["tables"]
    assert (table["rows"], table["header_row"]) == (4, 1)
    assert [(column["header"], column["guess"]) for column in table["columns"]] == [
        ("№", "external_ids"),
        ("ФИО", "full_name"),
        ("Телефон", "phone"),
        ("Город", "settlement"),
        ("Теги", "tags"),
        ("Дата рождения", "birth"),
    ]


def test_a_list_is_tried_brought_in_and_found_in_every_spelling(demo: Demo, supporters: str, tmp_path: Path) -> None:
    words = ("import", supporters, "--division", TOWN)
    dry = demo.tells("editor", *words, "--dry-run")
    assert {name: dry[name] for name in ("rows", "new", "updated", "skipped", "problems", "blank")} == {
        "rows": 4,
        "new": 2,
        "updated": 0,
        "skipped": 0,
        "problems": 1,
        "blank": 1,
    }
    (problem,) = dry["problem_rows"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "Дата рождения", "31.02.1980")
    assert demo.tells("viewer", "search", "A-1")["hits"] == []
    assert (dry["new_rows"], dry["blank_rows"]) == ([2, 5], [4])
    done = demo.tells("editor", *words)
    assert done == {name: dry[name] for name in done}
    again = demo.tells("editor", *words)
    assert (again["new"], again["skipped"], again["updated"]) == (0, 2, 0)

    queries = tmp_path / "queries.txt"
    queries.write_text("Кавалёў Сяргей\n029-765-43-21\nKavaliou Siarhei\nЖук Ганна\n", encoding="utf-8")
    viewer = demo.accounts[3]
    done = busel(
        "search", "--as", viewer["handle"], "--batch", str(queries), folder=demo.folder, passphrase=viewer["passphrase"]
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["query"] for answer in answers] == queries.read_text(encoding="utf-8").splitlines()
    assert [answer["hits"][0]["external_ids"] for answer in answers] == [["A-1"], ["A-1"], ["A-1"], ["A-3"]]
    first = answers[0]["hits"][0]
    assert {name: first[name] for name in ("names", "phones", "division", "reasons")} == {
        "names": {"be": "", "ru": "Ковалёв Сергей Иванович"},
        "phones": ["+375297654321"],
        "division": TOWN,
        "reasons": ["same-sound"],
    }
    assert demo.tells("editor", "verify")["aside"] == []


def test_letters_are_printed_for_a_saved_search(demo: Demo, tmp_path: Path) -> None:
    out = tmp_path / "letters.pdf"
    document = demo.tells("editor", "letters", "--division", TOWN, "--out", str(out))
    assert document["out"] == str(out)
    assert document["pages"] == document["people"] > 0
    assert out.read_bytes().startswith(b"%PDF")


def test_who_may_not_is_told_in_one_sentence(demo: Demo, supporters: str) -> None:
    auditor = demo.accounts[-1]
    signed = ("--as", auditor["handle"])
    done = busel("import", supporters, *signed, folder=demo.folder, passphrase=auditor["passphrase"])
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    unknown = "abandon ability able about above absent absorb"
    wrong = busel("search", "x", *signed, folder=demo.folder, passphrase=unknown)
    assert (wrong.returncode, wrong.stderr) == (1, "Account name, passphrase or key file is not right.\n")


def test_a_demo_that_serves_says_one_document_on_stdout_and_its_address_beside_it(tmp_path: Path) -> None:
    command = [PROGRAM, "demo", "--contacts", "0", "--port", "0", "--dir", str(tmp_path / "o"), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        document = json.loads(program.stdout.readline())
        address = next(line for line in program.stderr if line.startswith("http"))
        program.terminate()
        assert (program.stdout.read(), program.wait()) == ("", 0)
    assert document["contacts"] == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", address)
