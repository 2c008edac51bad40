"""The rows behind each number of an import's effects, page by page; nothing is written."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from busel.desk.importing.stages import Stage
from busel.desk.importing.wizards import Wizard
from busel.desk.running import member
from busel.desk.web.components import IMPORT_STEPS
from busel.desk.web.import_rows import LISTS, PAGE, list_tabs, row_words, what_happens
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.on_the_way import of_a_list, where
from busel.registry.roles import Role


@policy(Role.COLLECTOR)
@require_safe
@of_a_list(lambda stage: stage in {Stage.EFFECTS, Stage.DONE})
def rows(request: HttpRequest, wizard: Wizard, what: str) -> HttpResponse:
    """Show one list of the effects."""
    if what not in LISTS:
        raise Http404
    is_done = wizard.stage is Stage.DONE
    if (
        wizard.plan is None or wizard.table is None or (is_done and what != "problems")
    ):  # what came in stands among the people now
        return see_other(where(wizard))
    page = Paginator(LISTS[what].rows(wizard.plan), PAGE).get_page(request.GET.get("page"))
    shown = row_words(member.current().session, wizard, what, list(page.object_list))
    page.object_list = shown  # type: ignore[assignment]  # words in the place of numbers
    context = {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "title": LISTS[what].title,
        "lead": LISTS[what].lead,
        "what_happens": what_happens(wizard, what),
        "page": page,
        "step": 6 if is_done else 4,
        "tabs": [] if is_done else [(tab, tab.url == request.path) for tab in list_tabs(wizard, wizard.plan)],
        "back_url": where(wizard),
        "back": _("Back to the report") if is_done else _("Back to the effects"),
    }
    return render(request, "imports/rows.html", context)


urlpatterns: list[URLPattern] = [path("import/<str:name>/effects/<slug:what>", rows, name="import_rows")]
"""`what` is a key of `LISTS`: it says nothing about anybody."""
