"""Addresses of the desks."""

from __future__ import annotations

from django.urls import path

from mumian.web.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.landing, name="landing"),
]
