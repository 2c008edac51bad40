"""Who may import whom (ARCHITECTURE.md), as import-linter reads it from pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from project import ROOT


def test_every_import_points_down_and_only_vault_knows_cryptography() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_package_that_no_layer_names_fails(tmp_path: Path) -> None:
    # The list of layers is exhaustive: a drain called «utils» beside them cannot be added in silence.
    busel = tmp_path / "busel"
    for package in [
        "vault",
        "journal",
        "names",
        "matching",
        "contacts",
        "registry",
        "outreach",
        "sheets",
        "shelf",
        "utils",
    ]:
        (busel / package).mkdir(parents=True)
        (busel / package / "__init__.py").touch()
    for package in ["server", "desk", "cli"]:
        (busel / package).mkdir()
        (busel / package / "__init__.py").touch()
    (busel / "__init__.py").touch()
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[[tool.importlinter.contracts]]")[2]
    settings = "[tool.importlinter]\nroot_packages = ['busel']\n[[tool.importlinter.contracts]]\n"
    config = tmp_path / "pyproject.toml"
    config.write_text(settings + contract.partition("[[tool")[0], encoding="utf-8")
    program = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [program, "--no-cache", "--config", config],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "busel.utils" in run.stdout
