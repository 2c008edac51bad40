"""The organisation's day, not the server's: letters and receipts bear it."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from busel.desk import clock
from busel.desk.running import options


def day_in(zone: str, monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(options, "chosen", msgspec.structs.replace(options.chosen, time_zone=zone))
    return clock.today_date()


def test_the_day_is_that_of_the_organisations_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    # 26 hours lie between the two, so at no moment is it the same day in both.
    first, last = (day_in(zone, monkeypatch) for zone in ("Pacific/Kiritimati", "Etc/GMT+12"))
    assert 1 <= (first - last).days <= 2


def test_the_written_day_is_the_same_one() -> None:
    assert date.fromisoformat(clock.today_iso()) == clock.today_date()
