"""Addresses of the desks."""

from __future__ import annotations

from django.urls import path

from mumian.web.desk.views import (
    audit,
    batches,
    blanks,
    case,
    cases,
    duty,
    folders,
    hall,
    handover,
    landing,
    leading,
    list_work,
    matches,
    papers,
    persons,
    production,
    quality,
    questions,
    service_days,
    simulated,
    survey,
    visit_figures,
    visits,
)

app_name = "desk"

urlpatterns = [
    # The landing page
    path("", landing.landing, name="landing"),
    # Cases
    path("cases", cases.work_list, name="cases"),
    path("cases/search", cases.find, name="case_search"),
    path("cases/proposals", case.proposals, name="case_proposals"),
    path("cases/<int:case_id>", case.show, name="case"),
    path("cases/<int:case_id>/<slug:step>", case.act, name="case_act"),
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
    path("questions", questions.questions, name="questions"),
    path("questions/<int:question_id>", questions.question, name="question"),
    path("questions/ask/<int:case_id>", questions.ask, name="question_ask"),
    path("questions/<str:kind>/<int:case_id>", questions.handling, name="handling"),
    path("batches", batches.batches, name="batches"),
    path("batches/sample.csv", batches.sample, name="batch_sample"),
    path("batches/<int:upload_id>", batches.batch, name="batch"),
    path("batches/<int:upload_id>/take", batches.take, name="batch_take"),
    path("batches/<int:upload_id>/to-mend.csv", batches.mended, name="batch_mended"),
    # Visits at home
    path("visits", visits.all_visits, name="visits"),
    path("visits/<int:visit_id>", visits.visit, name="visit"),
    path("visits/<int:visit_id>/decide", visits.decide, name="visit_decide"),
    path("visits/<int:visit_id>/enter", visits.enter, name="visit_enter"),
    path("visits/<int:visit_id>/sheet", visits.sheet, name="visit_sheet"),
    # Duty
    path("duty", duty.duty, name="duty"),
    path("duty/shifts/<int:shift_id>/withdraw", duty.withdraw, name="duty_withdraw"),
    path("duty/shifts/<int:shift_id>/call", duty.call, name="duty_call"),
    path("duty/shifts/<int:shift_id>/hand-over", duty.hand_over, name="duty_hand_over"),
    path("duty/calls/<int:call_id>", duty.answer, name="duty_answer"),
    path("duty/reliefs/<int:relief_id>", duty.acknowledge, name="duty_acknowledge"),
    # Making documents and handing them out
    path("production", production.approved, name="production"),
    path("production/blanks", blanks.blanks, name="blanks"),
    path("production/<int:case_id>", production.making, name="production_case"),
    path("production/<int:case_id>/sheet.pdf", production.sheet, name="production_sheet"),
    path("quality", quality.to_check, name="quality"),
    path("quality/<int:case_id>", quality.check, name="quality_case"),
    path("handover", handover.desk, name="handover"),
    path("handover/uncollected", handover.ageing, name="uncollected"),
    path("handover/<int:case_id>", handover.document, name="handover_case"),
    # Matches with the reference lists
    path("matches", matches.queue, name="matches"),
    path("matches/quality", list_work.quality, name="match_quality"),
    path("matches/quality.csv", list_work.quality_file, name="match_quality_csv"),
    path("matches/corrections", list_work.corrections, name="corrections"),
    path("matches/corrections/<int:correction_id>", list_work.answer, name="correction_answer"),
    path("matches/second-looks/<int:look_id>", list_work.look_again, name="second_look"),
    path("matches/of/<str:reference>", matches.match, name="match"),
    path("matches/of/<str:reference>/act", matches.act, name="match_act"),
    path("alarms", list_work.alarms, name="alarms"),
    path("alarms/<int:alarm_id>/take", list_work.take, name="alarm_take"),
    path("feeds", list_work.feeds, name="feeds"),
    path("folders", folders.folders, name="folders"),
    path("hall", hall.manage, name="hall"),
    path("hall/<str:code>", hall.manage, name="hall_of"),
    path("hall/<str:code>/device", hall.device, name="hall_device"),
    path("visit-figures", visit_figures.figures, name="visit_figures"),
    path("visit-figures.csv", visit_figures.table, name="visit_table"),
    path("visit-ratings.csv", visit_figures.rating_table, name="rating_table"),
    path("service-days", service_days.all_days, name="service_days"),
    path("survey", survey.survey, name="survey"),
    path("lead", leading.lead, name="lead"),
    path("lead/simulated", simulated.simulated, name="simulated"),
]
