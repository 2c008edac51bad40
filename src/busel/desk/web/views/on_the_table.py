"""Envelopes that an editor has on the table: the work on one, or the way to what became of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from busel.desk.inboxes.deciding import INBOX, Work
from busel.desk.inboxes.inbox import decided
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.porch_views import see_other


def over(name: str) -> HttpResponse | None:
    """Return the way to what was decided, or to the list for an envelope that is not known; None while it waits."""
    one = INBOX.waiting(name)
    is_over = one is not None and decided(one) is not None
    if not is_over and INBOX.work(member.current().session, name) is None:
        notices.say("info", _("This envelope is no longer in the inbox."))
        return see_other(reverse("inbox"))
    if not is_over:
        return None
    notices.say("info", _("Somebody has decided about this envelope already. Nothing was stored twice."))
    return see_other(reverse("inbox_done", args=[name]))


def work_of(name: str) -> Work:
    """Return the work on an envelope that waits. Raises Http404."""
    work = INBOX.work(member.current().session, name)
    if work is None:
        raise Http404
    return work
