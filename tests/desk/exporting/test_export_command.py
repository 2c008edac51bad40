"""`busel export` on a zone that is open: its files, its document, and what it asks first."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from busel.cli.folder import Charter, Folder
from busel.cli.main import main
from busel.desk.workspace.models import Item
from desk.conftest import REGION, ZLOBIN
from desk.exporting.conftest import Exports, add, add_many

Run = Callable[..., int]


@pytest.fixture
def export(exports: Exports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return `export("editor", "--format", "csv", …)`."""
    import busel.cli.export as command  # noqa: PLC0415  # needs Django set up

    folder = Folder(tmp_path / "organisation")
    folder.make()
    folder.write(Charter(organisation="00" * 16))

    @contextmanager
    def signed_in(options: Any) -> Iterator[Any]:
        yield exports.arrive(options.handle).session

    monkeypatch.setattr(command, "signed_in", signed_in)
    return lambda who, *more: main(["export", "--dir", str(folder.path), "--as", who, *more])


def test_a_few_go_out_at_once_into_a_file_for_its_owner_alone(
    exports: Exports, export: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exports.allow("editor", REGION)
    session = exports.arrive("editor").session
    add(session, exports.journal(REGION), {"family_be": "=Каваль"}, ("phone", {"number": "+375291234567"}))
    out = tmp_path / "out.csv"
    assert export("editor", "--format", "csv", "--out", str(out), "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == {"out": str(out), "people": 1, "format": "csv", "left_out": 0}
    assert told.err == ""
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    heading, row = out.read_text(encoding="utf-8-sig").splitlines()
    assert heading.startswith("Нумар у Busel;Прозвішча (бел.);")
    assert "'=Каваль" in row
    assert "'+375291234567" in row
    assert Item.objects.filter(kind="export").count() == 1


@pytest.mark.parametrize("format_", ["xlsx", "vcf", "vcf3", "osdi"])
def test_every_format_is_written(exports: Exports, export: Run, tmp_path: Path, format_: str) -> None:
    exports.allow("editor", REGION)
    add_many(exports.arrive("editor").session, exports.journal(REGION), 2)
    assert export("editor", "--format", format_, "--out", str(tmp_path / "out")) == 0
    assert (tmp_path / "out").stat().st_size > 100


def test_many_wait_until_somebody_else_has_agreed(
    exports: Exports, export: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exports.allow("editor", REGION, ZLOBIN)
    session = exports.arrive("editor").session
    add_many(session, exports.journal(REGION), 30)
    add_many(session, exports.journal(ZLOBIN), 30)
    wanted = ("--format", "csv", "--parts", "names", "--out", str(tmp_path / "out.csv"), "--json")
    assert export("editor", *wanted) == 3
    first = json.loads(capsys.readouterr().out)
    assert export("editor", *wanted) == 3
    assert json.loads(capsys.readouterr().out) == first
    assert (first["people"], first["waiting"], (tmp_path / "out.csv").exists()) == (60, True, False)
    assert export("editor", "--approve", first["request"]) == 1
    assert "Nobody answers their own" in capsys.readouterr().err
    assert export("coordinator", "--requests", "--json") == 0
    [asked] = json.loads(capsys.readouterr().out)["requests"]
    assert asked["by"] == exports.handle("editor")
    assert (asked["people"], asked["state"], asked["parts"], asked["waits_for_you"]) == (60, "waiting", ["names"], True)
    assert export("coordinator", "--approve", first["request"]) == 0
    capsys.readouterr()
    assert export("editor", *wanted) == 0
    assert len((tmp_path / "out.csv").read_bytes().splitlines()) == 61
    assert export("editor", *wanted) == 3
    assert Item.objects.filter(kind="export").count() == 2


def test_who_has_no_right_is_told_and_there_is_no_file(
    exports: Exports, export: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export("editor", "--out", str(tmp_path / "out.xlsx")) == 1
    assert "no right to export" in capsys.readouterr().err
    exports.allow("editor", REGION)
    assert export("editor", "--out", str(tmp_path / "out.xlsx")) == 1
    assert "Nobody fits" in capsys.readouterr().err
    assert export("editor", "--division", ZLOBIN, "--out", str(tmp_path / "out.xlsx")) == 1
    assert "may not export out of" in capsys.readouterr().err
    assert export("editor", "--parts", "shoes", "--out", "x") == 1
    assert not (tmp_path / "out.xlsx").exists()
