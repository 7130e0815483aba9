"""What an officer leaves unfinished when his shift ends: own drafts and cases at the door, and questions put to him."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from mumian.cases.models import Case, Question
from mumian.cases.terms import STAGE_NAMES, CaseStage, case_key
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId, OpenMatter

AT_MOST: Final = 100
AT_THE_DOOR: Final = (CaseStage.DRAFT, CaseStage.SUBMITTED, CaseStage.AWAITING_MATERIALS)
"""Where a case still waits for its contact; later it is a department's."""
CASE: Final = Text("案件{number}，{stage}", "case {number}, {stage}")
QUESTION: Final = Text("案件{number}的请示，等待答复", "question about case {number}, not answered yet")


class OwnCases:
    """Fills `offices.OpenMatters`: cases at the door whose contact he is, and questions he asked that nobody has answered."""

    def open_matters(self, *, officer: OfficerId, at: datetime) -> Sequence[OpenMatter]:
        """The open matters, oldest first; they hold no personal data. Two queries."""
        stages = [stage.value for stage in AT_THE_DOOR]
        mine = Case.objects.filter(contact_officer_id=officer, stage__in=stages, opened_at__lte=at).order_by("pk")[:AT_MOST]
        asked = Question.objects.filter(asked_by_id=officer, answered_at=None, asked_at__lte=at).select_related("case")
        return [
            *(
                OpenMatter(case_key(case.pk), CASE.filled(number=_number(case), stage=STAGE_NAMES[CaseStage(case.stage)]))
                for case in mine
            ),
            *(
                OpenMatter(f"question:{question.pk}", QUESTION.filled(number=_number(question.case)))
                for question in asked.order_by("pk")[:AT_MOST]
            ),
        ]


def _number(case: Case) -> str:
    return LETTERS.shown(case.receipt_number or case.draft_code)
