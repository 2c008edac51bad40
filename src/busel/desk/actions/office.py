"""What an administrator decides about accounts with new keys."""

from __future__ import annotations

from busel.desk.access import office_renewed
from busel.desk.access.renewed import Renewed
from busel.desk.actions import action
from busel.desk.session import Session


@action("note_new_keys")
def take_in_for_office(session: Session, renewed: Renewed) -> None:
    """Let new keys count for the office, after six words. Raises what `office_renewed.take_in_office` does.

    New keys of what all accounts share are owed: the caller changes them next.
    """
    office_renewed.take_in_office(session, renewed)


@action("note_new_keys")
def put_office_alarm_away(session: Session, renewed: Renewed) -> None:
    """Take the message out of the office's inbox and send nothing. Raises NotAllowedError or a ShelfError."""
    office_renewed.put_away(session, renewed)
