"""Calls about lockers: unlock, sessions, the sealed keyring, and how an account begins."""

from __future__ import annotations

from django.db.models import F

from busel.server.shelf.calendar import today
from busel.server.shelf.database import lock_out_other_founders, writing
from busel.server.shelf.freezing import idle_days
from busel.server.shelf.keeping import look_daily
from busel.server.shelf.laying import check_whole, lay, lay_unlock_rows, taken_ids_refused
from busel.server.shelf.models import Invitation, Journal, Locker, UnlockRow
from busel.server.shelf.sessions import SessionCalls
from busel.shelf import protocol, rules
from busel.shelf.protocol import BadTicketError, ExistsError, FrozenError, VersionMovedError


class LockerCalls(SessionCalls):
    """See protocol.Shelf for each call."""

    def unlock(self, tag: bytes) -> protocol.UnlockRow | None:
        """See protocol.Shelf."""
        over = Invitation.objects.filter(last_day__lt=today()).values("id")
        sealed = UnlockRow.objects.filter(tag=tag).exclude(locker__in=over).values_list("sealed", flat=True).first()
        return None if sealed is None else protocol.UnlockRow(tag, bytes(sealed))

    def found(self, lockers: list[protocol.NewLocker], journals: list[protocol.NewJournal]) -> None:
        """See protocol.Shelf."""
        check_whole(lockers, journals)
        with taken_ids_refused(), writing():
            lock_out_other_founders()
            if Locker.objects.exists() or Journal.objects.exists():
                raise ExistsError
            lay(lockers, journals, today())

    def open_session(self, locker: bytes, ticket: bytes, day: int) -> bytes:
        """See protocol.Shelf."""
        row = Locker.objects.filter(id=locker).first()
        if row is None:
            raise BadTicketError
        rules.check_ticket(ticket, bytes(row.session_digest))
        now = today()
        if row.is_frozen or rules.is_idle(row.last_day, now, idle_days=idle_days()):
            raise FrozenError
        noted = min(day, now)
        if noted > row.last_day:
            with writing():
                Locker.objects.filter(id=locker, last_day__lt=noted).update(last_day=noted)
        look_daily()
        return self._sessions.begin(locker, bytes(row.session_digest))

    def close_session(self, session: bytes) -> None:
        """See protocol.Shelf."""
        self._sessions.end(session)

    def read_locker(self, session: bytes) -> protocol.Locker:
        """See protocol.Shelf."""
        found = Locker.objects.values_list("version", "sealed", "is_renewable").get(id=self._own(session))
        version, sealed, is_renewable = found
        return protocol.Locker(version, bytes(sealed), is_renewable)

    def write_locker(self, session: bytes, replaces: int, sealed: bytes) -> protocol.Locker:
        """See protocol.Shelf."""
        rules.check_bodies([sealed])
        locker = self._own(session)
        with writing():
            written = Locker.objects.filter(id=locker, version=replaces).update(version=F("version") + 1, sealed=sealed)
        if not written:
            raise VersionMovedError
        return protocol.Locker(replaces + 1, sealed)

    def put_unlock_rows(self, session: bytes, add: list[protocol.UnlockRow], drop: list[bytes] | None) -> None:
        """See protocol.Shelf."""
        rules.check_unlock_rows(add)
        locker = self._own(session)
        with taken_ids_refused(), writing():
            own = UnlockRow.objects.filter(locker=locker)
            (own if drop is None else own.filter(tag__in=drop)).delete()
            lay_unlock_rows([(locker, row) for row in add])
