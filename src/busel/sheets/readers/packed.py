"""Workbooks that are zip files: what they say of themselves is weighed before anything is unpacked."""

from __future__ import annotations

import codecs
import io
import zipfile

from busel.sheets.readers import Refused

MAX_UNPACKED = 1 << 30
"""Bytes of all parts together as the directory states them. 113,220 rows of 15 columns are 60 MB."""
MAX_PARTS = 5_000
BAD_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError)
"""What reading a bad zip file may end with, `zlib.error` aside."""

codecs.lookup("cp437")  # of the names in a zip file; loaded now, once the child is locked up it can load nothing


def opened(data: bytes, *, wanted: str) -> zipfile.ZipFile:
    """Open a zip file that has a part whose name ends so; a few kilobytes can hold ten gigabytes, which are refused.

    Raises Refused: "damaged", "not-a-sheet", "password", "too-large".
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BAD_ZIP as error:
        raise Refused("damaged") from error
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused("too-large")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password")
    if not any(part.filename.endswith(wanted) for part in parts):
        raise Refused("not-a-sheet")
    return archive
