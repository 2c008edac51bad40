"""Telephones and e-mail addresses of a row, with those marked that do not lead to the person."""

from __future__ import annotations

from busel.journal.deed import Fields
from busel.sheets.draft import Draft

_BAD = {"status": "bad"}


def phones(draft: Draft) -> list[dict[str, str]]:
    """Return the row's telephones; a wrong one that stands nowhere else in the row is one, too."""
    if not draft.wrong_phones:
        return draft.phones
    wrong = list(map(_key, draft.wrong_phones))
    known = set(map(_key, draft.phones))
    own = [one | _BAD if _key(one) in wrong else one for one in draft.phones]
    return own + [one | _BAD for one in draft.wrong_phones if _key(one) not in known]


def emails(draft: Draft) -> list[Fields]:
    """Return the fields of the row's e-mail addresses, wrong ones as in `phones`."""
    if not draft.wrong_emails:
        return [{"address": one} for one in dict.fromkeys(draft.emails)] if draft.emails else []
    every = dict.fromkeys((*draft.emails, *draft.wrong_emails))
    return [{"address": one} | (_BAD if one in draft.wrong_emails else {}) for one in every]


def _key(phone: dict[str, str]) -> str:
    return phone["number"] or phone["written"]
