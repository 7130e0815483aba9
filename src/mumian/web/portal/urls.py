"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from mumian.web.portal.views import (
    appointments,
    boards,
    front,
    halls,
    history,
    leaflets,
    notices,
    objections,
    openness,
    queueing,
    services,
    status,
    survey,
    units,
)

app_name = "portal"

urlpatterns = [
    path("", front.front, name="front"),
    path("services/", services.index, name="services"),
    path("services/<str:code>/", services.service, name="service"),
    path("halls/", halls.index, name="halls"),
    path("halls/<str:code>/", halls.hall, name="hall"),
    path("halls/<str:code>/board/", boards.page, name="board"),
    path("halls/<str:code>/board/screen", boards.screen, name="board_screen"),
    path("halls/<str:code>/board/a1.pdf", boards.sheet, name="board_sheet"),
    path("leaflets/", leaflets.index, name="leaflets"),
    path("leaflets/<str:code>/", leaflets.show, name="leaflet"),
    path("leaflets/<str:code>/leaflet.pdf", leaflets.sheet, name="leaflet_sheet"),
    path("leaflets/<str:code>/check", leaflets.check, name="leaflet_check"),
    path("forms/", leaflets.forms, name="forms"),
    path("forms/<str:code>/", leaflets.form, name="form"),
    path("forms/<str:code>/form.pdf", leaflets.form_paper, name="form_sheet"),
    path("notices/", notices.index, name="notices"),
    path("reforms/", history.reforms, name="reforms"),
    path("status/", status.ask, name="status"),
    path("status/of/<str:token>", status.show, name="status_of"),
    path("status/of/<str:token>/proof.json", status.proof, name="status_proof"),
    path("status/of/<str:token>/looks", status.looks, name="status_looks"),
    path("status/of/<str:token>/objection", objections.objection, name="objection"),
    path("units/", units.desk, name="unit"),
    path("units/filings/new", units.submit, name="unit_submit"),
    path("units/filings/<str:entry_id>", units.change, name="unit_change"),
    path("units/filings/<str:entry_id>/withdraw", units.withdraw, name="unit_withdraw"),
    path("units/letters/<int:consent_id>", units.answer, name="unit_answer"),
    path("waiting/", queueing.waiting, name="waiting"),
    path("t/<str:code>/", queueing.ticket, name="ticket"),
    path("t/<str:code>/survey", survey.may_ask, name="ticket_survey"),
    path("appointments/", appointments.book, name="appointments"),
    path("appointments/<str:code>/", appointments.one, name="appointment"),
    path("appointments/<str:code>/appointment.ics", appointments.calendar, name="appointment_calendar"),
    path("openness/", openness.show, name="openness"),
    path("sources/", history.sources, name="sources"),
]
