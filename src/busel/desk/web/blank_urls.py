"""URLs of a blank desk: the porch's, and the one page that signs in. No other process has that page."""

from __future__ import annotations

from django.urls import path

from busel.desk.web.porch_urls import urlpatterns as porch
from busel.desk.web.shared_urls import handler400, handler403, handler404, handler500
from busel.desk.web.views import signing

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("sign-in", signing.sign_in_here, name="sign_in"), *porch]
