"""What waits for an administrator about the keys that all accounts share."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from busel.desk.access import rotating
from busel.desk.journals.writing import NotAllowedError
from busel.desk.keys.organisation import organisation_keys_owed, shared_journals
from busel.desk.session import Session
from busel.desk.web.access_tasks import KeysOwed


def at_work(session: Session) -> bool:
    """Are they being changed at this moment, by this desk?"""
    now = rotating.current()
    return now.at_work and not set(now.left).isdisjoint(_shared(session))


def shared_keys_owed(session: Session) -> KeysOwed | None:
    """Return what the home page tells of them, for administrators; None where nothing is due."""
    url = reverse("shared_keys")
    if at_work(session):
        told = _("The keys are being changed. You can go on working.")
        return KeysOwed(told, [], "", progress_url=url, name="shared")
    if not organisation_keys_owed(session):
        return None
    text = _(
        "An account has ended, or somebody coordinates or administrates no more. The old shared keys still open the"
        " names of divisions and the data standard. Change them now; everybody goes on working meanwhile."
    )
    return KeysOwed(text, [], url, _("Change the shared keys"), name="shared")


def _shared(session: Session) -> list[bytes]:
    try:
        return shared_journals(session)
    except NotAllowedError:
        return []
