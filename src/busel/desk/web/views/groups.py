"""Groups: the list, one group with who joined and left, adding the people of a search, ending."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.contacts.shared import Group
from busel.desk.actions.bonds import change_group, join_group, leave_group, save_group
from busel.desk.clock import today_iso
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note_people
from busel.desk.people.groups import Belongs, GroupHeld, group_named, groups, memberships
from busel.desk.people.shared_items import may_change
from busel.desk.running import member
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.clash_words import AT_ONCE
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.division import DivisionForm
from busel.desk.web.forms.record import decode
from busel.desk.web.forms.shared import GroupForm
from busel.desk.web.found_people import back_of, chosen_of, people_asked
from busel.desk.web.person_words import Listed, listed
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.contacts import person_or_404, place_of
from busel.desk.workspace.load import raw_connection
from busel.registry.roles import Role

PAGE = 50
_WHOSE = gettext_lazy("Whose the group is: only who works there sees it.")


@policy(Role.VIEWER)
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """List the groups."""
    session = member.current().session
    found = groups(session)
    context = {
        "place": "find",
        "going_on": [one for one in found if not one.group.ended],
        "ended": [one for one in found if one.group.ended],
        "may_edit": bool(session.divisions(least=Role.EDITOR)),
        "back_url": reverse("find"),
    }
    return render(request, "groups/all.html", context)


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a group; with the people of a search, if that is where it began."""
    session = member.current().session
    chosen = chosen_of(request)
    if request.method != "POST" or switched(request):
        typed = request.POST.dict() if request.method == "POST" else None
        first = DivisionForm(initial=typed, session=session, hint=_WHOSE)
        return _draw_new(request, first, GroupForm(initial=typed), chosen)
    first, form = DivisionForm(request.POST, session=session, hint=_WHOSE), GroupForm(request.POST)
    if not (first.is_valid() and form.is_valid()):
        return _draw_new(request, first, form, chosen)
    record = save_group(session, first.journal, form.group(Group(title="")))
    held = group_named(session, record)
    if chosen and held is not None:
        return _join(session, held, people_asked(session, chosen))
    notices.say("success", _("The group is there. Add people from a search, or from a person’s page."))
    return see_other(reverse("group", args=[record]))


def _draw_new(request: HttpRequest, first: DivisionForm, form: GroupForm, chosen: dict[str, str]) -> HttpResponse:
    back_url = back_of(chosen) or reverse("groups")
    return render(
        request,
        "groups/edit.html",
        {"place": "find", "first": first, "form": form, "is_new": True, "back_url": back_url},
    )


@policy(Role.VIEWER)
@require_safe
def one(request: HttpRequest, record: int) -> HttpResponse:
    """Show a group: what it is for, who is in it, who left."""
    session, held = member.current().session, _group_or_404(record)
    page = Paginator(memberships(raw_connection(), record), PAGE).get_page(request.GET.get("page"))
    note_people(session, "find_contacts", [row.contact for row in page.object_list])
    page.object_list = _rows(session, list(page.object_list), get_language() or "be")  # type: ignore[assignment]  # rows in the place of memberships
    context = {
        "place": "find",
        "group": held.group,
        "record": record,
        "members": held.members,
        "page": page,
        "may_edit": may_change(session, held),
        "back_url": reverse("groups"),
    }
    return render(request, "groups/group.html", context)


def _rows(session: Session, some: list[Belongs], language: str) -> list[dict[str, Any]]:
    shown = {row.url: row for row in listed(session, people_of([one.contact for one in some]), {}, language)}
    by_id: dict[int, Listed] = {one.contact: shown[url] for one in some if (url := _url(one)) in shown}
    return [{"person": by_id[one.contact], "time": one} for one in some if one.contact in by_id]


def _url(belongs: Belongs) -> str:
    return reverse("contact", args=[belongs.contact])


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, record: int) -> HttpResponse:
    """Change what a group is called and what it is for."""
    session, held = member.current().session, _group_or_404(record)
    if not may_change(session, held):
        return forbidden(request)
    back_url = reverse("group", args=[record])
    if request.method == "POST" and not switched(request):
        form = GroupForm(request.POST)
        if form.is_valid():
            was = decode(form.cleaned_data["base"]) or {}
            return _change(session, held, form.group(held.group), was | {"ended": held.group.ended or None})
    elif request.method == "POST":
        form = GroupForm(initial=request.POST.dict())
    else:
        form = GroupForm(initial=GroupForm.opened_on(held.group.fields()))
    return render(request, "groups/edit.html", {"place": "find", "form": form, "back_url": back_url})


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, record: int) -> HttpResponse:
    """Ask, then end a group: nobody joins it any more, and who was in it stays known."""
    session, held = member.current().session, _group_or_404(record)
    if not may_change(session, held) or held.group.ended:
        return forbidden(request)
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        now = Group(title=held.group.title, purpose=held.group.purpose, ended=today_iso())
        return _change(session, held, now, held.group.fields())
    context = {
        "place": "find",
        "question": _("End the group “%(title)s”?") % {"title": held.group.title},
        "consequences": [_("Nobody joins it any more."), _("Who was in it, and from when to when, stays.")],
        "action": _("End this group"),
        "back_url": reverse("group", args=[record]),
    }
    return render(request, "confirm.html", context)


def _change(session: Session, held: GroupHeld, now: Group, was: dict[str, Any]) -> HttpResponse:
    try:
        change_group(session, held, now, was=was)
    except ConflictError:
        notices.say("warning", AT_ONCE)
    else:
        notices.say("success", _("Saved."))
    return see_other(reverse("group", args=[held.record]))


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add_found(request: HttpRequest) -> HttpResponse:
    """Choose the group that the people of a search join; say how many before it happens."""
    session = member.current().session
    chosen = chosen_of(request)
    found = people_asked(session, chosen)
    if not found:
        notices.say("info", _("This result is no longer kept. Search once more."))
        return see_other(reverse("find"))
    open_ones = [one for one in groups(session) if not one.group.ended]
    if request.method == "POST":
        held = next((one for one in open_ones if str(one.record) == request.POST.get("group")), None)
        if held is not None:
            return _join(session, held, found)
    context = {
        "place": "find",
        "count": len(found),
        "groups": open_ones,
        "new_url": f"{reverse('group_new')}?{request.GET.urlencode()}",
        "wrong": request.method == "POST",
        "back_url": back_of(chosen),
    }
    return render(request, "groups/add_found.html", context)


def _join(session: Session, held: GroupHeld, found: list[int]) -> HttpResponse:
    joined = join_group(session, held, found)
    notices.say(
        "success",
        ngettext("%(n)s person joined the group.", "%(n)s people joined the group.", joined) % {"n": joined},
    )
    if joined < len(found):
        notices.say("info", _("Who was in it already, and who is of a division that you do not edit, stays as is."))
    return see_other(reverse("group", args=[held.record]))


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def join_one(request: HttpRequest, id_: int) -> HttpResponse:
    """Choose a group that a person joins."""
    found, session = person_or_404(id_), member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    note_people(session, "open_contact", [id_])
    inside = {one.get("group") for one in found.all("membership") if not one.get("left")}
    open_ones = [one for one in groups(session) if not one.group.ended and one.record not in inside]
    if request.method == "POST":
        held = next((one for one in open_ones if str(one.record) == request.POST.get("group")), None)
        if held is not None:
            join_group(session, held, [id_])
            notices.say("success", _("Saved."))
            return see_other(place_of(id_, "membership"))
    context = {
        "place": "find",
        "groups": open_ones,
        "new_url": reverse("group_new"),
        "wrong": request.method == "POST",
        "back_url": place_of(id_, "membership"),
    }
    return render(request, "groups/add_found.html", context)


@policy(Role.VIEWER)
@require_POST
def leave(request: HttpRequest, id_: int, record: int) -> HttpResponse:
    """Note that a person left a group today."""
    found, session = person_or_404(id_), member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    held = found.records["membership"].get(record)
    if held is None:
        raise Http404
    leave_group(session, found.journal, id_, record=record)
    notices.say("success", _("Noted: left the group today."))
    if request.POST.get("from") == "group":
        return see_other(reverse("group", args=[held["group"]]))
    return see_other(place_of(id_, "membership"))


def _group_or_404(record: int) -> GroupHeld:
    held = group_named(member.current().session, record)
    if held is None:
        raise Http404
    return held


urlpatterns: list[URLPattern] = [
    path("groups/", every, name="groups"),
    path("groups/new", new, name="group_new"),
    path("groups/add", add_found, name="group_add_found"),
    path("groups/<int:record>", one, name="group"),
    path("groups/<int:record>/change", edit, name="group_edit"),
    path("groups/<int:record>/end", end, name="group_end"),
    path("contacts/<int:id_>/groups/join", join_one, name="group_join"),
    path("contacts/<int:id_>/groups/<int:record>/leave", leave, name="group_leave"),
]
