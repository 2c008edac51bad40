"""Changing a field of the data standard: the form, then what it would do, then done by an administrator or proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from busel.contacts.kept import Kept
from busel.contacts.records import Field
from busel.desk.actions.standard import propose_field, set_fields
from busel.desk.journals.writing import ConflictError
from busel.desk.keeping.field_changes import Effect, by_answer, effects, rounded
from busel.desk.keeping.field_proposals import MOST_REASON, Proposal
from busel.desk.keeping.standard import standard
from busel.desk.running import member
from busel.desk.search.conditions import PEOPLE
from busel.desk.search.kept import RESULTS, ask
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.standard import FieldEditor
from busel.desk.web.own_words import own_value
from busel.desk.web.place_words import division_words, in_order
from busel.desk.web.policy import signed_in
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.reach_words import language
from busel.desk.web.standard_words import change_lines, title_of_field
from busel.desk.web.views.standard import kept_or_404, may_propose, may_write

MORE_ROWS = 5
SHOWN_VALUES = 20
"""Of each division, on the page that shows what would not fit; the rest are one line."""


class ReasonForm(forms.Form):
    """Why a coordinator proposes it."""

    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=MOST_REASON,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        help_text=gettext_lazy("The administrators read it. Do not name people."),
    )


@dataclass(frozen=True)
class UnfitRow:
    """One value that would not fit, in one division, and how its people are asked for."""

    division: str
    value: str
    people: int
    name: str


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a field."""
    return _edit(request, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a field."""
    return _edit(request, kept_or_404(key))


def _edit(request: HttpRequest, kept: Kept | None) -> HttpResponse:
    session = member.current().session
    if not may_write(session) and not may_propose(session):
        return forbidden(request)
    if request.method != "POST":
        return _draw(request, FieldEditor.opened(kept))
    if switched(request) or {"back", "more"} & set(request.POST):
        more = MORE_ROWS if "more" in request.POST else 0
        return _draw(request, FieldEditor.typed(kept, request.POST, more=more))
    return _take(request, session, kept)


def _take(request: HttpRequest, session: Session, kept: Kept | None) -> HttpResponse:
    editor = FieldEditor.typed(kept, request.POST)
    if not editor.is_valid():
        return _draw(request, editor)
    if kept is not None and editor.form.opened_on != kept.field.fields():
        return _draw(request, _anew(request, kept), changed_meanwhile=True)
    return _decide(request, session, editor)


def _anew(request: HttpRequest, kept: Kept) -> FieldEditor:
    """Return what was typed, opened on the field as it is now: pressing again keeps what was typed."""
    data = request.POST.copy()
    data["base"] = FieldEditor.opened(kept).form.initial["base"]
    return FieldEditor.typed(kept, data)


def _decide(request: HttpRequest, session: Session, editor: FieldEditor) -> HttpResponse:
    known, kept = standard(), editor.kept
    after = editor.field(known)
    if kept is not None and after == kept.field:
        notices.say("info", _("Nothing was different, so nothing was changed."))
        return see_other(reverse("standard_field", args=[kept.key]))
    found = effects(session, after, kept.field if kept else None) if kept and kept.built_in is None else []
    if request.POST.get("people"):
        return _people(request.POST["people"], found) or _check(request, editor, after, found)
    reason = ReasonForm(request.POST if "confirmed" in request.POST else None)
    if "confirmed" not in request.POST or not reason.is_valid():
        return _check(request, editor, after, found, reason=reason)
    if may_write(session):
        return _save(request, session, editor, after)
    counted = _counted(session, found, after)
    proposal = Proposal(
        field=after, before=kept.field if kept else None, reason=reason.cleaned_data["reason"], **counted
    )
    propose_field(session, proposal)
    notices.say("success", _("Your proposal is with the administrators. Nothing changes until one of them accepts it."))
    return see_other(reverse("standard"))


def _save(request: HttpRequest, session: Session, editor: FieldEditor, after: Field) -> HttpResponse:
    try:
        set_fields(session, [after])
    except ConflictError:
        return _draw(request, editor, changed_meanwhile=True)
    notices.say("success", _("Saved. Every desk has it with its next page."))
    return see_other(f"{reverse('standard')}#{after.key}")


def _counted(session: Session, found: list[Effect], after: Field) -> dict[str, Any]:
    """Return what a proposal tells of people: how many, in tens."""
    return {
        "divisions": len(session.divisions()),
        "filled": rounded(sum(one.filled for one in found)),
        "unfit": rounded(sum(one.people for one in found)),
        "answers": by_answer(found, after),
    }


def _people(asked: str, found: list[Effect]) -> HttpResponse | None:
    """Lead to the people whose value would not fit: all of a division, or those with one value."""
    journal, _colon, at = asked.partition(":")
    effect = next((one for one in found if one.journal.hex() == journal), None)
    if effect is None or not at.isdecimal() or int(at) > len(effect.unfit):
        return None
    some = effect.unfit if int(at) == len(effect.unfit) else [effect.unfit[int(at)]]
    ids = [id_ for one in some for id_ in one.people]
    return see_other(reverse("results", args=[RESULTS.keep(ask("", {"field": PEOPLE, "is": ids}))]))


def _check(
    request: HttpRequest, editor: FieldEditor, after: Field, found: list[Effect], *, reason: ReasonForm | None = None
) -> HttpResponse:
    """Show what would change, and what would not fit, before it happens."""
    session, kept = member.current().session, editor.kept
    rows = [row for effect in found for row in _unfit_rows(effect, kept.field if kept else after)]
    context = {
        "place": "standard",
        "title": title_of_field(after, language()),
        "changes": change_lines(kept.field if kept else None, after, language()),
        "hidden": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in ("csrfmiddlewaretoken", "check", "people", "confirmed", "reason")
        ],
        "rows": sorted(rows, key=lambda row: in_order(row.division)),
        "filled": sum(one.filled for one in found),
        "unfit": sum(one.people for one in found),
        "ends": kept is not None and kept.field.enabled and not after.enabled,
        "is_own": kept is not None and kept.built_in is None,
        "reads": bool(session.divisions()),
        "may_write": may_write(session),
        "form": reason or ReasonForm(),
    }
    return render(request, "standard/check.html", context)


def _unfit_rows(effect: Effect, before: Field) -> list[UnfitRow]:
    name = division_words(effect.division, language())
    shown = [
        UnfitRow(name, own_value(before, one.value, language()), len(one.people), f"{effect.journal.hex()}:{at}")
        for at, one in enumerate(effect.unfit[:SHOWN_VALUES])
    ]
    rest = effect.unfit[SHOWN_VALUES:]
    if rest:
        people, place = sum(len(one.people) for one in rest), f"{effect.journal.hex()}:{len(effect.unfit)}"
        shown.append(UnfitRow(name, _("other values"), people, place))
    return shown


def _draw(request: HttpRequest, editor: FieldEditor, *, changed_meanwhile: bool = False) -> HttpResponse:
    session, kept = member.current().session, editor.kept
    context: dict[str, Any] = {
        "place": "standard",
        "title": title_of_field(kept.field, language()) if kept else "",
        "editor": editor,
        "form": editor.form,
        "is_built_in": kept is not None and kept.built_in is not None,
        "may_be_disabled": kept is None or kept.may_be_disabled,
        "changed_meanwhile": changed_meanwhile,
        "may_write": may_write(session),
        "back_url": reverse("standard_field", args=[kept.key]) if kept else reverse("standard"),
    }
    return render(request, "standard/change.html", context)


urlpatterns: list[URLPattern] = [
    path("standard/add", add, name="standard_add"),
    path("standard/fields/<str:key>/change", change, name="standard_change"),
]
