"""URLs for the specimens: the shared ones, the porch, and a stand-in for each name that a template links to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from busel.desk.web import porch_views
from busel.desk.web.shared_urls import urlpatterns as shared

handler404 = "busel.desk.web.error_views.not_found"
handler500 = "busel.desk.web.error_views.broken"


def stand_in(request: HttpRequest, **_arguments: Any) -> HttpResponse:
    return HttpResponse(status=204)


KEYED = {
    "home": "home/",
    "find": "find/",
    "search": "search",
    "search_save": "search/<str:result>/save",
    "searches": "searches",
    "reports": "reports/",
    "cross": "reports/cross",
    "totals": "reports/totals/",
    "totals_of": "reports/totals/<int:number>",
    "organisers": "reports/organisers/",
    "sending_totals": "reports/send/",
    "search_begin": "searches/begin",
    "search_build": "searches/build/<str:name>",
    "contact_add": "contacts/add",
    "contact": "contacts/<int:contact>",
    "contact_edit": "contacts/<int:contact>/edit/<str:section>",
    "contact_one_more": "contacts/<int:contact>/one-more/<str:kind>",
    "household": "contacts/<int:contact>/household",
    "household_leave": "contacts/<int:contact>/household/leave",
    "move": "contacts/<int:contact>/move",
    "lists": "import/lists/",
    "moves": "moves/",
    "move_decide": "moves/<int:record>",
    "relationship_add": "contacts/<int:contact>/relationships/add",
    "group_join": "contacts/<int:contact>/groups/join",
    "group_leave": "contacts/<int:contact>/groups/<int:record>/leave",
    "group_add_found": "groups/add",
    "quality": "reports/quality/",
    "quality_of": "reports/quality/<int:number>",
    "follow_ups": "follow-ups/",
    "every_follow_up": "follow-ups/all/",
    "retention": "retention/",
    "groups": "groups/",
    "follow_up_plan": "follow-ups/plan",
    "events": "events/",
    "event_new": "events/new",
    "event_add_found": "events/add",
    "event": "events/<int:record>",
    "event_edit": "events/<int:record>/change",
    "event_close": "events/<int:record>/close",
    "event_reopen": "events/<int:record>/open",
    "event_answers": "events/<int:record>/answers",
    "event_sheet": "events/<int:record>/sheet",
    "event_results": "events/<int:record>/came",
    "event_invite": "contacts/<int:contact>/events/invite",
    "group_new": "groups/new",
    "group": "groups/<int:record>",
    "group_edit": "groups/<int:record>/change",
    "group_end": "groups/<int:record>/end",
    "tag_types": "tags/",
    "tag_type_new": "tags/new",
    "contact_happened": "contacts/<int:contact>/happened",
    "activity_change": "contacts/<int:contact>/happened/<int:record>",
    "contact_history": "contacts/<int:contact>/history",
    "contact_undo": "contacts/<int:contact>/undo",
    "import": "import/",
    "kept_readings": "import/readings/",
    "reading_rename": "import/readings/<int:record>/rename",
    "reading_delete": "import/readings/<int:record>/delete",
    "heading_forget": "import/headings/<int:record>/forget",
    "inbox": "inbox/",
    "inbox_correct": "inbox/<str:name>/correct/<int:at>",
    "exposed": "exposed/",
    "letters": "letters/",
    "letter_text_new": "letters/texts/new",
    "letter_text": "letters/texts/<int:record>",
    "sender": "letters/sender/<int:number>",
    "export": "export/",
    "entry": "entry/",
    "lines": "entry/lines/",
    "receipts": "receipts/",
    "access_log": "access-log",
    "let_strange_go": "access-log/let-go",
    "go_on": "let-go-on",
    "accounts": "accounts/",
    "shared_keys": "accounts/keys",
    "end_account": "accounts/<str:account>/end",
    "office_freeze_account": "accounts/<str:account>/freeze",
    "office_agree_to_thaw": "accounts/<str:account>/thaw",
    "freeze_account": "members/accounts/<str:account>/freeze",
    "agree_to_thaw": "members/accounts/<str:account>/thaw",
    "members": "members/",
    "member_divisions": "members/divisions/",
    "newcomers": "members/newcomers/",
    "asked": "members/second/",
    "deputy": "deputy/",
    "detained": "detained/",
    "detained_card": "detained/card",
    "deputy_hand": "deputy/<str:division>/hand",
    "deputy_take": "deputy/<str:division>/take",
    "shares": "shares/",
    "standard": "standard/",
    "standard_add": "standard/add",
    "standard_field": "standard/fields/<str:key>",
    "standard_change": "standard/fields/<str:key>/change",
    "standard_move": "standard/fields/<str:key>/move",
    "standard_proposals": "standard/proposals",
    "standard_file": "standard/form",
    "successor": "successor/",
    "invite": "accounts/invitations/new",
    "invitations": "accounts/invitations/",
    "invitations_over": "accounts/invitations/over",
    "invitation_card": "accounts/invitations/slip/card",
    "papers_file": "papers/cards",
    "hello": "hello",
    "account": "account/",
    "own_freeze_slip": "account/freeze-slip",
    "renew_account": "account/renew",
    "new_code": "account/recovery-code",
    "account_taken": "account/taken",
    "new_keys": "account/taken/keys",
    "office_renewed": "accounts/renewed/<str:name>",
    "founding": "found/",
    "founding_choose": "found/choose",
    "founding_cards": "found/cards",
    "founding_cards_file": "found/cards.pdf",
    "founding_confirm": "found/confirm",
    "quick_exit": "leave",
    "sign_out": "sign-out",
}
"""The URL names that templates use and views must provide."""


def show_specimen(request: HttpRequest, name: str) -> HttpResponse:
    import specimen  # noqa: PLC0415 - it needs the URLs

    return specimen.show(request, name)


urlpatterns = [
    *shared,
    path("sign-in", porch_views.sign_in, name="sign_in"),
    path("freeze/", porch_views.freeze, name="freeze"),
    path("frozen/", porch_views.frozen, name="frozen"),
    path("pancakes/", porch_views.neutral, name="neutral"),
    *(path(route, stand_in, name=name) for name, route in KEYED.items()),
    path("specimen/<path:name>", show_specimen, name="specimen"),
]
