"""The messages of the control protocol; what they mean stands in the package's docstring."""

from __future__ import annotations

PORCH = b"P"
BLANK = b"B"
CONNECTION = b"C"
REGISTER = b"R"

DIGEST_BYTES = 32
MESSAGE_BYTES = 64
"""No message is longer."""
