"""Fixtures: a door and a fork server as they run, with the test pages of `site`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "site"))

from desk_harness import Running, Starter, start, stop

from busel.desk.running.options import Limits, Options
from busel.server.door.settings import DoorSettings


@pytest.fixture
def start_desks(tmp_path: Path) -> Iterator[Starter]:
    """Start with options of one's own: limits and numbers as keywords of Options, `door` for the door's settings."""
    begun: list[Running] = []

    def starter(
        door: dict[str, Any] | None = None,
        limits: dict[str, float] | None = None,
        prefix: Sequence[str] = (),
        **chosen: Any,
    ) -> Running:
        folder = tmp_path / str(len(begun))
        folder.mkdir()
        options = Options(
            demo=True,
            command_socket=str(folder / "desks.sock"),
            around=(),
            preload=(),
            porch_urls="deskapp.porch_urls",
            blank_urls="deskapp.porch_urls",
            keyed_urls="deskapp.keyed_urls",
            limits=Limits(**(limits or {})),
            **chosen,
        )
        begun.append(start(folder, options, DoorSettings(socket=str(folder / "onion.sock"), **(door or {})), prefix))
        return begun[-1]

    yield starter
    for running in begun:
        stop(running)


@pytest.fixture
def desks(start_desks: Starter) -> Running:
    return start_desks()
