"""What stands at the head of letters: a page for each division."""

from __future__ import annotations

import hashlib

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.actions.letters import save_sender
from busel.desk.journals.writing import ConflictError
from busel.desk.mailing.senders import kept_sender
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.forms.sender import SenderForm, shown
from busel.desk.web.place_words import by_name, division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.journal.deed import Fields
from busel.registry.keyring import Bundle
from busel.registry.roles import Role


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def sender(request: HttpRequest, number: int) -> HttpResponse:
    """Show what stands at the head of a division's letters, and change it."""
    session = member.current().session
    bundle = _bundle(session, number)
    kept, fields = kept_sender(session, bundle.journal)
    is_typed = request.method == "POST" and not switched(request)
    form = SenderForm(request.POST if is_typed else None, initial=shown(kept) | _typed(request))
    seen = request.POST.get("seen", _version(fields))
    if is_typed and form.is_valid():
        if seen != _version(fields):
            form.add_error(None, _("Somebody else changed this while you were writing. Press again to keep yours."))
            seen = _version(fields)
        elif _saved(session, bundle, form, fields):
            return see_other(reverse("letters"))
    return _show(request, session, bundle, {"form": form, "seen": seen})


def _typed(request: HttpRequest) -> Fields:
    return request.POST.dict() if request.method == "POST" else {}


def _saved(session: Session, bundle: Bundle, form: SenderForm, was: Fields) -> bool:
    try:
        changed = save_sender(session, bundle.journal, form.sender(), was=was)
    except ConflictError:
        form.add_error(None, _("Somebody else is saving this at this moment. Press once more."))
        return False
    notices.say("success", _("Saved.") if changed else _("Nothing was different."))
    return True


def _show(request: HttpRequest, session: Session, bundle: Bundle, context: Fields) -> HttpResponse:
    language = get_language() or "be"
    others = by_name(
        (division_words(one.name, language), reverse("sender", args=[session.numbers[one.journal]]))
        for one in session.divisions(least=Role.EDITOR)
        if one.journal != bundle.journal
    )
    context |= {
        "place": "letters",
        "division": division_words(bundle.name, language),
        "others": [{"name": name, "url": url} for name, url in others],
        "back_url": reverse("letters"),
    }
    return render(request, "letters/sender.html", context)


def _bundle(session: Session, number: int) -> Bundle:
    mine = session.divisions(least=Role.EDITOR)
    if not number:
        return mine[0]
    found = next((one for one in mine if session.numbers[one.journal] == number), None)
    if found is None:
        raise Http404
    return found


def _version(fields: Fields) -> str:
    return hashlib.sha256(msgspec.json.encode(fields, order="sorted")).hexdigest()[:32]


urlpatterns: list[URLPattern] = [path("letters/sender/<int:number>", sender, name="sender")]
