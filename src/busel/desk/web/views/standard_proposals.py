"""Proposals for the data standard, as administrators see them: accept or refuse."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.contacts.own_values import label_of_value
from busel.desk.actions.standard import accept_proposal, refuse_proposal
from busel.desk.journals.writing import ConflictError
from busel.desk.keeping.field_proposals import Waiting, proposals
from busel.desk.keeping.standard import standard
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.reach_words import day_of, language
from busel.desk.web.standard_words import change_lines, title_of_field
from busel.registry.roles import Role


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def all_proposals(request: HttpRequest) -> HttpResponse:
    """Show what waits; take a decision."""
    session = member.current().session
    found = proposals(session)
    if request.method == "POST":
        pressed = next((one for one in found if one.envelope.hex() == request.POST.get("proposal", "")), None)
        _decide(pressed, is_accepted="accept" in request.POST)
        return see_other(reverse("standard_proposals"))
    return render(
        request, "standard/proposals.html", {"place": "standard", "proposals": [_shown(one) for one in found]}
    )


def _decide(one: Waiting | None, *, is_accepted: bool) -> None:
    session = member.current().session
    if one is None:
        notices.say("info", _("Somebody has decided about this proposal already."))
    elif is_accepted:
        _accept(session, one)
    else:
        _refuse(session, one)


def _refuse(session: Session, one: Waiting) -> None:
    try:
        refuse_proposal(session, one)
    except ConflictError:
        notices.say("info", _("Somebody has decided about this proposal already."))
        return
    notices.say("success", _("The proposal is refused. On “What we keep” who sent it sees that; tell them why."))


def _accept(session: Session, one: Waiting) -> None:
    try:
        accepted = accept_proposal(session, one)
    except ConflictError:
        accepted = False
    if accepted:
        notices.say("success", _("Accepted. Every desk has it with its next page."))
    else:
        notices.say(
            "warning", _("The field was changed since this was proposed. Ask for a new proposal, and refuse this one.")
        )


def _shown(one: Waiting) -> dict[str, Any]:
    proposal, kept = one.proposal, standard().by_key.get(one.proposal.field.key)
    labels = {value.key: label_of_value(value, language()) for value in proposal.field.values}
    return {
        "id": one.envelope.hex(),
        "title": title_of_field(proposal.field, language()),
        "is_new": proposal.before is None,
        "by": one.by,
        "day": day_of(one.hour),
        "reason": proposal.reason,
        "changes": change_lines(proposal.before, proposal.field, language()),
        "is_outdated": (kept.field if kept else None) != proposal.before,
        "divisions": proposal.divisions,
        "filled": proposal.filled,
        "unfit": proposal.unfit,
        "counts_values": proposal.before is not None,
        "answers": [(labels.get(key, key), count) for key, count in proposal.answers.items()],
    }


urlpatterns: list[URLPattern] = [path("standard/proposals", all_proposals, name="standard_proposals")]
