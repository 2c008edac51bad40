"""Short forms of given names that the organisation added: everybody sees them, administrators decide."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from busel.desk.actions.short_forms import add_short_form, take_out_short_form
from busel.desk.journals.writing import ConflictError
from busel.desk.keeping.short_forms import Kept, short_forms
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.short_forms import ShortFormForm
from busel.desk.web.place_words import in_order
from busel.desk.web.policy import policy, signed_in
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.standard import may_write
from busel.registry.roles import Role


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def all_short_forms(request: HttpRequest) -> HttpResponse:
    """Show them all, and add one."""
    session, kept = member.current().session, short_forms()
    if request.method != "POST":
        return _draw(request, ShortFormForm(kept=kept), kept)
    if not may_write(session):
        return forbidden(request)
    if switched(request):
        return _draw(request, ShortFormForm(initial=request.POST.dict(), kept=kept), kept)
    typed = ShortFormForm(request.POST, kept=kept)
    if not typed.is_valid():
        return _draw(request, typed, kept)
    try:
        add_short_form(session, typed.typed)
    except ConflictError:
        notices.say("info", _("Somebody else added it at this moment."))
    else:
        notices.say("success", _("Added. Whoever looks for the one name finds the other, from the next page on."))
    return see_other(reverse("short_forms"))


def _draw(request: HttpRequest, form: ShortFormForm, kept: list[Kept]) -> HttpResponse:
    context = {
        "place": "standard",
        "form": form,
        "kept": sorted(kept, key=lambda one: (in_order(one.name), in_order(one.form))),
        "may_write": may_write(member.current().session),
        "back_url": reverse("standard"),
    }
    return render(request, "standard/short_forms.html", context)


@policy(Role.ADMINISTRATOR)
@require_POST
def take_out(_request: HttpRequest, record: int) -> HttpResponse:
    """Take one out."""
    found = next((one for one in short_forms() if one.record == record), None)
    try:
        if found is not None:
            take_out_short_form(member.current().session, found)
    except ConflictError:
        found = None
    if found is None:
        notices.say("info", _("Somebody else took it out already."))
    else:
        notices.say("success", _("Taken out. Nobody’s name was changed."))
    return see_other(reverse("short_forms"))


urlpatterns: list[URLPattern] = [
    path("standard/short-forms", all_short_forms, name="short_forms"),
    path("standard/short-forms/<int:record>/take-out", take_out, name="short_form_take_out"),
]
