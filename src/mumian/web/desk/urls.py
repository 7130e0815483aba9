"""Addresses of the desks."""

from __future__ import annotations

from django.urls import path

from mumian.web.desk.views import audit, landing, papers, persons, questions

app_name = "desk"

urlpatterns = [
    # The landing page
    path("", landing.landing, name="landing"),
    # Papers
    path("papers/receipts/<int:case_id>.pdf", papers.receipt, name="paper_receipt"),
    path("papers/families/<int:group_id>.pdf", papers.family, name="paper_family"),
    path("papers/notices/<str:number>.pdf", papers.notice, name="paper_notice"),
    path("papers/letters/<str:number>.pdf", papers.case_letter, name="paper_letter"),
    path("papers/approvals/<int:case_id>.pdf", papers.approval, name="paper_approval"),
    # Persons
    path("persons", persons.find, name="persons"),
    path("persons/<int:person_id>", persons.show, name="person"),
    path("persons/<int:person_id>/spellings", persons.spelling, name="person_spelling"),
    path("persons/<int:person_id>/documents", persons.document, name="person_document"),
    path("persons/<int:person_id>/guardians", persons.guardian, name="person_guardian"),
    path("persons/<int:person_id>/looks", persons.looks, name="person_looks"),
    path("persons/<int:person_id>/looks.pdf", persons.looks_paper, name="person_looks_sheet"),
    # The record
    path("audit", audit.record, name="audit"),
    path("audit/looks", audit.looks, name="audit_looks"),
    path("breaches", audit.breaches_list, name="breaches"),
    # What is asked above
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:question_id>/", questions.question, name="question"),
    path("questions/ask/<int:case_id>/", questions.ask, name="question_ask"),
    path("questions/<str:kind>/<int:case_id>/", questions.handling, name="handling"),
]
