"""The two pages that are measured. All others are there for their names: the links on the two lead to them."""

from __future__ import annotations

from django.urls import path

from bench.plain import views
from busel.desk.web.urls import urlpatterns as desk

urlpatterns = [
    path("results/<str:name>", views.results, name="results"),
    path("contacts/<int:id_>", views.contact, name="contact"),
    *desk,
]
