"""One envelope: who is in it, correcting them, deciding about all of them in one deed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.contacts.problems import Code
from busel.desk.actions.entries import DecidedAlreadyError, TakenBackError, accept_entry, contact_ids
from busel.desk.inboxes.deciding import INBOX, Work
from busel.desk.inboxes.entry import problems_of
from busel.desk.inboxes.filling import NotThereError
from busel.desk.inboxes.inbox import Waiting, decided, waiting
from busel.desk.inboxes.sums import SORTS, who_has
from busel.desk.journals.freshness import stamp
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note_people
from busel.desk.people.tag_labels import tag_labels
from busel.desk.running import member
from busel.desk.search.people import people_of
from busel.desk.web import notices
from busel.desk.web.decision_words import decision_words, settled_words
from busel.desk.web.entry_words import local_moment, people_words
from busel.desk.web.forms.correction import PARTS, corrected, opened, typed
from busel.desk.web.forms.section import Section, with_another_row, with_suggestions
from busel.desk.web.inbox_words import heading_words, item_of
from busel.desk.web.person_page import name_of
from busel.desk.web.person_words import called, listed
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.problem_words import sentence
from busel.desk.web.sum_words import SORT_WORDS, sum_words
from busel.desk.web.views import one_by_one
from busel.desk.web.views.contacts import suggested_words, tell_warnings
from busel.desk.web.views.on_the_table import over, work_of
from busel.registry.roles import Role

PAGE = 50


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def envelope(request: HttpRequest, name: str) -> HttpResponse:
    """Show the people of an envelope, or take over the marks on a page of them and go where the button says."""
    if (answer := over(name)) is not None:
        return answer
    work = work_of(name)
    have_come = work.look_again(stamp(member.current().session))
    sort = request.POST.get("with") or request.GET.get("with", "")
    pages = Paginator(who_has(work.people, sort), PAGE)
    # One who resembles somebody since the page was shown is shown anew: the answer may be another one then.
    if request.method != "POST" or (have_come and "alone" in request.POST):
        return _show(request, work, name, page=pages.get_page(request.GET.get("page")))
    if request.POST.get("through") == "yes":
        return one_by_one.through(work, name)
    shown = pages.get_page(request.POST.get("page")).object_list
    if request.POST.get("alone") == "accept":
        work.left_out = set()
        return _store(work, name)
    if request.POST.get("alone") == "reject":
        work.left_out = {0}
    else:
        marked = {int(one) for one in request.POST.getlist("accept") if one.isdecimal()}
        work.mark(list(shown), marked)
        if switched(request):
            return see_other(_page(name, request.POST.get("page", ""), sort))
    return see_other(_where_to(request, name))


def _where_to(request: HttpRequest, name: str) -> str:
    """Return where the pressed button leads: a page, correcting somebody, or deciding."""
    to, at = request.POST.get("to", ""), request.POST.get("correct", "")
    if at.isdecimal():
        return reverse("inbox_correct", args=[name, at])
    return _page(name, to, request.POST.get("with", "")) if to.isdecimal() else reverse("inbox_decide", args=[name])


def _page(name: str, page: str, sort: str) -> str:
    return f"{_url(name)}?page={page}" + (f"&with={sort}" if sort in SORTS else "")


def _url(name: str) -> str:
    return reverse("inbox_envelope", args=[name])


def _show(request: HttpRequest, work: Work, name: str, *, page: Page[Any]) -> HttpResponse:
    language, waiting = get_language() or "be", work.waiting
    shown = list(page.object_list)
    rest, sort = len(work.standing_out), request.GET.get("with", "")
    likely = [one.contact for at in shown for one in work.likely.get(at, ())]
    note_people(member.current().session, "open_inbox", likely)
    rows = {row.id: row for row in people_of(likely)}
    context = {
        "place": "inbox",
        "title": heading_words(waiting),
        "sender": waiting.sender or _("somebody whose name is not known here"),
        "when": local_moment(waiting.hour),
        "division": division_words(waiting.division_name, language),
        "number": work.entry.number,
        "source": work.entry.source,
        "moves": bool(waiting.back),
        "came_from": division_words(waiting.came_from, language)
        if waiting.came_from
        else _("a division that is not known here"),
        "vouched": waiting.is_vouched,
        "items": [item_of(member.current().session, work, at, known=rows, language=language) for at in shown],
        "alone": len(work.people) == 1,
        "page": page,
        "accepted": len(work.chosen),
        "total": len(work.people),
        "likely": len(work.likely),
        "clean": len(work.people) - rest,
        "rest": rest,
        "sums": sum_words(work.clean if rest else work.people, _url(name)),
        "sort": sort if sort in SORTS else "",
        "sort_words": SORT_WORDS.get(sort, ""),
        "all_url": _url(name),
        "looked": len(work.looked_at),
        "back_url": reverse("inbox"),
        "envelope": name,
    }
    return render(request, "inbox/envelope.html", context)


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Say what will happen to everybody in an envelope, and do it once that is confirmed."""
    if (answer := over(name)) is not None:
        return answer
    work = work_of(name)
    work.look_again(stamp(member.current().session))
    accepted = len(work.chosen)
    # Marks that were changed meanwhile, in another window, are shown before they are carried out.
    shown = f"{accepted}-{len(work.filled)}" if work.filled else str(accepted)
    if request.method == "POST" and request.POST.get("accepting") == shown:
        return _store(work, name)
    question, action, consequences = decision_words(work)
    context = {
        "place": "inbox",
        "question": question,
        "consequences": consequences,
        "action": action,
        "dangerous": not accepted and not work.filled,
        "hidden": [("accepting", shown)],
        "back_url": _url(name),
    }
    return render(request, "confirm.html", context)


def _store(work: Work, name: str) -> HttpResponse:
    try:
        accept_entry(member.current().session, work.waiting, work.chosen, known=work.known)
    except (NotThereError, ConflictError):
        work.filled.clear()
        notices.say(
            "warning",
            _("Somebody who was to be filled in was changed just now. Nothing is stored yet: please look once more."),
        )
        return see_other(_url(name))
    except DecidedAlreadyError:
        notices.say("warning", _("Somebody was quicker and has decided about this envelope. Nothing was stored twice."))
    except TakenBackError:
        notices.say("warning", _("The other division keeps this person after all: nothing was stored. Put it away."))
        return see_other(reverse("inbox"))
    else:
        following = INBOX.next_one() if len(work.people) == 1 else ""
        if following:  # there is no more to tell: the next one comes by itself
            notices.say("success", settled_words(work))
            return see_other(_url(following))
    return see_other(reverse("inbox_done", args=[name]))


@policy(Role.EDITOR)
@require_safe
def done(request: HttpRequest, name: str) -> HttpResponse:
    """Show what became of an envelope: the people who are stored now, and the way to the next one."""
    one = INBOX.waiting(name)
    noted = decided(one) if one else None
    if one is None or noted is None:
        return see_other(reverse("inbox"))
    session = member.current().session
    page = Paginator(_stored(one), PAGE).get_page(request.GET.get("page"))
    people = people_of(list(page.object_list))
    note_people(session, "open_inbox", list(page.object_list))
    page.object_list = listed(session, people, {}, get_language() or "be")  # type: ignore[assignment]  # rows in the place of ids
    following = INBOX.next_one()
    counts = noted.get("counts", {})
    context = {
        "place": "inbox",
        "accepted": people_words(counts.get("accepted", 0)),
        "rejected": people_words(counts.get("rejected", 0)) if counts.get("rejected") else "",
        "filled": people_words(counts["filled"]) if counts.get("filled") else "",
        "page": page,
        "waiting": waiting(session),
        "next_url": _url(following) if following else "",
        "back_url": reverse("inbox"),
    }
    return render(request, "inbox/done.html", context)


def _stored(one: Waiting) -> list[int]:
    ids = contact_ids(one)
    return [row.id for at in range(0, len(ids), 500) for row in people_of(ids[at : at + 500])]


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, name: str, at: int) -> HttpResponse:
    """Correct somebody before accepting; nothing of it is stored until then."""
    if (answer := over(name)) is not None:
        return answer
    work = work_of(name)
    if at >= len(work.people):
        raise Http404
    if request.method != "POST":
        return _draw(request, name, at, drawn=opened(work.people[at]))
    if switched(request):
        return _draw(request, name, at, drawn=typed(request.POST))
    if "more" in request.POST:
        return _draw(request, name, at, drawn=typed(with_another_row(request.POST, request.POST["more"])))
    if "suggest" in request.POST:
        filled = with_suggestions(PARTS, request.POST)
        drawn = typed(filled.data)
        filled.tell(drawn.forms)
        return _draw(request, name, at, drawn=drawn, suggested=suggested_words(filled.count))
    return _correct(request, work, name, at=at)


def _correct(request: HttpRequest, work: Work, name: str, *, at: int) -> HttpResponse:
    drawn = typed(request.POST)
    if not drawn.is_valid():
        return _draw(request, name, at, drawn=drawn)
    person = corrected(work.people[at], drawn)
    if Code.NAME_MISSING in problems_of(person):
        drawn.drawn[0].rows[0].add_error(None, str(sentence(Code.NAME_MISSING)))
        return _draw(request, name, at, drawn=drawn)
    work.correct(at, person)
    tell_warnings(drawn)
    notices.say("info", _("Your corrections stand here. They are stored once you accept."))
    return see_other(one_by_one.place(name, at) if work.goes_through else f"{_url(name)}?page={at // PAGE + 1}")


def _draw(request: HttpRequest, name: str, at: int, *, drawn: Section, **more: Any) -> HttpResponse:
    language = get_language() or "be"
    context = {
        "place": "inbox",
        "called": called(name_of(work_of(name).people[at].contact), language),
        "section": _("Correct before accepting"),
        "drawn": drawn.drawn,
        "forms": list(drawn.forms),
        "suggests": True,
        "labels": tag_labels(member.current().session),
        "back_url": f"{_url(name)}?page={at // PAGE + 1}",
    }
    return render(request, "contacts/edit.html", context | more)


urlpatterns: list[URLPattern] = [
    path("inbox/<str:name>/", envelope, name="inbox_envelope"),
    path("inbox/<str:name>/decide", decide, name="inbox_decide"),
    *one_by_one.urlpatterns,
    path("inbox/<str:name>/done", done, name="inbox_done"),
    path("inbox/<str:name>/correct/<int:at>", correct, name="inbox_correct"),
]
