"""The lists that were brought in, and taking a whole one back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.importing import undo_runs
from busel.desk.importing.undo_runs import Run, Stage
from busel.desk.importing.undoing import Brought, Sum, Undoing, lists_brought_in
from busel.desk.keys.posting import handles_of
from busel.desk.oversight.access_log import note_people
from busel.desk.running import member
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.entry_words import people_words
from busel.desk.web.formats import format_number, format_partial
from busel.desk.web.import_words import changed_word
from busel.desk.web.person_words import listed
from busel.desk.web.place_words import division_words, within
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.access_runs import refreshing
from busel.desk.web.views.around import zone_name
from busel.registry.roles import Role

PAGE = 50


@dataclass(frozen=True)
class ListRow:
    """A row of imports/lists.html."""

    title: str
    day: str
    who: str
    division: str
    new: int
    updated: int
    skipped: int
    problems: int
    meanwhile: int
    """Of those that stayed out, the ones that were to come in when the effects were shown."""
    blank: int
    undone: str
    url: str


@policy(Role.EDITOR)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show which lists were brought in, the newest first."""
    session = member.current().session
    page = Paginator(lists_brought_in(session), PAGE).get_page(request.GET.get("page"))
    page.object_list = list(_rows(session, page.object_list))  # type: ignore[arg-type]  # rows in the place of lists
    return render(request, "imports/lists.html", {"place": "import", "page": page, "back_url": reverse("import")})


def _rows(session: Session, some: list[Brought]) -> Iterator[ListRow]:
    zone, language = zone_name(session.keyring), get_language() or "be"
    for one in some:
        name = session.ledgers[one.journal].bundle.name
        stands = not one.batch.undone and session.may(Role.EDITOR, one.journal)
        yield ListRow(
            title=one.batch.title,
            day=one.batch.day,
            who=_handle(session, one, bytes.fromhex(one.batch.by)),
            division=division_words(within(name, zone) or name, language),
            new=one.batch.counts.get("new", 0),
            updated=one.batch.counts.get("updated", 0),
            skipped=one.batch.counts.get("skipped", 0),
            problems=one.batch.counts.get("problems", 0),
            meanwhile=one.batch.counts.get("meanwhile", 0),
            blank=one.batch.counts.get("blank", 0),
            undone=one.batch.undone,
            url=reverse("list_back", args=[one.id]) if stands else "",
        )


def _handle(session: Session, one: Brought, account: bytes) -> str:
    return handles_of(session, one.journal).get(account, "")


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, batch: int) -> HttpResponse:
    """Say what taking a list back would come to; once confirmed, do it, and tell how far it is."""
    session = member.current().session
    brought = next((one for one in lists_brought_in(session) if one.id == batch), None)
    if brought is None or not session.may(Role.EDITOR, brought.journal):
        raise Http404
    run = undo_runs.run_of(brought)
    if request.method == "POST" and request.POST.get("confirmed") == "yes" and run is not None:
        undo_runs.begin(session, run)
        return see_other(reverse("list_back", args=[batch]))
    if run is None or run.stage is Stage.READ:
        if brought.batch.undone:
            notices.say("info", _("This list was taken back already."))
            return see_other(reverse("lists"))
        run = undo_runs.look(session, brought)
    return _stage(request, session, run)


def _stage(request: HttpRequest, session: Session, run: Run) -> HttpResponse:
    if run.stage is Stage.READ and run.undoing is not None:
        return _ask(request, session, run.undoing)
    if run.stage in (Stage.READING, Stage.WRITING):
        return _at_work(request, run)
    undo_runs.drop(run)
    if run.stage is Stage.DONE and run.undoing is not None:
        notices.say("success", _came_to(run.undoing.came_to))
    else:
        notices.say("error", _("It stopped before the end. What was taken back until then is; do it again to go on."))
    return see_other(reverse("lists"))


def _at_work(request: HttpRequest, run: Run) -> HttpResponse:
    writing = run.stage is Stage.WRITING and run.undoing is not None
    context = {
        "place": "import",
        "heading_text": _("Taking the list “%(title)s” back") % {"title": run.brought.batch.title},
        "doing": _("Taking back") if writing else _("Looking what came with the list"),
        "done": run.undoing.done if run.undoing else 0,
        "total": len(run.undoing.pieces) if writing and run.undoing else 0,
        "stays": True,
    }
    return refreshing(request, render(request, "imports/progress.html", context))


def _ask(request: HttpRequest, session: Session, undoing: Undoing) -> HttpResponse:
    sum_, language = undoing.foreseen, get_language() or "be"
    batch = undoing.brought.batch
    note_people(session, "find_contacts", sum_.named)
    named = listed(session, people_of(sum_.named), {}, language)
    context = {
        "place": "import",
        "title": batch.title,
        "day": format_partial(batch.day, language),
        "who": _handle(session, undoing.brought, undoing.author),
        "removed": people_words(sum_.removed) if sum_.removed else "",
        "put_back": people_words(sum_.put_back) if sum_.put_back else "",
        "stay": people_words(sum_.stay) if sum_.stay else "",
        "back": _cell_words(sum_.back),
        "left": _cell_words(sum_.left),
        "named": named,
        "more": sum_.stay - len(named),
        "sealed": undoing.sealed,
        "nothing": not sum_.people,
        "back_url": reverse("lists"),
    }
    return render(request, "imports/back.html", context)


def _cell_words(cells: Counter[tuple[str, str]]) -> str:
    """Return which fields, each with in how many people, the most frequent first."""
    counted: Counter[str] = Counter()
    for (kind, name), count in cells.items():
        counted[changed_word(kind, name)] += count
    language = get_language() or "be"
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return "; ".join(f"{word}: {format_number(count, language)}" for word, count in ordered)


def _came_to(sum_: Sum) -> str:
    told = [
        _("Gone: %(people)s.") % {"people": people_words(sum_.removed)} if sum_.removed else "",
        _("As before: %(people)s.") % {"people": people_words(sum_.put_back)} if sum_.put_back else "",
        _("Stayed: %(people)s.") % {"people": people_words(sum_.stay)} if sum_.stay else "",
    ]
    return " ".join([_("The list is taken back."), *filter(None, told)])


urlpatterns: list[URLPattern] = [
    path("import/lists/", lists, name="lists"),
    path("import/lists/<int:batch>", back, name="list_back"),
]
