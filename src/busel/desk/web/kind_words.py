"""The kinds of records about a person in words, as a preview counts them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KIND_WORDS: dict[str, str | Promise] = {
    "contact": _("names and marks"),
    "phone": _("phones"),
    "email": _("e-mail addresses"),
    "address": _("addresses"),
    "tag": _("tags"),
    "activity": _("activities"),
    "messenger": _("messengers"),
    "relationship": _("relationships"),
    "membership": _("groups"),
    "attendance": _("events"),
    "consent": _("consents"),
    "trace": _("changes in the division before"),
    "household": _("household"),
    "merge": _("merged records"),
    "distinct": _("not the same person"),
}


def counted(kind: str, count: int) -> str:
    """Return a kind with how many there are: "phones (2)"."""
    words = str(KIND_WORDS[kind])
    return f"{words} ({count})" if count > 1 else words
