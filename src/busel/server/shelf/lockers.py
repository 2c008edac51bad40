"""Calls about lockers: unlock, freeze and thaw, sessions, the sealed keyring, and how an account begins."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Greatest

from busel.server.shelf.calendar import today
from busel.server.shelf.database import lock_out_other_founders, writing
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

    def freeze(self, code: bytes) -> bytes | None:
        """See protocol.Shelf. The database is asked first, so no session can begin after the others ended."""
        found = Locker.objects.filter(freeze_digest=rules.digest(code))
        with writing():
            found.update(is_frozen=True)
        locker = found.values_list("id", flat=True).first()
        if locker is None:
            return None
        self._sessions.end_all_of(bytes(locker))
        return bytes(locker)

    def thaw(self, halves: tuple[bytes, bytes]) -> None:
        """See protocol.Shelf."""
        one, other = (rules.digest(half) for half in halves)
        straight = Q(thaw_first_digest=one, thaw_second_digest=other)
        crossed = Q(thaw_first_digest=other, thaw_second_digest=one)
        with writing():
            found = Locker.objects.filter(straight | crossed)
            thawed = found.update(is_frozen=False, last_day=Greatest("last_day", today()))
        if not thawed:
            raise BadTicketError

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
        if row.is_frozen or row.last_day < now - settings.BUSEL_IDLE_DAYS:
            raise FrozenError
        noted = min(day, now)
        if noted > row.last_day:
            with writing():
                Locker.objects.filter(id=locker, last_day__lt=noted).update(last_day=noted)
        return self._sessions.begin(locker)

    def close_session(self, session: bytes) -> None:
        """See protocol.Shelf."""
        self._sessions.end(session)

    def read_locker(self, session: bytes) -> protocol.Locker:
        """See protocol.Shelf."""
        version, sealed = Locker.objects.values_list("version", "sealed").get(id=self._own(session))
        return protocol.Locker(version, bytes(sealed))

    def write_locker(self, session: bytes, replaces: int, sealed: bytes) -> protocol.Locker:
        """See protocol.Shelf."""
        rules.check_bodies([sealed])
        locker = self._own(session)
        with writing():
            written = Locker.objects.filter(id=locker, version=replaces).update(version=F("version") + 1, sealed=sealed)
        if not written:
            raise VersionMovedError
        return protocol.Locker(replaces + 1, sealed)

    def put_unlock_rows(self, session: bytes, add: list[protocol.UnlockRow], drop: list[bytes]) -> None:
        """See protocol.Shelf."""
        rules.check_unlock_rows(add)
        locker = self._own(session)
        with taken_ids_refused(), writing():
            UnlockRow.objects.filter(locker=locker, tag__in=drop).delete()
            lay_unlock_rows([(locker, row) for row in add])
