"""Addresses for programs of partner systems."""

from __future__ import annotations

from django.urls import path

from mumian.web.api.views import agents, lists, waiting

app_name = "api"

urlpatterns = [
    path("waiting", waiting.waiting, name="waiting"),
    path("halls/<str:hall>/agent/<str:what>", agents.agent, name="hall_agent"),
    path("lists/<str:stream>/deliveries", lists.deliver, name="deliver"),
    path("lists/deliveries/<int:delivery_id>", lists.delivery, name="delivery"),
]
