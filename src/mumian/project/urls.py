"""Which address leads to which front end."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from mumian.project.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("mumian.web.shared.signing_in.urls")),
    path("api/", include("mumian.web.api.urls")),
    path("counter/", include("mumian.web.counter.urls")),
    path("desk/", include("mumian.web.desk.urls")),
    path("screens/", include("mumian.web.screens.urls")),
    path("", include("mumian.web.kiosk.urls")),
    path("", include("mumian.web.shared.urls")),
    path("", include("mumian.web.portal.urls")),
]

handler400 = "mumian.web.shared.error_pages.bad_request"
handler403 = "mumian.web.shared.error_pages.permission_denied"
handler404 = "mumian.web.shared.error_pages.not_found"
handler500 = "mumian.web.shared.error_pages.server_error"
