"""Who has moved to another division: their traces in the history here end where a coordinator says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.contacts.busel_ids import show_busel_id
from busel.desk.access import rotating
from busel.desk.actions.moving import forget_departed
from busel.desk.journals.writing import ConflictError
from busel.desk.keeping.erasing import code_for, gone_everywhere
from busel.desk.people.departures import Departed, all_departed
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.formats import format_partial
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.erasing import CodeForm
from busel.registry.roles import Role


class DepartedForm(CodeForm):
    """Whose traces end, by their numbers, and the typed code."""

    all_optional = False
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Whose traces end"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    field_order = ("people", "code")

    def __init__(self, *args: Any, found: Sequence[Departed], session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Type %(code)s to take them out") % {"code": kwargs["code"]}
        self.fields["people"].choices = [(one.id, _words(session, one)) for one in found]  # type: ignore[attr-defined]  # a ChoiceField
        self.initial.setdefault("people", [one.id for one in found if one.record.with_history])


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def departed(request: HttpRequest) -> HttpResponse:
    """Show who has moved away; with the code the history forgets those who are chosen, and the keys change."""
    session = member.current().session
    found = all_departed(session)
    code = code_for(sum(one.id for one in found))
    data = request.POST if "confirmed" in request.POST else None
    form = DepartedForm(data, code=code, found=found, session=session)
    if found and form.is_valid():
        return _forget(session, [one for one in found if one.id in form.cleaned_data["people"]])
    language = get_language() or "be"
    context = {
        "question": _("People who moved to other divisions"),
        "text": _("They stand here no more, but the change log of their time here still tells of them.")
        if found
        else _("The change log tells of nobody who moved away."),
        "consequences": [
            _("The change log forgets those whom you choose. That somebody was taken out, and by whom, stays."),
            _("Those whose list of changes went along are chosen already: the other division has it."),
            _("Who was erased where they are now should be chosen, too: the other division tells you the number."),
            _("The keys of the division change, so that older copies of the database open for nobody who works here."),
            _("Backups hold them until %(day)s, if backups are kept for thirty days at most.")
            % {"day": format_partial(gone_everywhere(), language)},
        ]
        if found
        else [],
        "action": _("Take them out of the change log"),
        "dangerous": True,
        "form": form if found else None,
        "nothing": not found,
        "back_url": reverse("home"),
    }
    return render(request, "confirm.html", context)


def _forget(session: Session, chosen: Sequence[Departed]) -> HttpResponse:
    journals = list(dict.fromkeys(one.journal for one in chosen))
    try:
        for journal in journals:
            forget_departed(session, journal, [one for one in chosen if one.journal == journal])
    except ConflictError:
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
        return see_other(reverse("departed"))
    rotating.start(session, journals)
    notices.say("success", _("The change log forgets them. The keys change now."))
    return see_other(reverse("rotate_all"))


def _words(session: Session, one: Departed) -> str:
    language = get_language() or "be"
    names = session.certificates.divisions()
    to = division_words(names.get(bytes.fromhex(one.record.to), ""), language) or _("another division")
    told = {"number": show_busel_id(one.record.contact), "day": format_partial(one.record.day, language), "to": to}
    if one.record.with_history:
        return _("%(number)s, on %(day)s to %(to)s; the list of changes went along") % told
    return _("%(number)s, on %(day)s to %(to)s; the list of changes stayed here") % told


urlpatterns: list[URLPattern] = [path("moves/departed", departed, name="departed")]
