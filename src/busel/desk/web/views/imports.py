"""Bringing a list in: file, columns, effects, progress, report. What is at work stands in RAM under an opaque id."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.desk.actions.imports import forget_unfinished, save_mapping
from busel.desk.importing import steps
from busel.desk.importing.learning import holds_a_person
from busel.desk.importing.mappings import mapping_of
from busel.desk.importing.stages import Stage
from busel.desk.importing.unfinished import ended_imports, noted_imports
from busel.desk.importing.wizards import Wizard, drop, under_way
from busel.desk.oversight.access_log import note_people
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.columns_page import NOT_KEPT, ColumnsForms, fitting_mappings, show_columns
from busel.desk.web.components import IMPORT_STEPS
from busel.desk.web.forms.import_columns import ReadAsForm
from busel.desk.web.forms.imports import Chosen, EffectsForm, UploadForm
from busel.desk.web.import_tasks import told_lists
from busel.desk.web.import_words import STOPPED_BY_BRAKE, file_sentence
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views import import_rows, import_runs, import_seen, kept_readings
from busel.desk.web.views.on_the_way import of_a_list, where
from busel.registry.roles import Role

MEGABYTE = 1024 * 1024


@policy(Role.COLLECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and read it; lists that are under way or were interrupted stand beside."""
    session = member.current().session
    form = UploadForm(request.POST or None, request.FILES or None, session=session)
    if request.method == "POST" and form.is_valid():
        wizard = _begin(session, form)
        if wizard is not None:
            return see_other(where(wizard))
    context = {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "form": form,
        "largest": settings.UPLOAD_BYTES // MEGABYTE,
        "to_inbox": not session.keyring.divisions(least=Role.EDITOR),
        "lists": told_lists(session),
    }
    return render(request, "imports/upload.html", context)


def _begin(session: Session, form: UploadForm) -> Wizard | None:
    """Return the list that is being read, or None when the form says now why it is not."""
    data, name, asked = form.brought
    before = {one.id for one in under_way()}
    wizard = steps.begin(session, data, name=name, division=form.bundle, asked=asked)
    field = "file" if form.cleaned_data["file"] else "pasted"
    if wizard is None:
        form.add_error(field, _("Other lists are at work. Bring this one when they are done."))
        return None
    if wizard.id in before:
        notices.say("info", _("This list is on its way already: here it stands."))
    steps.wait(wizard)
    if wizard.error is not None:
        form.add_error(field, file_sentence(wizard.error))
        drop(wizard)
        return None
    if any((one.file, one.journal) == (wizard.file.hex(), wizard.journal) for one in ended_imports(session)):
        notices.say(
            "warning",
            _(
                "This very file came in already, all of it. Whoever has neither telephone nor date of birth in it "
                "would come in twice."
            ),
        )
    return wizard


@policy(Role.COLLECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_list(lambda stage: stage.is_open)
def columns(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Show which column is what; each can be corrected."""
    if request.method != "POST":
        if wizard.braked:
            wizard.braked = False
            notices.say("warning", STOPPED_BY_BRAKE)
        return show_columns(request, wizard, ColumnsForms.of(wizard))
    forms = ColumnsForms.of(wizard, request)
    if switched(request) or "look" in request.POST:
        return show_columns(request, wizard, forms)
    if "read_as" in request.POST:
        return _read_as(wizard, forms.read_as)
    return _back(wizard, forms) if "back" in request.POST else _chosen(request, wizard, forms)


def _chosen(request: HttpRequest, wizard: Wizard, forms: ColumnsForms) -> HttpResponse:
    """Take what each column is, and compute the effects."""
    if not forms.are_valid():
        return show_columns(request, wizard, forms)
    _take_choices(wizard, forms)
    if wizard.refusal is not None:
        return show_columns(request, wizard, forms)
    session = member.current().session
    if forms.keep is not None and (title := forms.keep.cleaned_data["keep_as"]):
        headers = [column.header for column in wizard.columns]
        if holds_a_person(headers):
            forms.keep.add_error("keep_as", NOT_KEPT)
            return show_columns(request, wizard, forms)
        save_mapping(session, wizard.journal, mapping_of(title, headers, wizard.targets))
    steps.plan(session, wizard)
    steps.wait(wizard)
    return see_other(where(wizard))


def _take_choices(wizard: Wizard, forms: ColumnsForms) -> None:
    wizard.choose(forms.columns.chosen_so_far)
    if forms.cells.is_valid():
        wizard.area_code = forms.cells.cleaned_data["area_code"]
        said = forms.cells.cleaned_data
        wizard.whole = replace(wizard.whole, names_in=said["names_in"], suggest=said["suggest"])


def _back(wizard: Wizard, forms: ColumnsForms) -> HttpResponse:
    """Go back to what we saw. What was chosen until now is kept; what cannot be used stays as it was."""
    forms.are_valid()
    _take_choices(wizard, forms)
    wizard.stage, wizard.plan = Stage.SEEN, None
    return see_other(where(wizard))


def _read_as(wizard: Wizard, form: ReadAsForm | None) -> HttpResponse:
    """Read the columns as a kept mapping says, or as they are guessed; corrections until now go."""
    if wizard.table is not None and form is not None and form.is_valid():
        wizard.corrected = {}
        wizard.look_at(wizard.table)
        for kept in fitting_mappings(wizard):
            if kept.title == form.cleaned_data["mapping"]:
                wizard.use(kept)
        wizard.stage, wizard.plan = Stage.COLUMNS, None
    return see_other(reverse("import_columns", args=[wizard.id]))


@policy(Role.COLLECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_list(lambda stage: stage is Stage.EFFECTS)
def effects(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Show what would change; the button does just that."""
    form = EffectsForm(request.POST if request.method == "POST" else None, wizard=wizard)
    if request.method != "POST" or switched(request):
        return import_runs.show_effects(request, wizard, form)
    is_valid = form.is_valid()
    if "back" in request.POST:
        form.chosen(wizard).give(wizard)
        wizard.stage, wizard.plan = Stage.COLUMNS, None
        return see_other(where(wizard))
    return _confirmed(request, wizard, form) if is_valid else import_runs.show_effects(request, wizard, form)


def _confirmed(request: HttpRequest, wizard: Wizard, form: EffectsForm) -> HttpResponse:
    """Do what the page showed; where that is something else by now, show it anew."""
    session, confirmed, chosen = member.current().session, "confirmed" in request.POST, form.chosen(wizard)
    is_other = chosen != Chosen.of(wizard)
    chosen.give(wizard)
    if is_other or not confirmed or steps.has_moved(session, wizard):
        if confirmed:
            notices.say("warning", _("The effects are others now; please look at them once more."))
        steps.plan(session, wizard)
    elif wizard.plan is None or not wizard.plan.counts.people or not steps.carry_out(session, wizard):
        notices.say("warning", _("Another list is being brought in. Bring this one when that is done."))
    steps.wait(wizard)
    return see_other(where(wizard))


@policy(Role.COLLECTOR)
@require_POST
def forget(_request: HttpRequest, seed: str) -> HttpResponse:
    """Do not tell of an interrupted list any more."""
    session = member.current().session
    for one in noted_imports(session):
        if one.seed == seed and not any(wizard.seed.hex() == seed and wizard.stage.works for wizard in under_way()):
            forget_unfinished(session, one)
            gone = _("The interrupted list is forgotten. Who is in stays in.")
            notices.say("success", _("The list is in, and is told of no more.") if one.came else gone)
    return see_other(reverse("import"))


@policy(Role.COLLECTOR)
@require_safe
@of_a_list()
def problem_rows(_request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Hand over the rows that stayed out, as a file of the same shape. Its reasons tell who of them is stored."""
    if wizard.plan is not None:
        note_people(member.current().session, "preview_import", wizard.plan.fates.told_of)
    return import_runs.problem_file(wizard) or see_other(where(wizard))


urlpatterns: list[URLPattern] = [
    path("import", upload, name="import"),
    path("import/forget/<str:seed>", forget, name="import_forget"),
    path("import/<str:name>/columns", columns, name="import_columns"),
    path("import/<str:name>/effects", effects, name="import_effects"),
    path("import/<str:name>/problem-rows", problem_rows, name="import_problem_rows"),
    *import_rows.urlpatterns,
    *import_seen.urlpatterns,
    *kept_readings.urlpatterns,
    *import_runs.urlpatterns,
]
