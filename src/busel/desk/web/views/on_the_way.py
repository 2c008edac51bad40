"""Lists on their way: each of their views is handed the list at hand; who comes to another step's page is led on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from busel.desk.importing.stages import Stage
from busel.desk.importing.wizards import Wizard, find_wizard
from busel.desk.web import notices
from busel.desk.web.porch_views import see_other

View = Callable[..., HttpResponse]


def where(wizard: Wizard) -> str:
    """Return the page for how far a list is."""
    name = {
        Stage.SEEN: "import_seen",
        Stage.COLUMNS: "import_columns",
        Stage.EFFECTS: "import_effects",
        Stage.STOPPED: "import_stopped",
        Stage.DONE: "import_report",
    }.get(wizard.stage, "import-progress")
    return reverse(name, args=[wizard.id])


def of_a_list(fits: Callable[[Stage], bool] = lambda _stage: True) -> Callable[[View], View]:
    """Hand a view the list whose id its address names. `fits`: the stages that the page is for."""

    def with_list(view: View) -> View:
        @wraps(view)
        def led(request: HttpRequest, name: str, **more: Any) -> HttpResponse:
            wizard = find_wizard(name)
            if wizard is None:
                notices.say("info", _("This list is no longer kept. Bring the file once more."))
                return see_other(reverse("import"))
            return view(request, wizard, **more) if fits(wizard.stage) else see_other(where(wizard))

        return led

    return with_list
