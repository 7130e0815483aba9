"""A list that follows what others do, and an act: pages of the tests alone, with the frame and the script of the real ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import include, path

from mumian.cases.events import CaseTouched
from mumian.cases.terms import CaseId
from mumian.foundation import outbox
from mumian.foundation.outbox.models import PublishedEvent
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required

PAGE = """
{% extends "shared/desk.html" %}
{% block work %}
<h1>Cases</h1>
<section id="list" data-live="cases">
<form><ul>
{% for key in keys %}
<li id="{{ key }}"><label><input type="checkbox" name="pick" value="{{ key }}"> {{ key }}</label>
  <details><summary>More about {{ key }}</summary><p>Nothing.</p></details> <a href="#{{ key }}">Open {{ key }}</a></li>
{% endfor %}
</ul>
<label>Note <input name="note"></label></form>
</section>
<form method="post">{{ csrf_input }}<button>Act</button></form>
{% endblock %}
"""


@officer_required()
def cases(request: OfficerRequest) -> HttpResponse:
    """The list; posting touches one more case."""
    if request.method == "POST":
        with transaction.atomic():
            number = PublishedEvent.objects.filter(topic=CaseTouched.topic).count() + 1
            outbox.publish(CaseTouched(case_id=CaseId(number), at=datetime.now(UTC)))
        return HttpResponseRedirect(request.path)
    rows = PublishedEvent.objects.filter(topic=CaseTouched.topic).order_by("-id")
    keys = [key.replace(":", "-") for key in rows.values_list("key", flat=True)]
    template = engines["jinja2"].from_string(PAGE)
    return HttpResponse(template.render({"keys": keys}, cast("HttpRequest", request)))


urlpatterns = [path("cases", cases), path("", include("mumian.project.urls"))]
