"""URLs of a desk: each noun brings its own."""

from __future__ import annotations

from django.urls import path

from busel.desk.web.shared_urls import handler400, handler403, handler404, handler500
from busel.desk.web.shared_urls import urlpatterns as shared
from busel.desk.web.views import (
    access_log,
    access_runs,
    account,
    accounts,
    adding,
    agreeing,
    contacts,
    deputies,
    detained,
    ending,
    entry,
    exports,
    exposure,
    giving,
    go_on,
    half_done,
    history,
    home,
    imports,
    inbox,
    invitations,
    letters,
    lines,
    members,
    newcomer,
    papers,
    reach,
    searches,
    signing,
    successor,
    trustees,
)

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *home.urlpatterns,
    *half_done.urlpatterns,
    *papers.urlpatterns,
    *account.urlpatterns,
    *invitations.urlpatterns,
    path("sign-out", signing.sign_out, name="sign_out"),
    path("leave", signing.quick_exit, name="quick_exit"),
    *adding.urlpatterns,
    *contacts.urlpatterns,
    *history.urlpatterns,
    *searches.urlpatterns,
    *imports.urlpatterns,
    *inbox.urlpatterns,
    *entry.urlpatterns,
    *lines.urlpatterns,
    *letters.urlpatterns,
    *exports.urlpatterns,
    *reach.urlpatterns,
    *members.urlpatterns,
    *newcomer.urlpatterns,
    *giving.urlpatterns,
    *ending.urlpatterns,
    *access_runs.urlpatterns,
    *accounts.urlpatterns,
    *agreeing.urlpatterns,
    *trustees.urlpatterns,
    *deputies.urlpatterns,
    *detained.urlpatterns,
    *exposure.urlpatterns,
    *access_log.urlpatterns,
    *successor.urlpatterns,
    *go_on.urlpatterns,
    *shared,
]
