"""Addresses of the desks."""

from __future__ import annotations

from django.urls import path

from mumian.web.desk.views import landing, papers

app_name = "desk"

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("papers/receipts/<int:case_id>.pdf", papers.receipt, name="paper_receipt"),
    path("papers/families/<int:group_id>.pdf", papers.family, name="paper_family"),
    path("papers/notices/<str:number>.pdf", papers.notice, name="paper_notice"),
    path("papers/letters/<str:number>.pdf", papers.case_letter, name="paper_letter"),
    path("papers/approvals/<int:case_id>.pdf", papers.approval, name="paper_approval"),
]
