"""A list at work and done: effects, progress, report, the rows that stayed out."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from busel.desk.actions.imports import forget_unfinished
from busel.desk.importing import steps
from busel.desk.importing.plan import Plan
from busel.desk.importing.stages import Stage
from busel.desk.importing.unfinished import ended_imports
from busel.desk.importing.wizards import Wizard, drop
from busel.desk.journals.writing import NotAllowedError
from busel.desk.people.groups import groups
from busel.desk.running import member
from busel.desk.search.conditions import PEOPLE
from busel.desk.search.kept import RESULTS, ask
from busel.desk.web import import_pages as pages
from busel.desk.web import notices
from busel.desk.web.components import IMPORT_STEPS
from busel.desk.web.forms.imports import EffectsForm
from busel.desk.web.import_reasons import reasons_of
from busel.desk.web.import_rows import first_likely, rules
from busel.desk.web.import_words import STAGE_WORDS, file_sentence
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.on_the_way import of_a_list, where
from busel.registry.roles import Role
from busel.sheets.problem_file import problem_file_suffix, write_problem_file
from busel.shelf.refusals import ShelfError

REFRESH_SECONDS = 1
MOST_LISTED = 20_000
"""Of a list without a tag, so many people are shown by their ids: the search holds each of them."""
_HEADINGS = {
    Stage.READING: gettext_lazy("The file is being read"),
    Stage.PLANNING: gettext_lazy("The effects are being computed"),
}
_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def division_of(wizard: Wizard) -> str:
    """Return the division that the list is for, as the page's language calls it."""
    ledger = member.current().session.ledgers.get(wizard.journal)
    return division_words(ledger.bundle.name, get_language() or "be") if ledger else ""


def show_effects(request: HttpRequest, wizard: Wizard, form: EffectsForm) -> HttpResponse:
    """Draw what would change."""
    plan = wizard.plan
    if plan is None:
        return see_other(where(wizard))
    context = {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "file_name": wizard.name,
        "division": division_of(wizard),
        "stats": pages.stats(wizard, plan),
        "sum_text": "" if wizard.to_inbox else pages.sum_text(plan, cards=_has_cards(wizard)),
        "people": plan.counts.people,
        "rows": plan.rows,
        "cards": _has_cards(wizard),
        "first": pages.first_rows(plan, to_inbox=wizard.to_inbox, cards=_has_cards(wizard)),
        "problems": pages.grouped(plan.problems, cards=_has_cards(wizard)),
        "warnings": pages.grouped(plan.warnings, dict(plan.warned), cards=_has_cards(wizard)),
        "changed": pages.changed(plan),
        "rules": rules(plan),
        **_likely(wizard, plan),
        "problems_url": reverse("import_rows", args=[wizard.id, "problems"]),
        "made": [] if wizard.to_inbox else pages.made(plan),
        "begun": wizard.begun,
        "form": form,
        "to_inbox": wizard.to_inbox,
        "group_titles": [] if wizard.to_inbox else _group_titles(),
    }
    return render(request, "imports/effects.html", context)


def _likely(wizard: Wizard, plan: Plan) -> dict[str, Any]:
    """Return what the page says of who is likely known already."""
    return {
        "likely": len(plan.fates.likely),
        "sure": plan.fates.sure,
        "likely_first": first_likely(member.current().session, wizard, plan),
        "likely_url": reverse("import_rows", args=[wizard.id, "likely"]),
        "likely_out": wizard.likely_out,
        "was_weighed": plan.found.was_weighed,
    }


def _has_cards(wizard: Wizard) -> bool:
    """Ask whether a row is a card of an address book, and called so."""
    return bool(wizard.table and wizard.table.unit)


def _group_titles() -> list[str]:
    """Return the titles of the groups that go on, each once."""
    held = groups(member.current().session)
    return list(dict.fromkeys(one.group.title for one in held if not one.group.ended))


@policy(Role.COLLECTOR)
@require_safe
@of_a_list()
def progress(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Show how far the work is; asks again by itself, and leads on when it is done."""
    if wizard.stage is Stage.REFUSED and wizard.error is not None:
        notices.say("error", file_sentence(wizard.error))
        drop(wizard)
        return see_other(reverse("import"))
    if not wizard.stage.works:
        return see_other(where(wizard))
    context = {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "file_name": wizard.name,
        "heading_text": _HEADINGS.get(wizard.stage, _("The list is being brought in")),
        "doing": STAGE_WORDS[wizard.stage],
        "done": wizard.done,
        "total": 0 if wizard.stage is Stage.READING else wizard.total,
        "stays": wizard.stage is Stage.WRITING,
        "step": 5 if wizard.stage in {Stage.WRITING, Stage.SENDING} else 2 if wizard.stage is Stage.READING else 4,
    }
    response = render(request, "imports/progress.html", context)
    response["Refresh"] = f"{REFRESH_SECONDS}; url={request.path}"
    return response


@policy(Role.COLLECTOR)
@require_safe
@of_a_list(lambda stage: stage is Stage.STOPPED)
def stopped(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Say that the work stopped, what is in, and how it goes on."""
    context = {
        "place": "import",
        "file_name": wizard.name,
        "begun": wizard.plan is not None and wizard.total > 0,
        "done": wizard.run.people if wizard.run else wizard.done,
        "people": wizard.plan.counts.people if wizard.plan else 0,
        "again_url": reverse("import_again", args=[wizard.id]),
    }
    return render(request, "imports/stopped.html", context)


@policy(Role.COLLECTOR)
@require_POST
@of_a_list()
def again(_request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Go on where it stopped: what is in already is not brought in twice."""
    if wizard.stage is Stage.STOPPED and steps.carry_out(member.current().session, wizard):
        steps.wait(wizard)
    return see_other(where(wizard))


@policy(Role.COLLECTOR)
@require_safe
@of_a_list(lambda stage: stage is Stage.DONE)
def report(request: HttpRequest, wizard: Wizard) -> HttpResponse:
    """Say what was done."""
    plan = wizard.plan
    if plan is None:
        raise Http404
    _shown(wizard)
    context = {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "file_name": wizard.name,
        "division": division_of(wizard),
        "rows": plan.rows,
        "stats": pages.stats(wizard, plan),
        "sum_text": "" if wizard.to_inbox else pages.sum_text(plan, cards=_has_cards(wizard)),
        "problems": pages.grouped(plan.problems, cards=_has_cards(wizard)),
        "cards": _has_cards(wizard),
        "problems_url": reverse("import_problem_rows", args=[wizard.id]) if plan.problems else "",
        "people_url": _people_url(wizard),
        "likely": 0 if wizard.to_inbox or wizard.likely_out else len(plan.fates.likely),
        "undo_url": "" if wizard.to_inbox else reverse("lists"),
        "to_inbox": wizard.to_inbox,
        "receipts_url": reverse("receipts") if wizard.to_inbox else "",
    }
    return render(request, "imports/report.html", context)


def _shown(wizard: Wizard) -> None:
    """Note that the report is shown: the next desk tells of the list no more. It can be asked for all the same."""
    session = member.current().session
    for one in ended_imports(session):
        if one.seed == wizard.seed.hex():
            with suppress(ShelfError, NotAllowedError):
                forget_unfinished(session, one)


def _people_url(wizard: Wizard) -> str:
    """Return the search that shows these people: by the list's tag, which tells them for ever, else one by one."""
    if wizard.to_inbox or wizard.plan is None or not wizard.plan.contacts:
        return ""
    if wizard.tags:
        return reverse("results", args=[RESULTS.keep(ask("", {"all": [{"field": "tag", "is": wizard.tags[0]}]}))])
    if len(wizard.plan.contacts) > MOST_LISTED:
        return ""
    result = ask("", {"field": PEOPLE, "is": list(wizard.plan.contacts)})
    result.title = _("People of the list")
    return reverse("results", args=[RESULTS.keep(result)])


def problem_file(wizard: Wizard) -> HttpResponse | None:
    """Return the rows with problems as a download with a name that says nothing; None when there are none."""
    plan, book, table = wizard.plan, wizard.book, wizard.table
    if plan is None or book is None or table is None or not plan.problems:
        return None
    added = (_("Row in the first file"), _("Why it stayed out"))
    content = write_problem_file(
        book, table, plan.problems, sentence=reasons_of(plan, cards=_has_cards(wizard)), added=added
    )
    suffix = problem_file_suffix(book)
    response = HttpResponse(content, content_type=_TYPES[suffix])
    response["Content-Disposition"] = f'attachment; filename="rows{suffix}"'
    return response


urlpatterns: list[URLPattern] = [
    path("import/<str:name>/progress", progress, name="import-progress"),
    path("import/<str:name>/stopped", stopped, name="import_stopped"),
    path("import/<str:name>/again", again, name="import_again"),
    path("import/<str:name>/report", report, name="import_report"),
]
