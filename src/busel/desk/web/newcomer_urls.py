"""URLs of a newcomer's desk: nothing of the organisation's is there yet."""

from __future__ import annotations

from busel.desk.web.shared_urls import handler400, handler403, handler404, handler500
from busel.desk.web.shared_urls import urlpatterns as shared
from busel.desk.web.views import first_steps

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*first_steps.urlpatterns, *shared]
