"""Searching: the words go into RAM, the address holds a random id."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.desk.actions.searches import delete_search, may_delete, save_search
from busel.desk.oversight.access_log import note_people
from busel.desk.oversight.counting import note_counted
from busel.desk.running import member
from busel.desk.search.conditions import BadConditionError, Condition
from busel.desk.search.did_you_mean import FIRST_PAGE
from busel.desk.search.free_text import TEXTS
from busel.desk.search.kept import RESULTS, Result, ask
from busel.desk.search.people import people_of
from busel.desk.search.saved_searches import Saved, saved_search
from busel.desk.search.text import Reason
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.condition_words import condition_lines
from busel.desk.web.forms.filters import FiltersForm, SaveSearchForm, filters_of, offered
from busel.desk.web.person_words import listed
from busel.desk.web.policy import policy, repeatable
from busel.desk.web.porch_views import see_other
from busel.desk.web.result_columns import USUAL, more_columns
from busel.desk.web.saved_links import saved_links
from busel.desk.workspace.models import Contact
from busel.registry.roles import Role

PAGE = FIRST_PAGE
MOST_LETTERS = 200


@repeatable
@policy(Role.VIEWER)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show the search box, and the saved searches."""
    session = member.current().session
    context = {
        "place": "find",
        "saved": saved_links(session),
        "total": Contact.objects.count(),
        "texts_ready": TEXTS.ready,
    }
    return render(request, "contacts/find.html", context | _may(session))


@policy(Role.VIEWER)
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Search by words and filters, keep the result, and lead to it."""
    session = member.current().session
    typed = _changed(request.POST) if "from" in request.POST else request.POST
    form = FiltersForm(typed, offered=offered(session))
    query = typed.get("q", "").strip()[:MOST_LETTERS]
    if not form.is_valid():
        # A label or a division that is gone meanwhile: search without what cannot be understood.
        form = FiltersForm(_only(typed, form.cleaned_data), offered=offered(session))
        form.full_clean()
    kept = {name: form.data.getlist(name) for name in form.fields if name in form.data}  # type: ignore[attr-defined]  # a QueryDict
    base, title = _base(session, request.POST)
    parts = [one for one in (base, form.condition()) if one is not None]
    try:
        result = ask(query, {"all": parts} if len(parts) > 1 else parts[0] if parts else None, kept)
    except BadConditionError:
        notices.say("warning", _("This search was made with a newer version and cannot be run here."))
        return see_other(reverse("find"))
    result.base, result.base_title = base, title
    return see_other(reverse("results", args=[RESULTS.keep(result)]))


def _base(session: Session, posted: QueryDict) -> tuple[Condition | None, Any]:
    """Return among whom to look, and what they are called: what a report, a saved or a built search asked stays."""
    saved = posted.get("among_saved", "")
    if saved.isdecimal() and (found := saved_search(session, int(saved))) is not None:
        return {"search": found.record}, found.title
    before = RESULTS.get(posted.get("among") or posted.get("from", ""))
    if before is None or posted.get("drop") == "base=":
        return None, ""
    if before.base is not None:
        return before.base, before.base_title
    return (None, "") if before.typed or before.query else (before.where, before.title)


def _changed(posted: QueryDict) -> QueryDict:
    """Return what a result was asked with, but for the button pressed: without a filter, its words as texts, others."""
    before = RESULTS.get(posted.get("from", ""))
    name, _sign, value = posted.get("drop", "").partition("=")
    typed = QueryDict(mutable=True)
    if before is not None:
        typed["q"] = before.query
        for key, values in before.typed.items():
            typed.setlist(key, [one for one in values if (key, one) != (name, value)])
        if "texts" in posted:
            typed["q"], typed["words"] = "", before.query
        if "meant" in posted:
            typed["q"] = posted.get("meant", "")
    return typed


def _only(typed: QueryDict, understood: dict[str, Any]) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in understood:
        kept.setlist(name, typed.getlist(name))
    return kept


@repeatable
@policy(Role.VIEWER)
@require_safe
def results(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page of a kept result."""
    result = RESULTS.get(name)
    if result is None:
        notices.say("info", _("This result is no longer kept. Search once more."))
        return see_other(reverse("find"))
    return _show(request, result, result_id=name, save_form=SaveSearchForm())


@policy(Role.VIEWER)
@require_POST
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Save the search of a kept result under a name."""
    result = RESULTS.get(name)
    if result is None:
        notices.say("info", _("This result is no longer kept. Search once more."))
        return see_other(reverse("find"))
    form = SaveSearchForm(request.POST)
    if not form.is_valid():
        return _show(request, result, result_id=name, save_form=form)
    record = save_search(member.current().session, form.cleaned_data["title"], result.condition)
    notices.say("success", _("The search is saved. It stays live: who fits later is in it, too."))
    return see_other(reverse("saved_search", args=[record]))


@policy(Role.VIEWER)
@require_safe
def show_saved(request: HttpRequest, record: int) -> HttpResponse:
    """Show whom a saved search finds now."""
    session = member.current().session
    saved = _saved_or_404(session, record)
    try:
        result = ask("", saved.search.where)
        result.columns, result.order = saved.search.columns, saved.search.order
    except BadConditionError:
        notices.say("warning", _("This search was made with a newer version and cannot be run here."))
        return see_other(reverse("find"))
    more = {
        "saved_title": saved.title,
        "saved_record": record,
        "lines": condition_lines(saved.search.where),
        "delete_url": reverse("saved_search_delete", args=[record]) if may_delete(session, saved) else "",
        "letters_query": f"search={record}",
    }
    return _show(request, result, **more)


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def delete_saved(request: HttpRequest, record: int) -> HttpResponse:
    """Ask, then take a saved search away. Nobody who was found by it changes."""
    session = member.current().session
    saved = _saved_or_404(session, record)
    if not may_delete(session, saved):
        raise Http404
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        delete_search(session, saved)
        notices.say("success", _("The search is taken away. The people in it are as they were."))
        return see_other(reverse("find"))
    context = {
        "place": "find",
        "question": _("Take away the saved search “%(title)s”?") % {"title": saved.title},
        "consequences": [_("The people whom it finds stay as they are."), _("Others who use it no longer find it.")],
        "action": _("Take this search away"),
        "dangerous": True,
        "back_url": reverse("saved_search", args=[record]),
    }
    return render(request, "confirm.html", context)


def _saved_or_404(session: Session, record: int) -> Saved:
    saved = saved_search(session, record)
    if saved is None:
        raise Http404
    return saved


def _show(request: HttpRequest, result: Result, **more: Any) -> HttpResponse:
    session = member.current().session
    language = get_language() or "be"
    ids = result.ordered(request.GET.get("sort", ""), language)
    page = Paginator(ids, PAGE).get_page(request.GET.get("page"))
    note_people(session, "find_contacts", list(page.object_list))
    for one in result.meant:
        note_counted(session, one.contacts)  # that somebody is called so is told of them, too
    shown = people_of(list(page.object_list))
    heads, cells = more_columns([row.id for row in shown], result.columns)
    rows = listed(session, shown, result.reasons, language, query=result.query)
    page.object_list = [replace(row, more=cells[one.id]) for row, one in zip(rows, shown, strict=True)]  # type: ignore[misc]  # rows in the place of ids
    filters, chips = filters_of(session, result.typed)
    context = {
        "place": "find",
        "query": result.query,
        "texts_ready": TEXTS.ready,
        "has_names": _has_names(result),
        "meant": [one.text for one in result.meant] if "result_id" in more else [],
        "is_weak": result.is_weak,
        "filters": filters,
        "chips": chips,
        "page": page,
        "heads": heads,
        "usual": result.columns or USUAL,
        "may_save": "save_form" in more,
        "may_print": bool(session.divisions(least=Role.EDITOR)),
        "letters_query": f"result={more.get('result_id')}",
        # What neither a filter nor a title says: it was built.
        "lines": [] if result.typed or result.title or result.where is None else condition_lines(result.where),
        "title": result.title,
        "base_lines": _base_lines(result),
    }
    return render(request, "contacts/results.html", context | _may(session) | more)


def _base_lines(result: Result) -> list[Any]:
    if result.base is None:
        return []
    return [result.base_title] if result.base_title else condition_lines(result.base)


def _has_names(result: Result) -> bool:
    """Were people found by their names, so that the same words in notes and addresses were not looked for?"""
    return any(Reason.TEXT not in why and Reason.PHONE not in why for why in islice(result.reasons.values(), 1))


def _may(session: Session) -> dict[str, bool]:
    return {"may_add": bool(session.divisions(least=Role.EDITOR))}


urlpatterns: list[URLPattern] = [
    path("find", find, name="find"),
    path("search", search, name="search"),
    path("results/<str:name>", results, name="results"),
    path("results/<str:name>/save", save, name="search_save"),
    path("searches/<int:record>", show_saved, name="saved_search"),
    path("searches/<int:record>/delete", delete_saved, name="saved_search_delete"),
]
