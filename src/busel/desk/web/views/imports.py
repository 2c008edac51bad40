"""Bringing a list in: file, columns, effects, progress, report. What is at work stands in RAM under an opaque id."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.contacts.records import Mapping
from busel.desk.actions.imports import forget_unfinished, save_mapping
from busel.desk.importing import steps
from busel.desk.importing.mappings import KeptMapping, fitting, mapping_of
from busel.desk.importing.unfinished import unfinished_imports
from busel.desk.importing.wizards import Stage, Wizard, drop, find_wizard, under_way
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import import_pages as pages
from busel.desk.web import notices
from busel.desk.web.components import IMPORT_STEPS
from busel.desk.web.forms.imports import ColumnsForm, EffectsForm, KeepForm, SeenForm, UploadForm
from busel.desk.web.import_apart import columns_apart
from busel.desk.web.import_tasks import told_lists
from busel.desk.web.import_words import STOPPED_BY_BRAKE, file_sentence
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views import import_rows, import_runs
from busel.desk.web.views.import_runs import lost, where
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
    file = form.cleaned_data["file"]
    wizard = steps.begin(session, file.read(), name=file.name, division=form.bundle)
    if wizard is None:
        form.add_error("file", _("Other lists are at work. Bring this one when they are done."))
        return None
    steps.wait(wizard)
    if wizard.error is not None:
        form.add_error("file", file_sentence(wizard.error))
        drop(wizard)
        return None
    return wizard


@policy(Role.COLLECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, name: str) -> HttpResponse:
    """Show what we saw and which column is what; each can be corrected."""
    wizard = find_wizard(name)
    if wizard is None:
        return lost()
    if wizard.stage not in {Stage.COLUMNS, Stage.EFFECTS}:
        return see_other(where(wizard))
    if request.method != "POST":
        if wizard.braked:
            wizard.braked = False
            notices.say("warning", STOPPED_BY_BRAKE)
        return _show_columns(request, wizard)
    if switched(request) or "look" in request.POST:
        form, keep = ColumnsForm(request.POST, wizard=wizard), KeepForm(request.POST)
        return _show_columns(request, wizard, form=form, keep=keep, seen=_seen_form(wizard, request))
    return _look_again(request, wizard) if "look_again" in request.POST else _chosen(request, wizard)


def _chosen(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Take what each column is, and compute the effects."""
    form, keep = ColumnsForm(request.POST, wizard=wizard), KeepForm(request.POST)
    if not form.is_valid() or not keep.is_valid():
        return _show_columns(request, wizard, form=form, keep=keep)
    wizard.targets = form.targets
    if wizard.refusal is not None:
        return _show_columns(request, wizard, form=form, keep=keep)
    session = member.current().session
    if keep.cleaned_data["keep_as"] and not wizard.to_inbox:
        save_mapping(session, wizard.journal, _mapping(wizard, keep.cleaned_data["keep_as"]))
    steps.plan(session, wizard)
    steps.wait(wizard)
    return see_other(where(wizard))


def _mapping(wizard: Wizard, title: str) -> Mapping:
    return mapping_of(title, [column.header for column in wizard.columns], wizard.targets)


def _look_again(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Read the file anew with the corrections of what we saw."""
    form = _seen_form(wizard, request)
    if not form.is_valid() or wizard.book is None or wizard.table is None:
        return _show_columns(request, wizard, seen=form)
    sheet = form.cleaned_data.get("sheet")
    table = wizard.book.tables[sheet] if isinstance(sheet, int) else wizard.table
    header_row = form.cleaned_data["header_row"]
    is_other = table.name != wizard.table.name
    wizard.look_at(table, header_row=None if is_other or header_row is None else min(header_row, len(table.rows)))
    for kept in _fitting(wizard):
        if kept.title == form.cleaned_data.get("mapping"):
            wizard.use(kept)
    wizard.stage = Stage.COLUMNS
    return see_other(where(wizard))


def _fitting(wizard: Wizard) -> list[KeptMapping]:
    return fitting(member.current().session, wizard.table.headers) if wizard.table and not wizard.to_inbox else []


def _seen_form(wizard: Wizard, request: HttpRequest | None = None) -> SeenForm:
    at = wizard.book.tables if wizard.book and wizard.table else []
    names = [table.name for table in at]
    sheet = names.index(wizard.table.name) if wizard.table and wizard.table.name in names else 0
    initial = {"sheet": sheet, "header_row": wizard.table.header_row if wizard.table else 0, "mapping": wizard.mapping}
    return SeenForm(request.POST if request else None, wizard=wizard, mappings=_fitting(wizard), initial=initial)


def _show_columns(
    request: HttpRequest,
    wizard: Wizard,
    *,
    form: ColumnsForm | None = None,
    keep: KeepForm | None = None,
    seen: SeenForm | None = None,
) -> HttpResponse:
    form = form or ColumnsForm(wizard=wizard)
    context = {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "file_name": wizard.name,
        "seen": pages.seen(wizard),
        "seen_form": seen or _seen_form(wizard),
        "form": form,
        "columns": pages.columns(wizard, form),
        "apart": columns_apart(wizard, form),
        "unnamed": wizard.refusal is not None,
        "keep_form": None if wizard.to_inbox else keep or KeepForm(),
        "mapping": wizard.mapping,
        "begun": wizard.begun,
        "back_url": reverse("import"),
    }
    return render(request, "imports/columns.html", context)


@policy(Role.COLLECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def effects(request: HttpRequest, name: str) -> HttpResponse:
    """Show what would change; the button does just that."""
    wizard = find_wizard(name)
    if wizard is None:
        return lost()
    if wizard.stage is not Stage.EFFECTS or wizard.plan is None:
        return see_other(where(wizard))
    session = member.current().session
    is_redrawn = switched(request)
    form = EffectsForm(request.POST if request.method == "POST" else None, wizard=wizard)
    if request.method != "POST" or is_redrawn or not form.is_valid():
        return import_runs.show_effects(request, wizard, form)
    chosen = form.chosen(wizard)
    is_other = chosen != (wizard.on_match, wizard.tags, wizard.erased_too, wizard.likely_out)
    wizard.on_match, wizard.tags, wizard.erased_too, wizard.likely_out = chosen
    if is_other or "confirmed" not in request.POST or steps.has_moved(session, wizard):
        if "confirmed" in request.POST:
            notices.say("warning", _("The effects are others now; please look at them once more."))
        steps.plan(session, wizard)
    elif not wizard.plan.counts.people or not steps.carry_out(session, wizard):
        notices.say("warning", _("Another list is being brought in. Bring this one when that is done."))
    steps.wait(wizard)
    return see_other(where(wizard))


@policy(Role.COLLECTOR)
@require_POST
def forget(_request: HttpRequest, seed: str) -> HttpResponse:
    """Do not tell of an interrupted list any more."""
    session = member.current().session
    for one in unfinished_imports(session):
        if one.seed == seed and not any(wizard.seed.hex() == seed and wizard.stage.works for wizard in under_way()):
            forget_unfinished(session, one)
            notices.say("success", _("The interrupted list is forgotten. Who is in stays in."))
    return see_other(reverse("import"))


@policy(Role.COLLECTOR)
@require_safe
def problem_rows(_request: HttpRequest, name: str) -> HttpResponse:
    """Hand over the rows that stayed out, as a file of the same shape."""
    wizard = find_wizard(name)
    if wizard is None:
        return lost()
    return import_runs.problem_file(wizard) or see_other(where(wizard))


urlpatterns: list[URLPattern] = [
    path("import", upload, name="import"),
    path("import/forget/<str:seed>", forget, name="import_forget"),
    path("import/<str:name>/columns", columns, name="import_columns"),
    path("import/<str:name>/effects", effects, name="import_effects"),
    path("import/<str:name>/problem-rows", problem_rows, name="import_problem_rows"),
    *import_rows.urlpatterns,
    *import_runs.urlpatterns,
]
