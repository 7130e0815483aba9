"""Addresses of the house itself: the style guide."""

from __future__ import annotations

from django.urls import path

from mumian.web.shared import views

app_name = "shared"

urlpatterns = [
    path("styleguide", views.style_guide, name="style_guide"),
    path("styleguide/desk", views.style_guide_desk, name="style_guide_desk"),
    path("styleguide/touch", views.style_guide_touch, name="style_guide_touch"),
    path("styleguide/screen", views.style_guide_screen, name="style_guide_screen"),
]
