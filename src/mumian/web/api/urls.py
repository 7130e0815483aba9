"""Addresses for programs of partner systems."""

from __future__ import annotations

from django.urls import path

from mumian.web.api.views import lists, waiting

app_name = "api"

urlpatterns = [
    path("waiting", waiting.waiting, name="waiting"),
    path("lists/<str:stream>/deliveries", lists.deliver, name="deliver"),
    path("lists/deliveries/<int:delivery_id>", lists.delivery, name="delivery"),
]
