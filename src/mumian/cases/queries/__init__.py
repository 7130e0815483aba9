"""What can be asked about cases; each question costs a fixed number of queries."""

from __future__ import annotations

from mumian.cases.queries.batches import UploadRow, UploadSheet, upload_sheet, uploads
from mumian.cases.queries.lists import (
    FolderRow,
    Promise,
    Row,
    StageCount,
    breaches_since,
    counter_list,
    counts_by_stage_and_hall,
    folders_out_of_step,
    group_list,
    promises_of,
    search,
    work_list,
)
from mumian.cases.queries.public import PublicStatus, applicant_of, public_status, public_status_of
from mumian.cases.queries.questions import QuestionSheet, questions_asked_by, questions_of, questions_waiting_for
from mumian.cases.queries.radar import RadarRow, overdue_radar
from mumian.cases.queries.requests import (
    RequestKind,
    RequestSheet,
    may_be_done_here,
    requests_of,
    requests_waiting,
    special_handlings_since,
)
from mumian.cases.queries.sheets import CaseSheet, case_sheet, draft_by_code
from mumian.cases.queries.visits import NumberSheet, VisitSheet, visit_sheet, visits

__all__ = [
    "CaseSheet",
    "FolderRow",
    "NumberSheet",
    "Promise",
    "PublicStatus",
    "QuestionSheet",
    "RadarRow",
    "RequestKind",
    "RequestSheet",
    "Row",
    "StageCount",
    "UploadRow",
    "UploadSheet",
    "VisitSheet",
    "applicant_of",
    "breaches_since",
    "case_sheet",
    "counter_list",
    "counts_by_stage_and_hall",
    "draft_by_code",
    "folders_out_of_step",
    "group_list",
    "may_be_done_here",
    "overdue_radar",
    "promises_of",
    "public_status",
    "public_status_of",
    "questions_asked_by",
    "questions_of",
    "questions_waiting_for",
    "requests_of",
    "requests_waiting",
    "search",
    "special_handlings_since",
    "upload_sheet",
    "uploads",
    "visit_sheet",
    "visits",
    "work_list",
]
