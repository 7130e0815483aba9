"""Addresses of the desks."""

from __future__ import annotations

from django.urls import path

from mumian.web.desk.views import landing

app_name = "desk"

urlpatterns = [
    path("", landing.landing, name="landing"),
]
