"""How lists are read: readings of columns that were kept, and what was learned about headings."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from busel.desk.actions.imports import delete_mapping, forget_heading, rename_mapping
from busel.desk.importing.learning import learned_headings
from busel.desk.importing.mappings import KeptMapping, kept_mappings
from busel.desk.journals.writing import ConflictError
from busel.desk.keeping.standard import standard
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.forms.import_columns import TITLE_LETTERS
from busel.desk.web.import_words import target_choices
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.registry.roles import Role


@policy(Role.EDITOR)
@require_safe
def kept_readings(request: HttpRequest) -> HttpResponse:
    """Show the kept readings and the learned headings of the divisions that are open."""
    session = member.current().session
    mappings, learned = kept_mappings(session), learned_headings(session)
    targets = [target for one in mappings for target in one.mapping.columns.values()]
    words = dict(target_choices([*targets, *(one.means for one in learned)], standard(), get_language() or "be"))
    context = {
        "place": "import",
        "title_letters": TITLE_LETTERS,
        "mappings": [
            {
                "record": one.record,
                "title": one.title,
                "columns": [(heading, words.get(target, target)) for heading, target in one.mapping.columns.items()],
                "may": session.may(Role.EDITOR, one.journal),
            }
            for one in mappings
        ],
        "headings": [
            {
                "record": one.record,
                "heading": one.heading.heading,
                "means": words.get(one.means, one.means),
                "lists": one.heading.targets.get(one.means, 0),
                "may": session.may(Role.EDITOR, one.journal),
            }
            for one in learned
        ],
        "back_url": reverse("import"),
    }
    return render(request, "imports/readings.html", context)


def _mapping(record: int) -> KeptMapping:
    session = member.current().session
    for one in kept_mappings(session):
        if one.record == record and session.may(Role.EDITOR, one.journal):
            return one
    raise Http404


@policy(Role.EDITOR)
@require_POST
def rename(request: HttpRequest, record: int) -> HttpResponse:
    """Call a kept reading otherwise; two never bear one name."""
    kept, title = _mapping(record), " ".join(request.POST.get("title", "").split())[:TITLE_LETTERS]
    session = member.current().session
    others = {one.title.casefold() for one in kept_mappings(session) if one.record != record}
    if not title:
        notices.say("error", _("Write a name. Nothing was changed."))
    elif title.casefold() in others:
        notices.say("error", _("Another reading is called so. Nothing was changed."))
    else:
        _try_to(lambda: rename_mapping(session, kept, title), _("Renamed."))
    return see_other(reverse("kept_readings"))


@policy(Role.EDITOR)
@require_POST
def delete(_request: HttpRequest, record: int) -> HttpResponse:
    """Keep a reading no more. Nobody who came in by it is touched."""
    kept, session = _mapping(record), member.current().session
    _try_to(lambda: delete_mapping(session, kept), _("Deleted. Who came in by it stays as they are."))
    return see_other(reverse("kept_readings"))


@policy(Role.EDITOR)
@require_POST
def forget(_request: HttpRequest, record: int) -> HttpResponse:
    """Forget what was learned about a heading."""
    session = member.current().session
    found = [one for one in learned_headings(session) if one.record == record]
    if not found or not session.may(Role.EDITOR, found[0].journal):
        raise Http404
    _try_to(lambda: forget_heading(session, found[0]), _("Forgotten: the heading is guessed anew."))
    return see_other(reverse("kept_readings"))


def _try_to(do: Callable[[], None], done: str) -> None:
    try:
        do()
    except ConflictError:
        notices.say("warning", _("Somebody changed it meanwhile. Look once more."))
    else:
        notices.say("success", done)


urlpatterns: list[URLPattern] = [
    path("import/readings/", kept_readings, name="kept_readings"),
    path("import/readings/<int:record>/rename", rename, name="reading_rename"),
    path("import/readings/<int:record>/delete", delete, name="reading_delete"),
    path("import/headings/<int:record>/forget", forget, name="heading_forget"),
]
