"""The second step of a list: what we saw of the file. Each part can be corrected, as often as it takes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from busel.desk.importing import steps
from busel.desk.importing.going_on import settle
from busel.desk.importing.stages import Stage
from busel.desk.importing.wizards import Wizard, drop, find_wizard
from busel.desk.running import member
from busel.desk.web import notices, seen_page
from busel.desk.web.components import IMPORT_STEPS
from busel.desk.web.forms.import_seen import SeenForm
from busel.desk.web.import_words import file_sentence, note_sentence
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.on_the_way import of_a_list, where
from busel.registry.roles import Role

_DOUBTS = ("encoding-guessed", "cut-short", "letters-lost", "quote-left-open")
"""Notes that say that the file may be read wrongly: then the corrections stand open."""


@policy(Role.COLLECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_list(lambda stage: stage.is_open)
def seen(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Show what we saw and the first rows; read them otherwise, or go on to the columns."""
    if request.method != "POST":
        return _show(request, wizard, SeenForm(wizard=wizard))
    form = SeenForm(request.POST, wizard=wizard)
    if switched(request) or ("look_again" in request.POST and not form.is_valid()):
        return _show(request, wizard, form)
    if "look_again" in request.POST:
        return _look_again(wizard, form)
    if wizard.stage is Stage.SEEN:
        wizard.stage = Stage.COLUMNS
    return see_other(reverse("import_columns", args=[wizard.id]))


def _look_again(wizard: Wizard, form: SeenForm) -> HttpResponse:
    """Read the file anew as the person says. What was chosen for its headings is kept."""
    session = member.current().session
    if form.asked is not None:
        steps.read_again(session, wizard, form.asked)
        steps.wait(wizard)
        return see_other(where(wizard))
    if form.table is not None:
        table, header_row = form.table
        wizard.look_at(table, header_row=header_row)
        steps.use_kept(session, wizard)
        settle(wizard)
    wizard.stage, wizard.plan = Stage.SEEN, None
    return see_other(where(wizard))


def _show(request: HttpRequest, wizard: Wizard, form: SeenForm) -> HttpResponse:
    notes = wizard.book.notes if wizard.book else []
    misread, wizard.misread = wizard.misread, None
    context = {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "file_name": wizard.name,
        "facts": seen_page.facts(wizard),
        "notes": [note_sentence(note) for note in notes],
        "misread": file_sentence(misread) if misread else "",
        "first": seen_page.first_rows(wizard),
        "cards": bool(wizard.table and wizard.table.unit),
        "above": max((wizard.table.header_row if wizard.table else 0) - 1, 0),
        "form": form,
        "doubtful": any(note.partition(":")[0] in _DOUBTS for note in notes),
        "begun": wizard.begun,
        "back_url": reverse("import"),
    }
    return render(request, "imports/seen.html", context)


@policy(Role.COLLECTOR)
@require_POST
def put_away(_request: HttpRequest, name: str) -> HttpResponse:
    """Take a list off the desk of which nothing is written yet, or all."""
    wizard = find_wizard(name)
    if wizard is not None and (wizard.stage.is_open or wizard.stage is Stage.DONE):
        drop(wizard)
        notices.say("success", _("The list is put away. What is in stays in."))
    return see_other(reverse("import"))


urlpatterns: list[URLPattern] = [
    path("import/<str:name>/seen", seen, name="import_seen"),
    path("import/<str:name>/put-away", put_away, name="import_put_away"),
]
