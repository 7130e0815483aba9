"""What is written about a case besides its stages: limits, stops, answers of lists, letters and declarations."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from mumian.foundation.words import Text


class AcceptanceRule(StrEnum):
    """A named rule by which a machine takes an application; it counts as the acceptance department, and is never a person."""

    KIOSK_COMPLETE_APPLICATION = "kiosk_complete_application"


class LimitKind(StrEnum):
    """The promise of the office, met when the document is ready, and the limit of the law, met at the decision."""

    PROMISED = "promised"
    STATUTORY = "statutory"


class StopGround(StrEnum):
    """For what the law lets the clock stand still (Administrative Licensing Law, article 45; T5 and T6 of the rulebook)."""

    HEARING = "hearing"
    INSPECTION = "inspection"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"
    OTHER_AUTHORITY = "other_authority"
    CONSENT = "consent"


class ListAnswerKind(StrEnum):
    """What a reference list says about the applicant.

    `no_match`, `other_person` and `condition_met` clear a list of names; `agrees` clears the population register.
    """

    NO_MATCH = "no_match"
    OPEN_MATCH = "open_match"
    OTHER_PERSON = "other_person"
    TRUE_MATCH = "true_match"
    CONDITION_MET = "condition_met"
    AGREES = "agrees"
    DIFFERS = "differs"


CLEARING_ANSWERS: Final = frozenset(
    {ListAnswerKind.NO_MATCH, ListAnswerKind.OTHER_PERSON, ListAnswerKind.CONDITION_MET, ListAnswerKind.AGREES}
)


class LetterKind(StrEnum):
    """Letters of the office that a case cannot go on without."""

    DECLINE = "decline"
    REFUSAL = "refusal"
    EXTENSION = "extension"
    CONSENT_REQUEST = "consent_request"


class RefusalGround(StrEnum):
    """Grounds in law for not accepting or for refusing; the reason in plain words stands beside it."""

    NO_LICENCE_NEEDED = "no_licence_needed"
    NOT_COMPETENT = "not_competent"
    NOT_ELIGIBLE = "not_eligible"
    IDENTITY_NOT_PROVEN = "identity_not_proven"
    FALSE_STATEMENTS = "false_statements"
    BARRED_FROM_EXIT = "barred_from_exit"
    RESTRICTION_RUNNING = "restriction_running"
    CONSENT_NOT_GIVEN = "consent_not_given"


GROUND_NAMES: Final[dict[RefusalGround, Text]] = {
    RefusalGround.NO_LICENCE_NEEDED: Text("此事项依法不需要取得许可", "No licence is needed for this by law"),
    RefusalGround.NOT_COMPETENT: Text("此事项依法不属于本机关职权范围", "This matter is by law not this office's to decide"),
    RefusalGround.NOT_ELIGIBLE: Text("不符合法定条件", "The conditions of the law are not met"),
    RefusalGround.IDENTITY_NOT_PROVEN: Text("不能证明身份", "Identity is not proven"),
    RefusalGround.FALSE_STATEMENTS: Text("申请中有虚假陈述或者虚假材料", "The application holds false statements or papers"),
    RefusalGround.BARRED_FROM_EXIT: Text("属于法律规定不准出境的情形", "The law does not let the applicant leave the country"),
    RefusalGround.RESTRICTION_RUNNING: Text("仍在法定的不予签发期限内", "A period without documents is still running"),
    RefusalGround.CONSENT_NOT_GIVEN: Text("没有取得法定需要的同意", "A consent that the law asks for was not given"),
}
"""What letters and pages call the grounds."""


class Declared(StrEnum):
    """What every applicant is asked to declare."""

    STATE_STAFF = "state_staff"
    SERVICEMAN = "serviceman"


class VisitGround(StrEnum):
    """Why somebody cannot come to a hall."""

    OLD_AGE = "old_age"
    ILLNESS = "illness"
    DISABILITY = "disability"
    CARE = "care"
    OTHER = "other"


VISIT_GROUND_NAMES: Final[dict[VisitGround, Text]] = {
    VisitGround.OLD_AGE: Text("高龄", "old age"),
    VisitGround.ILLNESS: Text("重病", "illness"),
    VisitGround.DISABILITY: Text("残疾", "disability"),
    VisitGround.CARE: Text("需照护他人", "care for somebody"),
    VisitGround.OTHER: Text("其他", "other"),
}
"""What pages call the grounds of a visit."""
