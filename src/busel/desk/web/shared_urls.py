"""URLs that stand both on the porch and in a desk: our files and the two switches."""

from __future__ import annotations

from django.urls import path

from busel.desk.web import assets, preferences

urlpatterns = [
    path("assets/<str:path>", assets.send_asset, name="asset"),
    path("preferences/language", preferences.choose_language, name="choose_language"),
    path("preferences/theme", preferences.choose_theme, name="choose_theme"),
]

handler400 = "busel.desk.web.error_views.bad_request"
handler403 = "busel.desk.web.error_views.forbidden"
handler404 = "busel.desk.web.error_views.not_found"
handler500 = "busel.desk.web.error_views.broken"
