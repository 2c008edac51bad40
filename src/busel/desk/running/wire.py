"""The messages between a desk, the fork server and the door. SOCK_SEQPACKET; one byte, then the load.

With the door (`busel.server.door` documents that half; a test compares the letters):

- fork server → door: PORCH or BLANK, with the control socket of that process;
- door → desk: CONNECTION, with a connection;
- desk → door: REGISTER and the SHA-256 of the session cookie's value.

With the fork server, on a socket that the desk was born with:

- desk → fork server: TAKEN (a connection came: make another blank desk), BECOME and the locker's id (16 bytes),
  HOLD and RELEASE (work runs, work ended), END (kill my group);
- porch or desk → fork server: FROZEN and a locker's id: its account was frozen, kill its desk. A blank desk is heard
  while it signs somebody in (a quiet passphrase freezes);
- fork server → desk: BECAME and one byte, 1 when an older desk of this locker was ended for it.

On the command socket (a path in the server's own folder, readable by its owner only), one message, one answer:

- KILL and a locker's id → DONE and one byte, 1 when a desk was killed;
- STATUS → DONE and JSON: {"open", "signing", "blank"}.
"""

from __future__ import annotations

PORCH = b"P"
BLANK = b"B"
CONNECTION = b"C"
REGISTER = b"R"

TAKEN = b"T"
BECOME = b"M"
BECAME = b"m"
HOLD = b"H"
RELEASE = b"L"
END = b"E"
FROZEN = b"F"

KILL = b"K"
STATUS = b"S"
DONE = b"d"

LOCKER_BYTES = 16
MESSAGE_BYTES = 256
"""No message is longer."""
