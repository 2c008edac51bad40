"""The texts of letters: write one, change one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from busel.desk.actions.letters import save_template
from busel.desk.journals.writing import ConflictError
from busel.desk.mailing.templates import KeptTemplate, kept_template, where_to_save
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.forms.letters import TemplateForm, page_language, shown
from busel.desk.web.letter_words import PLACEHOLDER_WORDS
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views import senders
from busel.outreach.placeholders import keys, word_for
from busel.registry.roles import Role
from busel.vault.entropy import new_record_id


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def write_text(request: HttpRequest) -> HttpResponse:
    """Write a new letter."""
    return _edit(request, None, {"record": new_record_id()})


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change_text(request: HttpRequest, record: int) -> HttpResponse:
    """Change a letter."""
    kept = kept_template(member.current().session, record)
    if kept is None:
        raise Http404
    return _edit(request, kept, {**shown(kept.template), "record": record, "version": kept.version})


def _edit(request: HttpRequest, kept: KeptTemplate | None, initial: dict[str, Any]) -> HttpResponse:
    session = member.current().session
    divisions = session.divisions(least=Role.EDITOR)
    typed = None if request.method != "POST" else request.POST
    if switched(request):
        initial, typed = {**initial, **request.POST.dict()}, None
    form = TemplateForm(typed, divisions=divisions, is_new=kept is None, initial=initial)
    theirs = None
    if form.is_valid():
        # A new letter that was sent twice is there already, with the id that came with the form.
        kept = kept or kept_template(session, form.cleaned_data["record"])
        theirs = _changed_meanwhile(form, kept)
        if theirs is None and _saved(session, form, kept):
            return see_other(reverse("letters"))
    return _show(request, form, kept, theirs)


def _changed_meanwhile(form: TemplateForm, kept: KeptTemplate | None) -> KeptTemplate | None:
    """Return what somebody else saved since the person began to write; pressing again then overwrites it."""
    seen = form.cleaned_data["version"]
    if kept is None or not seen or seen == kept.version:
        return None
    form.have_seen(kept)
    form.add_error(None, _("Somebody else saved this letter while you were writing. Their text stands below yours."))
    return kept


def _saved(session: Session, form: TemplateForm, kept: KeptTemplate | None) -> bool:
    divisions = where_to_save(session, kept, form.cleaned_data.get("division", ""))
    record = kept.record if kept else form.cleaned_data["record"]
    if not divisions:
        form.add_error(None, _("You may only read this letter: it belongs to divisions that you do not edit."))
        return False
    try:
        changed = save_template(session, record, form.template(), kept=kept, divisions=divisions)
    except ConflictError:
        form.add_error(None, _("Somebody else is saving this letter at this moment. Press once more."))
        return False
    words = ngettext("The letter is saved in %(n)s division.", "The letter is saved in %(n)s divisions.", changed)
    notices.say("success", words % {"n": changed} if changed else _("Nothing was different: the letter is as it was."))
    return True


def _show(
    request: HttpRequest, form: TemplateForm, kept: KeptTemplate | None, theirs: KeptTemplate | None
) -> HttpResponse:
    language = page_language()
    context = {
        "place": "letters",
        "form": form,
        "is_new": kept is None,
        "placeholders": [
            {"word": f"{{{word_for(key, language)}}}", "meaning": PLACEHOLDER_WORDS[key]} for key in keys()
        ],
        "theirs": shown(theirs.template) if theirs else None,
        "back_url": reverse("letters"),
    }
    return render(request, "letters/text.html", context)


urlpatterns: list[URLPattern] = [
    *senders.urlpatterns,
    path("letters/texts/new", write_text, name="letter_text_new"),
    path("letters/texts/<int:record>", change_text, name="letter_text"),
]
