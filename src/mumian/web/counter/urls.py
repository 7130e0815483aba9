"""Addresses of the counter.

One acceptance, as a browser asks for it (each POST answers 303 and carries the key of its page):

1. ``POST /counter/`` with ``q`` (a number, a name, a scan) leads to the person.
2. ``GET /counter/people/<person>/`` shows the services, those that fit first.
3. ``POST /counter/people/<person>/open/`` with ``service``, ``variant`` where it has kinds, ``key``: begins the application.
4. ``GET /counter/cases/<case>/`` shows questions, materials, verdict, fee and day on one screen.
5. ``POST /counter/cases/<case>/`` with ``act=accept``, ``fact:<name>`` for each question, ``material`` for each paper,
   ``identity=yes``, ``pay=cash``, ``key``: states, ticks, takes the fee and accepts, all or nothing.
6. ``GET /counter/cases/<case>/accepted/`` says the receipt number and prints.
"""

from __future__ import annotations

from django.urls import path

from mumian.web.counter.views import (
    applying,
    calling,
    declining,
    entering,
    families,
    finding,
    mine,
    notices,
    people,
    second,
    takings,
)

app_name = "counter"

urlpatterns = [
    path("", finding.find, name="find"),
    path("people/new/", entering.enter, name="enter"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/open/", people.begin, name="open"),
    path("cases/<int:case_id>/", applying.apply, name="case"),
    path("cases/<int:case_id>/check/", applying.check, name="check"),
    path("cases/<int:case_id>/accepted/", applying.accepted, name="accepted"),
    path("cases/<int:case_id>/notice/", notices.issue, name="notice"),
    path("cases/<int:case_id>/noticed/", notices.issued, name="noticed"),
    path("cases/<int:case_id>/decline/", declining.decline, name="decline"),
    path("cases/<int:case_id>/declined/", declining.declined, name="declined"),
    path("cases/<int:case_id>/withdraw/", declining.give_up, name="withdraw"),
    path("cases/<int:case_id>/urgent/", declining.hasten, name="urgent"),
    path("families/<int:group_id>/", families.family, name="family"),
    path("second/", second.approving, name="second"),
    path("today/", mine.today, name="today"),
    path("window/", calling.window, name="window"),
    path("takings/", takings.reckon, name="takings"),
]
