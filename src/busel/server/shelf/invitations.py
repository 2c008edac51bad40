"""Invitations, by which accounts begin. The office's write ticket lays one, the ticket on a slip uses it up."""

from __future__ import annotations

from busel.server.shelf.calendar import today
from busel.server.shelf.database import writing
from busel.server.shelf.journals import opened
from busel.server.shelf.laying import lay, lay_unlock_rows, taken_ids_refused
from busel.server.shelf.models import Invitation, Journal, Locker, UnlockRow
from busel.server.shelf.sessions import SessionCalls
from busel.shelf import protocol, rules
from busel.shelf.protocol import BadTicketError, ExistsError


def check_sponsor(sponsor: bytes, write: bytes) -> None:
    """Raise BadTicketError unless the ticket writes the journal that was founded to sponsor: the office."""
    opened(sponsor, "write_digest", write)
    if not Journal.objects.filter(id=sponsor, is_sponsor=True).exists():
        raise BadTicketError


class InvitationCalls(SessionCalls):
    """See protocol.Shelf for each call."""

    def invite(self, session: bytes, sponsor: bytes, write: bytes, invitation: protocol.NewInvitation) -> int:
        """See protocol.Shelf."""
        self._own(session)
        check_sponsor(sponsor, write)
        rules.check_invitation(invitation)
        last_day = today() + invitation.days
        with taken_ids_refused(), writing():
            if Locker.objects.filter(id=invitation.id).exists():  # else withdrawing it would take an account's rows
                raise ExistsError
            Invitation.objects.create(id=invitation.id, ticket_digest=invitation.ticket_digest, last_day=last_day)
            lay_unlock_rows([(invitation.id, invitation.row)])
        return last_day

    def withdraw(self, session: bytes, sponsor: bytes, write: bytes, invitation: bytes) -> None:
        """See protocol.Shelf."""
        self._own(session)
        check_sponsor(sponsor, write)
        with writing():
            if Invitation.objects.filter(id=invitation).delete()[0]:
                UnlockRow.objects.filter(locker=invitation).delete()

    def accept(self, ticket: bytes, locker: protocol.NewLocker, journal: protocol.NewJournal) -> None:
        """See protocol.Shelf. Of two who show one ticket at once, only one finds the row still there to delete."""
        rules.check_accepted(locker, journal)
        with taken_ids_refused(), writing():
            now = today()
            found = Invitation.objects.filter(ticket_digest=rules.digest(ticket), last_day__gte=now)
            invitation = found.values_list("id", flat=True).first()
            if invitation is None or not Invitation.objects.filter(id=invitation).delete()[0]:
                raise BadTicketError
            UnlockRow.objects.filter(locker=invitation).delete()
            if Invitation.objects.filter(id=locker.id).exists():
                raise ExistsError
            lay([locker], [journal], now)
