"""The porch is everybody's and never ends, so it signs nobody in, whatever the door lets through to it."""

from __future__ import annotations

import pytest
from django.test import Client

from busel.desk.running import process
from busel.desk.running.process import DeskProcess, Mode

TYPED = {"handle": "amber-otter", "passphrase": "abandon ability able about above absent absorb"}


@pytest.fixture
def porch(monkeypatch: pytest.MonkeyPatch) -> DeskProcess:
    handle = DeskProcess(Mode.PORCH)
    monkeypatch.setattr(process, "current", handle)
    return handle


@pytest.mark.usefixtures("porch")
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in?x", "/%73ign-in"])
def test_a_sign_in_that_came_to_the_porch_is_sent_to_the_page_and_not_read(path: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(path, TYPED)
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in")
    assert not answer.wsgi_request._read_started


@pytest.mark.usefixtures("porch")
def test_the_porch_shows_the_page_itself() -> None:
    assert Client().get("/sign-in").templates[0].name == "porch/sign_in.html"


def test_no_request_ends_the_porch(porch: DeskProcess) -> None:
    with pytest.raises(RuntimeError):
        porch.end("refused")
    assert not porch.is_ending
