"""Erasing a person: what goes and what stays, a typed code, then new keys."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.contacts.busel_ids import show_busel_id
from busel.desk.access import rotating
from busel.desk.actions.contacts import erase_contact
from busel.desk.journals.writing import ConflictError
from busel.desk.keeping.erasing import code_for, gone_everywhere, numbers_before, what_goes, written_under
from busel.desk.oversight.access_log import note
from busel.desk.people.moving import way_of
from busel.desk.people.person import Person
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.formats import format_partial
from busel.desk.web.forms.record import text
from busel.desk.web.kind_words import counted
from busel.desk.web.person_page import title_of
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.contacts import person_or_404
from busel.registry.roles import Role


class CodeForm(forms.Form):
    """The code that the page shows, typed: no slip of the hand erases anybody."""

    all_optional = True  # its one field is not optional, and need not say so
    use_required_attribute = False
    code = text("", css="input--short", inputmode="numeric")

    def __init__(self, *args: object, code: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments
        self._code = code
        self.fields["code"].label = _("Type %(code)s to erase the person") % {"code": code}

    def clean_code(self) -> str:
        """Compare it with the one that is shown."""
        if "".join(self.cleaned_data["code"].split()) != self._code:
            raise forms.ValidationError(_("This is not the code that stands here. Nothing was erased."))
        return self._code


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, id_: int) -> HttpResponse:
    """Show what would go; with the code it goes, and the keys change."""
    session = member.current().session
    found = person_or_404(id_)
    if not session.may(Role.COORDINATOR, found.journal):
        return forbidden(request)
    note(session, "open_contact", found.journal, [id_])
    form = CodeForm(request.POST or None, code=code_for(id_))
    if request.method == "POST" and "confirmed" in request.POST and form.is_valid():
        return _erase(session, found)
    language = get_language() or "be"
    called = title_of(found, language)
    under = ", ".join(counted(kind, count) for kind, count in written_under(id_).items())
    forged = _("Under this person's number stands what only a changed program writes: %(what)s. It goes, too.")
    context = {
        "question": _("Erase %(name)s for good?") % {"name": called.first},
        "text": _("All that is stored about this person goes: %(what)s.") % {"what": ", ".join(_what(id_))},
        "consequences": [
            _("The change log forgets them, too. That a person was erased, and by whom, stays."),
            _("The keys of the division change, so that older copies of the database open for nobody who works here."),
            _("Backups hold them until %(day)s, if backups are kept for thirty days at most.")
            % {"day": format_partial(gone_everywhere(), language)},
            *(
                [_("They were sent to another division: what lies there is not erased. Take them back, or ask there.")]
                if way_of(session, found)
                else []
            ),
            *([forged % {"what": under}] if under else []),
            *_elsewhere(found),
            _("Paper, exported files and the words of saved searches are not reached by this: look for them."),
        ],
        "action": _("Erase for good"),
        "dangerous": True,
        "form": form,
        "back_url": reverse("contact", args=[id_]),
    }
    return render(request, "confirm.html", context)


def _erase(session: Session, found: Person) -> HttpResponse:
    try:
        erase_contact(session, found.journal, found.id)
    except ConflictError:
        notices.say("warning", _("Somebody changed this person just now. Nothing was erased: look once more."))
        return see_other(reverse("erase", args=[found.id]))
    rotating.start(session, [found.journal])
    notices.say("success", _("The person is erased. The keys change now."))
    return see_other(reverse("rotate_all"))


def _elsewhere(found: Person) -> Iterator[str]:
    """Yield what another division's change log may tell still, for who moved here."""
    numbers = [show_busel_id(number) for number in numbers_before(found.contact)]
    if numbers:
        yield _(
            "They came from another division, whose change log may tell of them still. Its coordinator ends that on "
            "the page “People who moved to other divisions”: tell the number there, %(number)s."
        ) % {"number": ", ".join(numbers)}


def _what(contact: int) -> Iterator[str]:
    """Yield in words how many records of each kind go."""
    for kind, count in what_goes(contact).items():
        yield counted(kind, count)


urlpatterns: list[URLPattern] = [path("contacts/<int:id_>/erase", erase, name="erase")]
