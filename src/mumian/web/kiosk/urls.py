"""Addresses of what is touched in a hall."""

from __future__ import annotations

from django.urls import path

from mumian.web.kiosk.views import asking, machine, tablet

app_name = "kiosk"

urlpatterns = [
    path("machine/<str:code>/", machine.start, name="machine"),
    path("machine/<str:code>/services", machine.services, name="machine_services"),
    path("machine/<str:code>/visit", machine.visit, name="machine_visit"),
    path("machine/<str:code>/take", machine.take, name="machine_take"),
    path("machine/<str:code>/scan", machine.scan, name="machine_scan"),
    path("machine/<str:code>/tickets/<int:ticket_id>/<str:follow>", machine.ticket, name="machine_ticket"),
    path("machine/<str:code>/tickets/<int:ticket_id>/<str:follow>/slip.pdf", machine.slip_paper, name="machine_slip"),
    path("ask/<str:code>/", asking.start, name="ask"),
    path("ask/<str:code>/services", asking.services, name="ask_services"),
    path("ask/<str:code>/services/<str:service>", asking.service, name="ask_service"),
    path("ask/<str:code>/services/<str:service>/<str:form>", asking.form, name="ask_form"),
    path("ask/<str:code>/status", asking.status, name="ask_status"),
    path("ask/<str:code>/fault", asking.fault, name="ask_fault"),
    path("ask/<str:code>/map", asking.hall_map, name="ask_map"),
    path("rating/<str:code>/", tablet.ask, name="tablet"),
]
