"""Addresses of the big screens."""

from __future__ import annotations

from django.urls import path

from mumian.web.screens.views import calls, voice

app_name = "screens"

urlpatterns = [
    path("<str:code>/", calls.screen, name="calls"),
    path("voice/<str:language>/<str:ticket>/<int:window>.wav", voice.call, name="voice"),
]
