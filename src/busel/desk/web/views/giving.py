"""Giving access: where, as what, until when, how much; then everything once more, before anything happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from busel.desk.access import drafts, jobs
from busel.desk.access.drafts import EXPORTING, Draft
from busel.desk.access.holders import coordinated
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.access_summary import summary
from busel.desk.web.forms.access import LimitsForm, RoleForm, UntilForm, WhereForm
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.reach_words import language
from busel.desk.web.views.members import found_or_404
from busel.registry.roles import Role

STEPS = (
    gettext_lazy("Where"),
    gettext_lazy("Role"),
    gettext_lazy("How long"),
    gettext_lazy("Limits"),
    gettext_lazy("Check"),
)
NAMES = ("where", "role", "until", "limits", "confirm")


def _on_draft(step: str) -> Callable[[Callable[[HttpRequest, Draft], HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view of one question; answer who comes back to a draft that is not kept."""

    def wrap(ask: Callable[[HttpRequest, Draft], HttpResponse]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, draft: str) -> HttpResponse:
            found = drafts.find(draft)
            if found is None:
                notices.say("info", _("This is no longer kept here. Nothing was given; begin once more."))
                return see_other(reverse("members"))
            return ask(request, found)

        view.__name__ = view.__qualname__ = step
        view.__doc__ = ask.__doc__
        return view

    return wrap


def _typed(request: HttpRequest) -> Any:
    """Return what was posted; nothing for a page that is shown, or whose language was switched."""
    return request.POST if request.method == "POST" and not switched(request) else None


def _ask(request: HttpRequest, draft: Draft, step: str, form: forms.BaseForm, **more: Any) -> HttpResponse:
    at = NAMES.index(step)
    context = {
        "place": "members",
        "handle": draft.handle,
        "replaces": draft.replaces,
        "step_labels": STEPS,
        "step": at + 1,
        "form": form,
        "back_url": _back(draft, at),
        **more,
    }
    return render(request, f"members/ask_{step}.html", context)


def _back(draft: Draft, at: int) -> str:
    first = 1 if draft.replaces else 0
    if at > first:
        step = "until" if NAMES[at - 1] == "limits" and not _has_limits(draft) else NAMES[at - 1]
        return _url(draft, step)
    return (
        reverse("newcomer", args=[draft.arrived.name])
        if draft.arrived
        else reverse("member", args=[draft.member.account.hex()])
    )


def _url(draft: Draft, step: str) -> str:
    return reverse(f"access_{step}", args=[draft.id])


def _has_limits(draft: Draft) -> bool:
    return draft.role is not None and draft.role.reads


@_on_draft("where")
def _where(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask in which divisions."""
    session = member.current().session
    divisions = coordinated(session)
    last = next(reversed(draft.chosen.items()), None)
    initial = {"division": last[0].hex(), "below": last[1]} if last else {}
    form = WhereForm(_typed(request), divisions=divisions, initial=initial)
    if form.is_valid():
        journal = bytes.fromhex(form.cleaned_data["division"])
        if "more" not in request.POST and not draft.several:
            draft.chosen.clear()
        draft.several = draft.several or "more" in request.POST
        draft.chosen.pop(journal, None)
        draft.chosen[journal] = bool(form.cleaned_data.get("below"))
        return see_other(_url(draft, "where" if "more" in request.POST else "role"))
    chosen = [
        {"name": division_words(session.ledgers[one].bundle.name, language()), "below": deep}
        for one, deep in draft.chosen.items()
    ]
    return _ask(request, draft, "where", form, chosen=chosen if draft.several else [])


@_on_draft("role")
def _role(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask for the role."""
    form = RoleForm(_typed(request), initial={"role": draft.role.value if draft.role else None})
    if form.is_valid():
        draft.role = form.cleaned_data["role"]
        return see_other(_url(draft, "until"))
    return _ask(request, draft, "role", form)


@_on_draft("until")
def _until(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask until when."""
    form = UntilForm(_typed(request), until=draft.until)
    if form.is_valid():
        draft.until = form.cleaned_data["hour"]
        return see_other(_url(draft, "limits" if _has_limits(draft) else "confirm"))
    return _ask(request, draft, "until", form)


@_on_draft("limits")
def _limits(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask whether from now on only, and whether files may be taken out."""
    exports = draft.role in EXPORTING
    initial = {"from_now_on": draft.from_now_on, "may_export": draft.may_export}
    form = LimitsForm(_typed(request), exports=exports, initial=initial)
    if form.is_valid():
        draft.from_now_on = form.cleaned_data["from_now_on"]
        draft.may_export = bool(form.cleaned_data.get("may_export"))
        return see_other(_url(draft, "confirm"))
    return _ask(request, draft, "limits", form, is_newcomer=draft.is_newcomer)


@_on_draft("confirm")
def _confirm(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show everything once more; one press does it."""
    session = member.current().session
    if not draft.chosen or draft.terms is None:
        return see_other(_url(draft, "where" if not draft.chosen else "role"))
    told = summary(session, draft)
    if request.method == "POST" and request.POST.get("confirmed") == "yes" and not told.refused:
        job = jobs.start(session, draft.work(session))
        drafts.let_go(draft)
        return see_other(reverse("access_work", args=[job.id]))
    return _ask(request, draft, "confirm", forms.Form(), told=told)


@policy(Role.COORDINATOR)
@require_POST
def give(_request: HttpRequest, account: str) -> HttpResponse:
    """Begin to give somebody who is known access somewhere else."""
    draft = drafts.for_member(found_or_404(member.current().session, account))
    return see_other(_url(draft, "where"))


@policy(Role.COORDINATOR)
@require_POST
def change(_request: HttpRequest, account: str, division: str) -> HttpResponse:
    """Begin to change what somebody holds on a division."""
    who = found_or_404(member.current().session, account)
    held = next((one for one in who.holdings if one.division.hex() == division), None)
    if held is None:
        notices.say("info", _("They hold nothing there any more."))
        return see_other(reverse("member", args=[account]))
    return see_other(_url(drafts.for_change(who, held.division), "role"))


def _question(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return policy(Role.COORDINATOR)(require_http_methods(["GET", "HEAD", "POST"])(view))


urlpatterns: list[URLPattern] = [
    path("members/accounts/<str:account>/give", give, name="member_give"),
    path("members/accounts/<str:account>/change/<str:division>", change, name="member_change"),
    path("members/access/<str:draft>/where", _question(_where), name="access_where"),
    path("members/access/<str:draft>/role", _question(_role), name="access_role"),
    path("members/access/<str:draft>/until", _question(_until), name="access_until"),
    path("members/access/<str:draft>/limits", _question(_limits), name="access_limits"),
    path("members/access/<str:draft>/check", _question(_confirm), name="access_confirm"),
]
