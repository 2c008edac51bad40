"""A PDF as a download: at "Safest" Tor Browser shows none, and its name says nothing."""

from __future__ import annotations

from django.http import HttpResponse

from busel.desk.sandboxes.printing import NEUTRAL_NAME

CARDS = "cards.pdf"
"""What a PDF of cards is called."""


def pdf(file: bytes, name: str = NEUTRAL_NAME) -> HttpResponse:
    """Return a PDF as an answer."""
    return HttpResponse(
        file,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
