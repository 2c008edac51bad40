"""Documentation is tested: what the code has, a page names; what a page promises, the code has."""

from __future__ import annotations

import re
import tomllib

from busel.desk.running.options import Limits, Options
from busel.server.door.settings import DoorSettings
from project import DOCS, ROOT, all_docs, files, named

VARIABLE = re.compile(r"\bBUSEL_[A-Z_]*[A-Z]\b")
TARGET = re.compile(r"^([a-z][a-z-]*):[^=]", re.MULTILINE)
THREATS = [f"T{number}" for number in range(1, 26) if number != 22]
THREAT_ROW = re.compile(r"^\| (T\d+) \|(.*)\|$", re.MULTILINE)
TEST_NAME = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)")


def test_every_environment_variable_is_explained() -> None:
    used = {name for path in files("src/*.py", "tests/*.py", "tools/*.py") for name in variables(path.read_text())}
    explained = variables((DOCS / "settings.md").read_text(encoding="utf-8"))
    assert sorted(used - explained) == []


def test_no_environment_variable_is_explained_that_does_not_exist() -> None:
    used = {name for path in files("src/*.py", "tests/*.py", "tools/*.py") for name in variables(path.read_text())}
    assert sorted(variables((DOCS / "settings.md").read_text(encoding="utf-8")) - used) == []


def test_every_setting_of_desk_and_door_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", (DOCS / "settings.md").read_text(encoding="utf-8")))
    settings = {name for kind in (Options, Limits, DoorSettings) for name in kind.__struct_fields__}
    assert sorted(settings - explained) == []


def test_every_make_target_is_told_and_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    docs = all_docs()
    targets = [name for name in TARGET.findall(makefile) if name != "tests"]
    assert [name for name in targets if not re.search(rf"^{name}:.*## \S", makefile, re.MULTILINE)] == []
    assert [name for name in targets if f"make {name}" not in docs] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = [re.split(r"[\[<>= ]", each)[0] for each in wanted]
    reasons = dict(re.findall(r"^\| `([^`]+)` \| (.{20,}) \|", (DOCS / "dependencies.md").read_text(), re.MULTILINE))
    assert sorted(set(names) - reasons.keys()) == []
    assert sorted(reasons.keys() - set(names)) == []


def test_every_threat_is_either_proven_by_a_test_that_exists_or_not_promised() -> None:
    rows = dict(THREAT_ROW.findall((DOCS / "threat-model.md").read_text(encoding="utf-8")))
    assert sorted(rows, key=lambda name: int(name[1:])) == THREATS
    for name, row in rows.items():
        tests = TEST_NAME.findall(row)
        assert tests or "not yet promised" in row or "said, not proven" in row, name
        for path, function in tests:
            assert (ROOT / path).is_file(), f"{name}: {path}"
            assert f"def {function}" in (ROOT / path).read_text(encoding="utf-8"), f"{name}: {path}::{function}"


def test_no_link_between_pages_is_broken() -> None:
    broken = [
        f"{named(page)}: {target}"
        for page in files("*.md")
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_decision_is_listed() -> None:
    folder = DOCS / "adr"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(folder.glob("[0-9]*.md")) if f"({path.name})" not in listed] == []


def variables(text: str) -> set[str]:
    return set(VARIABLE.findall(text))
