"""What is told of a new account once: how its person signs in, and the codes that freeze and thaw it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from busel.cli import output
from busel.desk.account.accounts import Credentials
from busel.desk.freezes.freezing import written


def slip(credentials: Credentials) -> dict[str, Any]:
    """Return what `--json` tells of a new account."""
    return {
        "handle": credentials.handle,
        "passphrase": credentials.passphrase,
        "freeze_code": written(credentials.freeze_code),
        "thaw_halves": [written(half) for half in credentials.thaw_halves],
    }


def tell_slip(told: Mapping[str, Any]) -> None:
    """Say the same in lines that fit a terminal."""
    office, coordinator = told["thaw_halves"]
    output.say(f"  account name  {told['handle']}")
    output.say(f"  passphrase    {told['passphrase']}")
    output.say(f"  freeze code   {told['freeze_code']}")
    output.say(f"  thaw half 1   {office}")
    output.say(f"  thaw half 2   {coordinator}")


def tell_what_slips_are_for() -> None:
    """Say who keeps which code: without them nobody can freeze, and ten quiet days shut an account for good."""
    output.say("Freeze code: whoever types it on the page “Freeze an account” shuts that account at once.")
    output.say("It stands on the person's slip; the office and a coordinator keep copies.")
    output.say("Thaw halves: both together open an account that was frozen, or that nobody used for")
    output.say("ten days: busel account thaw. Half 1 is kept by the office, half 2 by a coordinator, never")
    output.say("in one place. Whose account it is keeps neither: an administrator's lie with two coordinators.")
