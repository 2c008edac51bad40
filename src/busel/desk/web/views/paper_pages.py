"""Pages that both a newcomer's desk and a member's show while passphrases are made; each says where they lead."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from busel.desk.account.accounts import Credentials
from busel.desk.web.components import FIRST_STEPS
from busel.desk.web.forms.papers import TypedBackForm

KEY_FILE_NAME = "key"
"""Neutral: a name of a file on a stick must say nothing."""


@dataclass(frozen=True)
class Way:
    """Where these pages stand: the frame around them, and the addresses of those beside them."""

    base: str
    start_url: str
    paper_url: str
    key_url: str
    again_url: str
    is_first: bool = True
    """A newcomer's, whose slip still works until the end of these pages."""


def show_paper(request: HttpRequest, told: Credentials, way: Way) -> HttpResponse:
    """Show what is to be written down."""
    context = {
        "base": way.base,
        "wide": True,
        "way": way,
        "step_labels": FIRST_STEPS if way.is_first else [],
        "handle": told.handle,
        "passphrase": told.passphrase.split(),
        "quiet": told.quiet.split(),
        "has_key": told.key_file is not None,
    }
    return render(request, "first/paper.html", context)


def show_again(request: HttpRequest, form: TypedBackForm, way: Way) -> HttpResponse:
    """Ask for what was written down."""
    context = {
        "base": way.base,
        "wide": True,
        "way": way,
        "form": form,
        "step_labels": FIRST_STEPS if way.is_first else [],
    }
    return render(request, "first/again.html", context)


def send_key_file(told: Credentials) -> HttpResponse:
    """Give the key file as a download."""
    response = HttpResponse(told.key_file or b"", content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{KEY_FILE_NAME}"'
    return response
