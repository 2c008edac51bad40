"""A person's history: who changed what, and undoing one change."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from busel.desk.actions.contacts import undo_change
from busel.desk.clock import moment
from busel.desk.journals.changes import Change, Past, Undone, histories_of
from busel.desk.journals.undoing import is_merge, may_be_undone, plan_undo, undone_deeds
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note
from busel.desk.people.person import Person
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.components import Event
from busel.desk.web.deed_words import deed_words, origin_words
from busel.desk.web.error_views import forbidden
from busel.desk.web.kind_words import KIND_WORDS
from busel.desk.web.moving_words import befores
from busel.desk.web.op_words import op_lines
from busel.desk.web.person_page import title_of
from busel.desk.web.policy import policy, repeatable
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.contacts import person_or_404
from busel.desk.web.views.parting import ask_to_part, part, stays_words
from busel.desk.web.went_before import records_that_went, went_into
from busel.journal.errors import JournalError
from busel.registry.roles import Role

PAGE = 50


@repeatable
@policy(Role.VIEWER)
@require_safe
def history(request: HttpRequest, id_: int) -> HttpResponse:
    """Show every change of a person, newest first; only those of one kind of records, if wished."""
    session = member.current().session
    found = person_or_404(id_)
    note(session, "open_history", found.journal, [id_])
    days = went_into(session, found)
    pasts = _pasts(found, days)
    past = pasts[id_]
    may_undo = found.may_edit(session)
    undone = undone_deeds(past.changes)
    kinds, only = _kinds(past), request.GET.get("kind", "")
    changes = [one for one in past.changes if any(op.kind == only for op in one.ops)] if only in kinds else past.changes
    language = get_language() or "be"
    page = Paginator(changes, PAGE).get_page(request.GET.get("page"))
    page.object_list = [_event(one, undone=one.deed in undone, may_undo=may_undo) for one in page.object_list]  # type: ignore[misc]  # events in the place of changes
    context = {
        "place": "find",
        "contact": {"id": id_},
        "called": title_of(found, language),
        "page": page,
        "kinds": [(kind, KIND_WORDS[kind], kind == only) for kind in kinds],
        "kind": only if only in kinds else "",
        "sealed": past.sealed,
        "doubtful": past.doubtful,
        "went": [] if page.has_next() or only in kinds else list(records_that_went(days, pasts, _event, language)),
        "befores": befores(found) if not page.has_next() else [],
        "back_url": reverse("contact", args=[id_]),
        "erase_url": reverse("erase", args=[id_]) if session.may(Role.COORDINATOR, found.journal) else "",
    }
    return render(request, "contacts/history.html", context)


@policy(Role.EDITOR)
@require_POST
def undo(request: HttpRequest, id_: int) -> HttpResponse:
    """Show what undoing would come to; once confirmed, undo."""
    found = person_or_404(id_)
    if not found.may_edit(member.current().session):
        return forbidden(request)
    note(member.current().session, "open_history", found.journal, [id_])
    change = next((one for one in _past(found).changes if one.deed.hex() == request.POST.get("deed")), None)
    if change is None or not may_be_undone(change):
        raise Http404
    if request.POST.get("confirmed") != "yes":
        return _ask(request, found, change)
    return _undo(found, change)


def _ask(request: HttpRequest, found: Person, change: Change) -> HttpResponse:
    if is_merge(change):
        return ask_to_part(request, found, change.deed)
    plan = plan_undo(change)
    context = {
        "place": "find",
        "question": _("Undo this change?") if plan.back else _("There is nothing left to undo"),
        "text": _("Everything else about the person stays. The undoing is a new entry in the history."),
        "changes": op_lines(plan.back),
        "consequences": stays_words(plan.left),
        "action": _("Undo this change"),
        "nothing": not plan.back,
        "hidden": [("deed", change.deed.hex())],
        "back_url": reverse("contact_history", args=[found.id]),
    }
    return render(request, "confirm.html", context)


def _undo(found: Person, change: Change) -> HttpResponse:
    if is_merge(change):
        return part(found, change.deed)
    session = member.current().session
    history_url = reverse("contact_history", args=[found.id])
    try:
        undone = undo_change(session, found.journal, found.id, deed=change.deed)
    except ConflictError:
        notices.say(
            "warning", _("Somebody changed the same at this moment, so nothing was undone. Look, and try again.")
        )
        return see_other(history_url)
    _tell(undone)
    return see_other(history_url)


def _tell(undone: Undone) -> None:
    if undone.written is None:
        notices.say("info", _("There was nothing left to undo."))
    else:
        notices.say("success", _("The change is undone."))
    for line in stays_words(undone.left):
        notices.say("info", line)


def _kinds(past: Past) -> list[str]:
    """Return the kinds of records that the changes are about, in the order of the page of a person."""
    there = {op.kind for one in past.changes for op in one.ops}
    return [kind for kind in KIND_WORDS if kind in there]


def _past(found: Person) -> Past:
    return _pasts(found)[found.id]


def _pasts(found: Person, others: Iterable[int] = ()) -> dict[int, Past]:
    try:
        return histories_of(member.current().session, found.journal, [found.id, *others])
    except JournalError:
        notices.say("error", _("The history could not be verified, so it is not shown. Tell your coordinator."))
        return {found.id: Past([])}


def _event(change: Change, *, undone: bool = False, may_undo: bool = False) -> Event:
    offers_undo = may_undo and not undone and may_be_undone(change) and bool(plan_undo(change).back)
    return Event(
        when=localtime(moment(change.hour)),
        who=change.handle or _("somebody whose name is not known here"),
        title=deed_words(change.name),
        changes=op_lines(change.ops),
        origin=origin_words(change.batch, get_language() or "be"),
        undo_id=change.deed.hex() if offers_undo else "",
        undo_words=_("Make two records again") if is_merge(change) else _("Undo"),
        undone=undone,
    )


urlpatterns: list[URLPattern] = [
    path("contacts/<int:id_>/history", history, name="contact_history"),
    path("contacts/<int:id_>/undo", undo, name="contact_undo"),
]
