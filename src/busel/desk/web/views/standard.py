"""What we keep: the fields of the data standard by section, each with its reason; and one field by itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from busel.contacts.kept import Kept
from busel.desk.actions.standard import moved, set_fields
from busel.desk.journals.writing import ConflictError
from busel.desk.keeping.field_answers import answers
from busel.desk.keeping.field_changes import effects
from busel.desk.keeping.field_proposals import proposals
from busel.desk.keeping.standard import standard
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.place_words import division_words, in_order
from busel.desk.web.policy import policy, signed_in
from busel.desk.web.porch_views import see_other
from busel.desk.web.reach_words import day_of, language
from busel.desk.web.standard_words import SECTION_WORDS, field_row, title_of_field, told_in
from busel.registry.roles import Role


def may_write(session: Session) -> bool:
    """May this account decide what is kept?"""
    commons = session.keyring.named("commons")
    return commons is not None and session.may(Role.ADMINISTRATOR, commons.journal)


def may_propose(session: Session) -> bool:
    """May it propose a change?"""
    return not may_write(session) and bool(session.divisions(least=Role.COORDINATOR))


def kept_or_404(key: str) -> Kept:
    """Return a field of the standard."""
    kept = standard().by_key.get(key)
    if kept is None:
        raise Http404
    return kept


@signed_in
@require_safe
def what_we_keep(request: HttpRequest) -> HttpResponse:
    """Show every field with its reason; what is switched off, below."""
    session, known = member.current().session, standard()
    context = {
        "place": "standard",
        "sections": [_section(name, fields) for name, fields in known.sections()],
        "off": [field_row(kept, language()) for kept in known if not kept.field.enabled],
        "without_purpose": sum(kept.field.enabled and not kept.field.purpose for kept in known),
        **_rights(session),
        "waiting": len(proposals(session)) if may_write(session) else 0,
        "answers": _answers() if may_propose(session) else [],
    }
    return render(request, "standard/all.html", context)


def _answers() -> list[dict[str, Any]]:
    known, shown = standard().by_key, []
    for one in answers():
        kept = known.get(one.field)
        title = title_of_field(kept.field, language()) if kept else _("a new field")
        shown.append({"title": title, "day": day_of(one.sent), "answered": day_of(one.hour), "accepted": one.accepted})
    return shown


def _section(name: str, fields: list[Kept]) -> dict[str, Any]:
    shown = [kept for kept in fields if kept.field.enabled]
    rows = [field_row(kept, language(), is_first=kept is shown[0], is_last=kept is shown[-1]) for kept in shown]
    return {"name": name, "title": SECTION_WORDS[name], "rows": rows}


def _rights(session: Session) -> dict[str, bool]:
    may_let_go = bool(session.divisions(least=Role.EDITOR))
    return {"may_write": may_write(session), "may_propose": may_propose(session), "may_let_go": may_let_go}


@signed_in
@require_safe
def one_field(request: HttpRequest, key: str) -> HttpResponse:
    """Show one field, and how many people have a value in the divisions that open here."""
    session, kept = member.current().session, kept_or_404(key)
    found = effects(session, kept.field) if kept.built_in is None else []
    rows = [
        {"name": division_words(one.division, language()), "filled": one.filled, "unfit": one.people}
        for one in found
        if one.filled
    ]
    context = {
        "place": "standard",
        "row": field_row(kept, language()),
        "section": SECTION_WORDS[kept.section],
        "is_own": kept.built_in is None,
        "is_off": not kept.field.enabled,
        **told_in(kept.field, language()),
        "divisions": sorted(rows, key=lambda row: in_order(str(row["name"]))),
        "filled": sum(one.filled for one in found),
        "unfit": sum(one.people for one in found),
        "reads": bool(session.divisions()),
        **_rights(session),
    }
    return render(request, "standard/field.html", context)


@policy(Role.ADMINISTRATOR)
@require_POST
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Let a field change places with its neighbour."""
    kept_or_404(key)
    fields = moved(standard(), key, down="down" in request.POST)
    try:
        set_fields(member.current().session, fields)
    except ConflictError:
        notices.say("warning", _("Somebody else is changing the order at this moment. Look at it once more."))
    return see_other(f"{reverse('standard')}#{key}")


urlpatterns: list[URLPattern] = [
    path("standard/", what_we_keep, name="standard"),
    path("standard/fields/<str:key>", one_field, name="standard_field"),
    path("standard/fields/<str:key>/move", move, name="standard_move"),
]
