"""An organisation's folder and the shelf that is started on it."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from busel.cli.folder import SHELF_SOCKET, Charter, Folder, answers


@pytest.mark.postgres
def test_the_password_of_a_database_stands_in_no_processs_arguments(tmp_path: Path, postgresql_url: str) -> None:
    folder = Folder(tmp_path / "o")
    folder.make()
    charter = Charter(organisation="5a" * 16, database=f"{postgresql_url}&password=hunter2")
    with folder.start_shelf(charter) as shelf:
        try:
            assert answers(folder.path / SHELF_SOCKET)
            started = psutil.Process(shelf.pid)
            assert "hunter2" in started.environ()["BUSEL_SHELF_DATABASE"]
            arguments = [" ".join(one.cmdline()) for one in (started, *started.children(recursive=True))]
            assert [line for line in arguments if "hunter2" in line or not line] == []
        finally:
            shelf.terminate()
