"""Indexes are sorted without `temp_store=MEMORY`: still nothing is written anywhere."""

from __future__ import annotations

import re
import subprocess
import sys

from conftest import program

SORTING = """
import os, django
django.setup()
from django.db import connection
from busel.desk.workspace.schema import make_indexes, make_tables
make_tables()
row = "x" * 200
with connection.cursor() as cursor:
    cursor.execute("BEGIN")
    cursor.executemany(
        "INSERT INTO workspace_email (id, contact_id, address, status) VALUES (%s, %s, %s, '')",
        [(n * 7919 % 100003, n, f"{n * 7919 % 100003}{row}") for n in range(60_000)],
    )
    cursor.execute("COMMIT")
os.write(2, b"BEGIN SORTING")
make_indexes()
os.write(2, b"END SORTING")
"""


def test_no_file_is_opened_or_written_while_indexes_are_made() -> None:
    traced = subprocess.run(
        [
            program("strace"),
            "-f",
            "-e",
            "trace=openat,creat,write,pwrite64,mkdir,rename",
            sys.executable,
            "-c",
            SORTING,
        ],
        env={"DJANGO_SETTINGS_MODULE": "busel.desk.settings"},
        stderr=subprocess.PIPE,
        check=True,
    ).stderr.decode()
    sorting = traced.split('"BEGIN SORTING"')[1].split('"END SORTING"')[0]

    assert re.findall(r"(?:openat|creat|pwrite64|mkdir|rename)\(.*", sorting) == []
    assert len(re.findall(r"write\(", sorting)) == 1  # the mark at the end
