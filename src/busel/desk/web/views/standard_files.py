"""Forms to take along as downloads: the paper form as a PDF, the template as a spreadsheet. Both are empty."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from busel.contacts.kept import LANGUAGES_SPOKEN
from busel.desk.keeping.standard import standard
from busel.desk.sandboxes.printing import print_form
from busel.desk.web.pdf import pdf
from busel.desk.web.policy import signed_in
from busel.desk.web.reach_words import language
from busel.desk.web.standard_forms import PAPER, paper_form, template

NEUTRAL_NAME = "form.xlsx"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_POST
def form_file(request: HttpRequest) -> HttpResponse:
    """Return an empty form in the language that was chosen."""
    asked = request.POST.get("language", "")
    spoken = asked if asked in LANGUAGES_SPOKEN else language()
    if request.POST.get("kind") == PAPER:
        return pdf(print_form(paper_form(standard(), spoken)))
    headers = {"Content-Disposition": f'attachment; filename="{NEUTRAL_NAME}"'}
    return HttpResponse(template(standard(), spoken), content_type=_WORKBOOK, headers=headers)


urlpatterns: list[URLPattern] = [path("standard/form", form_file, name="standard_file")]
