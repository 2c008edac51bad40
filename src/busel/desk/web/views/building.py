"""Building a search: a page of rows; each press keeps what was typed and leads back to where it was pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.contacts.records import SavedSearch
from busel.desk.actions.searches import change_search, may_delete, save_search
from busel.desk.oversight.counting import FEW, note_counted
from busel.desk.running import member
from busel.desk.search.conditions import BadConditionError, Condition, compile_condition, count_where, some_where
from busel.desk.search.kept import ORDERS, RESULTS, ask
from busel.desk.search.saved_searches import saved_search, saved_searches
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.building.drafts import DRAFTS, Draft, draft_of
from busel.desk.web.building.drawing import drawn
from busel.desk.web.building.examples import EXAMPLES
from busel.desk.web.building.rows import picker
from busel.desk.web.building.tree import GROUP
from busel.desk.web.condition_words import condition_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.result_columns import ORDER_WORDS, column_choices
from busel.desk.web.saved_links import said_count
from busel.registry.roles import Role

TITLE_LETTERS = 120


@policy(Role.VIEWER)
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """Show the saved searches, each in words, and examples to begin with."""
    session = member.current().session
    saved = [
        {
            "title": one.title,
            "words": condition_words(one.search.where),
            "count": said_count(session, one),
            "url": reverse("saved_search", args=[one.record]),
        }
        for one in saved_searches(session)
    ]
    return render(request, "searches/all.html", {"place": "find", "saved": saved, "examples": EXAMPLES})


@policy(Role.VIEWER)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a search: an empty one, an example, one out of a result, or a saved one to change."""
    session = member.current().session
    draft = _begun(session, request)
    return see_other(reverse("search_build", args=[DRAFTS.keep(draft)]))


def _begun(session: Session, request: HttpRequest) -> Draft:
    record, result = request.POST.get("saved", ""), RESULTS.get(request.POST.get("result", ""))
    example = next((one for one in EXAMPLES if one.key == request.POST.get("example")), None)
    if record.isdecimal():
        saved = saved_search(session, int(record))
        if saved is None:
            raise Http404
        search = saved.search
        mine = saved.record if may_delete(session, saved) else 0
        return draft_of(
            session, search.where, title=search.title, record=mine, columns=search.columns, order=search.order
        )
    if result is not None:
        return draft_of(session, result.condition)
    return example.draft(session) if example else Draft()


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def build(request: HttpRequest, name: str) -> HttpResponse:
    """Show a search in the making, or do what was pressed on it."""
    session = member.current().session
    draft = DRAFTS.get(name)
    if draft is None:
        notices.say("info", _("This search is no longer kept. Begin it once more."))
        return see_other(reverse("searches"))
    if request.method != "POST":
        return _show(request, session, draft, name)
    draft.take(request.POST)
    if switched(request):
        return _show(request, session, draft, name)
    press, _colon, rest = request.POST.get("press", "count").partition(":")
    here = reverse("search_build", args=[name])
    if press in _ENDS:
        return _ENDS[press](session, draft) or see_other(f"{here}#ready")
    at = _PRESSES.get(press, _stay)(draft, int(rest) if rest.isdecimal() else 0, request)
    return see_other(f"{here}#{at}")


def _stay(_draft: Draft, _id: int, _request: HttpRequest) -> str:
    return "count"


def _add(draft: Draft, id_: int, request: HttpRequest) -> str:
    new = draft.tree.add(id_, request.POST.get(f"n{id_}.add", ""))
    if new is None and request.POST.get(f"n{id_}.add"):
        notices.say("warning", _("There is no room for more conditions in this search."))
    return f"n{new.id}" if new else f"add{id_}"


def _add_group(draft: Draft, id_: int, _request: HttpRequest) -> str:
    new = draft.tree.add(id_, GROUP)
    if new is None:
        notices.say("warning", _("Groups cannot be laid deeper into each other than this."))
    return f"n{new.id}" if new else f"add{id_}"


def _take(draft: Draft, id_: int, _request: HttpRequest) -> str:
    parent = draft.tree.parent_of(id_)
    draft.tree.take(id_)
    return f"n{parent.id}" if parent and parent.id != draft.tree.top.id else "count"


def _up(draft: Draft, id_: int, _request: HttpRequest) -> str:
    draft.tree.move(id_, -1)
    return f"n{id_}"


def _down(draft: Draft, id_: int, _request: HttpRequest) -> str:
    draft.tree.move(id_, 1)
    return f"n{id_}"


_PRESSES: dict[str, Callable[[Draft, int, HttpRequest], str]] = {
    "add": _add,
    "group": _add_group,
    "take": _take,
    "up": _up,
    "down": _down,
}


def _people(session: Session, draft: Draft) -> HttpResponse | None:
    """Lead to the people; None where something has to be mended first."""
    where = draft.condition(session)
    if _wrong(draft) or _counted(where, draft) is None:
        return None
    result = ask("", where)
    result.columns, result.order = draft.columns, draft.order
    return see_other(reverse("results", args=[RESULTS.keep(result)]))


def _save(session: Session, draft: Draft) -> HttpResponse | None:
    where = draft.condition(session)
    if _wrong(draft) or _counted(where, draft) is None:
        return None
    if not draft.title or len(draft.title) > TITLE_LETTERS:
        notices.say("warning", _("Give the search a name of at most 120 letters."))
        return None
    saved = saved_search(session, draft.record) if draft.record else None
    changed = SavedSearch(title=draft.title, where=where, columns=draft.columns, order=draft.order)
    if saved is None or not change_search(session, saved, changed):
        draft.record = save_search(session, draft.title, where, columns=draft.columns, order=draft.order)
    notices.say("success", _("The search is saved. It stays live: who fits later is in it, too."))
    return see_other(reverse("saved_search", args=[draft.record]))


_ENDS = {"people": _people, "save": _save}


def _wrong(draft: Draft) -> bool:
    return draft.sample_wrong or any(node.wrong for node in draft.tree.top.walk())


def _counted(where: Condition, draft: Draft) -> int | None:
    """Return how many fit now; None for a search that cannot be run."""
    try:
        compile_condition(where, within=[draft.record] if draft.record else [])
        return count_where(where)
    except BadConditionError:
        return None


def _show(request: HttpRequest, session: Session, draft: Draft, name: str) -> HttpResponse:
    where = draft.condition(session)
    people = _counted(where, draft)
    if people is not None and people < FEW:
        note_counted(session, some_where(where, FEW))
    context: dict[str, Any] = {
        "place": "find",
        "draft": draft,
        "name": name,
        "top": drawn(session, draft.tree),
        "picker": picker(session),
        "words": condition_words(where),
        "is_empty": not draft.tree.top.children,
        "wrong": _wrong(draft),
        "people": people,
        "columns": column_choices(draft.columns),
        "orders": [(key, words, key == draft.order) for key, words in ORDER_WORDS.items() if key in ("", *ORDERS)],
    }
    return render(request, "searches/build.html", context)


urlpatterns: list[URLPattern] = [
    path("searches", searches, name="searches"),
    path("searches/begin", begin, name="search_begin"),
    path("searches/build/<str:name>", build, name="search_build"),
]
