"""Addresses for programs of partner systems."""

from __future__ import annotations

from django.urls import path

from mumian.web.api.views import lists

app_name = "api"

urlpatterns = [
    path("lists/<str:stream>/deliveries", lists.deliver, name="deliver"),
    path("lists/deliveries/<int:delivery_id>", lists.delivery, name="delivery"),
]
