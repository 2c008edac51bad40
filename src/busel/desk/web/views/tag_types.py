"""The tags of the zone: where they are shown, what each language calls them, which values they have."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.actions.tag_types import add_tag_type, change_tag_type, drop_tag_type
from busel.desk.journals.writing import ConflictError
from busel.desk.people.tag_labels import tag_labels
from busel.desk.people.tag_types import TypeHeld, tag_types
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.division import DivisionForm
from busel.desk.web.forms.record import decode
from busel.desk.web.forms.shared import TagTypeForm
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.registry.roles import Role

_WHOSE = gettext_lazy("Whose the tag is: only who works there sees what is written here.")


@policy(Role.VIEWER)
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """List the tags in use: first those about which something is written down, by group; then the others."""
    session, language = member.current().session, get_language() or "be"
    found = tag_types(session)
    by_group: dict[str, list[dict[str, Any]]] = {}
    for held in found:
        by_group.setdefault(held.type.group, []).append(_row(session, held, language))
    known = {held.type.label for held in found}
    context = {
        "place": "find",
        "by_group": list(by_group.items()),
        "free": [label for label in tag_labels(session) if label not in known],
        "may_edit": bool(session.divisions(least=Role.EDITOR)),
        "back_url": reverse("find"),
    }
    return render(request, "tags/all.html", context)


def _row(session: Session, held: TypeHeld, language: str) -> dict[str, Any]:
    bundle = session.ledgers[held.journal].bundle
    return {
        "type": held.type,
        "words": held.type.labels.get(language, ""),
        "division": division_words(bundle.name, language),
        "url": reverse("tag_type", args=[held.record]) if session.may(Role.EDITOR, held.journal) else "",
    }


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write something down about a tag."""
    session = member.current().session
    if request.method != "POST" or switched(request):
        typed = request.POST.dict() if request.method == "POST" else {"label": ""}
        return _draw(
            request, TagTypeForm(initial=typed), first=DivisionForm(initial=typed, session=session, hint=_WHOSE)
        )
    first, form = DivisionForm(request.POST, session=session, hint=_WHOSE), TagTypeForm(request.POST)
    if not (first.is_valid() and form.is_valid()):
        return _draw(request, form, first=first)
    type_ = form.tag_type()
    if any(held.journal == first.journal and held.type.label == type_.label for held in tag_types(session)):
        form.add_error("label", _("This tag is described in this division already. Change it in the list."))
        return _draw(request, form, first=first)
    add_tag_type(session, first.journal, type_)
    notices.say("success", _("Saved."))
    return see_other(reverse("tag_types"))


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, record: int) -> HttpResponse:
    """Change what is written down about a tag, or forget it; people keep the tag."""
    session = member.current().session
    held = next((one for one in tag_types(session) if one.record == record), None)
    if held is None:
        raise Http404
    if not session.may(Role.EDITOR, held.journal):
        return forbidden(request)
    if request.method != "POST":
        return _draw(request, TagTypeForm(initial=TagTypeForm.opened_on(held.type.fields())), may_drop=True)
    if switched(request):
        return _draw(request, TagTypeForm(initial=request.POST.dict()), may_drop=True)
    form = TagTypeForm(request.POST)
    if "drop" not in request.POST and not form.is_valid():
        return _draw(request, form, may_drop=True)
    return _keep(session, held, None if "drop" in request.POST else form)


def _keep(session: Session, held: TypeHeld, form: TagTypeForm | None) -> HttpResponse:
    try:
        if form is None:
            drop_tag_type(session, held)
        else:
            change_tag_type(session, held, form.tag_type(), was=decode(form.cleaned_data["base"]) or {})
    except ConflictError:
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
    else:
        notices.say("success", _("Saved."))
    return see_other(reverse("tag_types"))


def _draw(request: HttpRequest, form: TagTypeForm, **more: Any) -> HttpResponse:
    session = member.current().session
    context = {
        "place": "find",
        "form": form,
        "labels": tag_labels(session),
        "tag_groups": sorted({held.type.group for held in tag_types(session) if held.type.group}),
        "back_url": reverse("tag_types"),
    }
    return render(request, "tags/edit.html", context | more)


urlpatterns: list[URLPattern] = [
    path("tags/", every, name="tag_types"),
    path("tags/new", new, name="tag_type_new"),
    path("tags/<int:record>", edit, name="tag_type"),
]
