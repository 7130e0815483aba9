"""What is done with cases: one service for each command of the office.

Each takes `by` (who moves it, with his session of audit: `by_officer`, `by_applicant`, `by_rule`, `by_courier`), `at`, and if
wanted `key`, so that a command sent twice is done once. Each answers the id of the case, or raises a refusal with the sentence
for who asked.
"""

from __future__ import annotations

from mumian.cases.services.applying import accept_application, open_draft, submit_application, take_in_materials
from mumian.cases.services.batches import take_batch, upload_batch
from mumian.cases.services.bulk import BulkAnswer, approve_cases, approve_cases_at_counter, start_productions
from mumian.cases.services.deciding import (
    answer_consent,
    approve_at_counter,
    approve_case,
    pause_clock,
    record_list_answer,
    request_consent,
    resume_clock,
)
from mumian.cases.services.hastening import decide_urgency, request_urgency
from mumian.cases.services.movers import Mover, by_applicant, by_clock, by_courier, by_officer, by_rule
from mumian.cases.services.notices import (
    answer_notice,
    decline_acceptance,
    issue_material_notice,
    lapse_notice,
    notices_to_lapse,
)
from mumian.cases.services.producing import (
    archive,
    cases_to_archive,
    fail_quality,
    hand_out_document,
    pass_quality,
    record_delivery,
    recount_due_days,
    recount_held,
    reopen_for_error,
    scan_folder,
    spoil_document,
    start_production,
    withdraw,
)
from mumian.cases.services.proposing import (
    approve_extension,
    countersign_refusal,
    propose_extension,
    propose_refusal,
    send_back_extension,
    send_back_refusal,
)
from mumian.cases.services.questions import answer_question, ask_above, escalate_question, questions_to_escalate
from mumian.cases.services.sockets import Clearing, Fees, Making, sockets
from mumian.cases.services.special import decide_special_handling, request_special_handling
from mumian.cases.services.together import accept_together, open_batch, open_group
from mumian.cases.services.visits import approve_visit, refuse_visit, request_visit

__all__ = [
    "BulkAnswer",
    "Clearing",
    "Fees",
    "Making",
    "Mover",
    "accept_application",
    "accept_together",
    "answer_consent",
    "answer_notice",
    "answer_question",
    "approve_at_counter",
    "approve_case",
    "approve_cases",
    "approve_cases_at_counter",
    "approve_extension",
    "approve_visit",
    "archive",
    "ask_above",
    "by_applicant",
    "by_clock",
    "by_courier",
    "by_officer",
    "by_rule",
    "cases_to_archive",
    "countersign_refusal",
    "decide_special_handling",
    "decide_urgency",
    "decline_acceptance",
    "escalate_question",
    "fail_quality",
    "hand_out_document",
    "issue_material_notice",
    "lapse_notice",
    "notices_to_lapse",
    "open_batch",
    "open_draft",
    "open_group",
    "pass_quality",
    "pause_clock",
    "propose_extension",
    "propose_refusal",
    "questions_to_escalate",
    "record_delivery",
    "record_list_answer",
    "recount_due_days",
    "recount_held",
    "refuse_visit",
    "reopen_for_error",
    "request_consent",
    "request_special_handling",
    "request_urgency",
    "request_visit",
    "resume_clock",
    "scan_folder",
    "send_back_extension",
    "send_back_refusal",
    "sockets",
    "spoil_document",
    "start_production",
    "start_productions",
    "submit_application",
    "take_batch",
    "take_in_materials",
    "upload_batch",
    "withdraw",
]
