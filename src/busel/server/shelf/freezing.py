"""Calls that freeze, thaw and tell how accounts stand; and the limit of days without use."""

from __future__ import annotations

from django.db.models import Q

from busel.server.shelf.calendar import today
from busel.server.shelf.database import writing
from busel.server.shelf.invitations import check_sponsor
from busel.server.shelf.laying import refuse_others_halves, taken_ids_refused
from busel.server.shelf.models import Limit, Locker
from busel.server.shelf.sessions import SessionCalls
from busel.shelf import protocol, rules
from busel.shelf.protocol import HALF_AWAITED, IDLE_DAYS, NO_HALF_NEEDED, THAW_DAYS, THAWED, BadTicketError

ONLY = 1
"""The one row of the limits."""


def idle_days() -> int:
    """Return after how many days without use a locker opens no session."""
    set_to = Limit.objects.filter(id=ONLY).values_list("idle_days", flat=True).first()
    return IDLE_DAYS if set_to is None else set_to


class FreezingCalls(SessionCalls):
    """See protocol.Shelf for each call."""

    def freeze(self, code: bytes) -> bytes | None:
        """See protocol.Shelf. The database is asked first, so no session can begin after the others ended."""
        found = Locker.objects.filter(freeze_digest=rules.digest(code))
        with writing():
            found.update(is_frozen=True, shown_half=0, shown_until=0)
        locker = found.values_list("id", flat=True).first()
        if locker is None:
            return None
        self._sessions.end_all_of(bytes(locker))
        return bytes(locker)

    def thaw(self, half: bytes) -> int:
        """See protocol.Shelf."""
        shown, now = rules.digest(half), today()
        with writing():
            found = Locker.objects.select_for_update().filter(Q(thaw_first_digest=shown) | Q(thaw_second_digest=shown))
            row = found.first()
            if row is None:
                raise BadTicketError
            found = Locker.objects.filter(id=bytes(row.id))
            if not (row.is_frozen or rules.is_idle(row.last_day, now, idle_days=idle_days())):
                return NO_HALF_NEEDED
            number = 1 if bytes(row.thaw_first_digest) == shown else 2
            if row.shown_half != 3 - number or not rules.half_is_awaited(row.shown_until, now):
                found.update(shown_half=number, shown_until=now + THAW_DAYS)
                return HALF_AWAITED
            last_day = max(row.last_day, now)
            found.update(is_frozen=False, is_renewable=True, last_day=last_day, shown_half=0, shown_until=0)
            return THAWED

    def put_codes(self, session: bytes, freeze_digest: bytes, thaw_digests: tuple[bytes, bytes]) -> None:
        """See protocol.Shelf."""
        rules.check_codes(freeze_digest, thaw_digests)
        first, second = thaw_digests
        own = Locker.objects.filter(id=self._own(session), is_renewable=True, freeze_digest=freeze_digest)
        with taken_ids_refused(), writing():
            refuse_others_halves(self._own(session), thaw_digests)
            put = own.update(thaw_first_digest=first, thaw_second_digest=second, is_renewable=False)
        if not put:
            raise BadTicketError

    def states(self, session: bytes, codes: list[bytes]) -> protocol.States:
        """See protocol.Shelf."""
        rules.check_states(codes)
        self._own(session)
        digests, now = [rules.digest(code) for code in codes], today()
        found = {bytes(row.freeze_digest): _state(row, now) for row in Locker.objects.filter(freeze_digest__in=digests)}
        return protocol.States(idle_days(), now, [found.get(one) for one in digests])

    def set_idle_days(self, session: bytes, sponsor: bytes, write: bytes, days: int) -> None:
        """See protocol.Shelf."""
        rules.check_idle_days(days)
        self._own(session)
        check_sponsor(sponsor, write)
        with writing():
            Limit.objects.update_or_create(id=ONLY, defaults={"idle_days": days})


def _state(row: Locker, now: int) -> protocol.AccountState:
    shown = (row.shown_half, row.shown_until) if rules.half_is_awaited(row.shown_until, now) else (0, 0)
    return protocol.AccountState(row.is_frozen, row.last_day, *shown)
