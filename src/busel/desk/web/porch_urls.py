"""URLs of the porch: none of them signs anybody in (`blank_urls` has that one)."""

from __future__ import annotations

from django.urls import path

from busel.desk.web import porch_views
from busel.desk.web.shared_urls import handler400, handler403, handler404, handler500
from busel.desk.web.shared_urls import urlpatterns as shared

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("", porch_views.front, name="porch"),
    path("sign-in", porch_views.sign_in, name="sign_in"),
    path("freeze/", porch_views.freeze, name="freeze"),
    path("frozen/", porch_views.frozen, name="frozen"),
    path("signed-out/<str:why>", porch_views.signed_out, name="signed_out"),
    path("leave", porch_views.leave, name="leave"),
    path("pancakes/", porch_views.neutral, name="neutral"),
    *shared,
]
