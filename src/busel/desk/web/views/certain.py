"""Certain pairs all at once: what it would do, the press, taking it back; and the decision whether it is allowed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from busel.desk.actions.merging import merge_certain, set_merging, undo_certain
from busel.desk.duplicates.batches import Merged, Progress, batches, certain, mark_of, rule
from busel.desk.duplicates.finding_runs import WORK
from busel.desk.duplicates.review import REVIEW
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note_people
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.formats import format_number
from busel.desk.web.pair_page import BatchRow, pair_rows
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.access_runs import refreshing
from busel.registry.roles import Role

SAMPLE = 10


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def all_certain(request: HttpRequest) -> HttpResponse:
    """Show how many pairs are certain, some of them, and what was merged at once before; merge all on a press."""
    session, language = member.current().session, get_language() or "be"
    if (answer := _at_work(request)) is not None:
        return answer
    waiting = certain(session)
    if request.method == "POST":
        # What is merged is what was shown: other pairs are shown once more.
        if rule().certain and waiting and request.POST.get("mark") == mark_of(waiting):
            WORK.begin(session, merge_certain, undoes=False)
        return see_other(reverse("duplicates_certain"))
    shown = waiting[:SAMPLE]
    note_people(session, "find_contacts", [id_ for one in shown for id_ in one.key])
    context = {
        "place": "find",
        "looked": REVIEW.looked,
        "allowed": rule().certain,
        "count": len(waiting),
        "mark": mark_of(waiting),
        "rows": pair_rows(session, shown, language),
        "more": len(waiting) - len(shown),
        "first_url": reverse("duplicate", args=waiting[0].key) if waiting else "",
        "batches": [_row(session, one, language) for one in batches(session)],
        "back_url": reverse("duplicates"),
    }
    return render(request, "duplicates/certain.html", context)


def _at_work(request: HttpRequest) -> HttpResponse | None:
    """Return the page that tells how far it is; say once what came of it."""
    if (progress := WORK.progress) is None:
        return None
    if not WORK.ended.is_set():
        doing = _("Making two records of each again") if WORK.undoes else _("Making one record of each pair")
        context: dict[str, Any] = {"place": "find", "heading_text": _("Certain pairs"), "doing": doing, "stays": True}
        context |= {"done": progress.done, "total": progress.total}
        return refreshing(request, render(request, "imports/progress.html", context))
    _tell(progress)
    WORK.forget()
    return None


def _tell(progress: Progress) -> None:
    told = {"n": format_number(progress.done, get_language() or "be")}
    if WORK.has_failed:
        notices.say("error", _("It did not come to its end. What is done stays done; press again to go on."))
    elif WORK.undoes:
        notices.say("success", _("All of it is taken back."))
    else:
        words = ngettext("%(n)s pair is one record now.", "%(n)s pairs are one record each now.", progress.done)
        notices.say("success", words % told)
    if progress.left:
        notices.say("info", _("Something was changed meanwhile, or since. It stays as it is."))


def _row(session: Session, one: Merged, language: str) -> BatchRow:
    return BatchRow(
        record=one.id,
        day=one.batch.day,
        pairs=one.batch.counts.get("pairs", 0),
        division=division_words(_name_of(session, one.journal), language),
        undone=one.batch.undone,
        may_undo=not one.batch.undone and session.may(Role.EDITOR, one.journal),
    )


def _name_of(session: Session, journal: bytes) -> str:
    return next((bundle.name for bundle in session.divisions() if bundle.journal == journal), "")


@policy(Role.EDITOR)
@require_POST
def take_back(request: HttpRequest, record: int) -> HttpResponse:
    """Ask, then take a whole batch back."""
    session = member.current().session
    found = next((one for one in batches(session) if one.id == record), None)
    if found is None:
        raise Http404
    if not session.may(Role.EDITOR, found.journal):
        return forbidden(request)
    if request.POST.get("confirmed") == "yes":
        WORK.begin(session, lambda desk, progress: undo_certain(desk, found, progress), undoes=True)
        return see_other(reverse("duplicates_certain"))
    context = {
        "place": "find",
        "question": _("Take back all that was merged at once?"),
        "text": _("Each of the records stands again as it did before. What was written since stays."),
        "action": _("Take all of it back"),
        "back_url": reverse("duplicates_certain"),
    }
    return render(request, "confirm.html", context)


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest) -> HttpResponse:
    """Say whether editors may merge all certain pairs with one press, and change it."""
    session, now = member.current().session, rule().certain
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        wanted = request.POST.get("wanted") == "yes"
        try:
            set_merging(session, certain=wanted)
        except ConflictError:
            notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
        else:
            notices.say("success", _("It is allowed now.") if wanted else _("It is not allowed any more."))
        return see_other(reverse("standard"))
    context = {
        "place": "standard",
        "question": _("Merge certain pairs all at once"),
        "text": _("It is allowed: an editor may do it with one press.")
        if now
        else _("It is not allowed: each pair is looked at by somebody."),
        "consequences": [
            _(
                "Certain are pairs whose names, and a phone, an address or a date of birth agree, and nothing speaks "
                "against it."
            ),
            _("Of a hundred such pairs one or two may be two people all the same: a father and a son, two namesakes."),
            _("More than four records that look like one person are always looked at."),
            _("All of it can be taken back with one press."),
        ],
        "action": _("Allow it no more") if now else _("Allow it"),
        "hidden": [("wanted", "no" if now else "yes")],
        "back_url": reverse("standard"),
    }
    return render(request, "confirm.html", context)


urlpatterns: list[URLPattern] = [
    path("duplicates/certain", all_certain, name="duplicates_certain"),
    path("duplicates/certain/<int:record>/undo", take_back, name="duplicates_certain_undo"),
    path("standard/merging", decide, name="standard_merging"),
]
