"""Addresses of the house itself: the style guide."""

from __future__ import annotations

from django.urls import path

from mumian.web.shared import views

app_name = "shared"

urlpatterns = [
    path("styleguide", views.style_guide, name="style_guide"),
]
