"""What the page of a case calls grounds, limits, letters, answers of lists and shares."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mumian.cases.terms import LetterKind, LimitKind, ListAnswerKind, MoverKind, StopGround
from mumian.catalogue.terms import Stage

Words = str | Promise

STOPS: Final[dict[StopGround, Words]] = {
    StopGround.HEARING: _("a hearing"),
    StopGround.INSPECTION: _("an inspection"),
    StopGround.APPRAISAL: _("an appraisal"),
    StopGround.EXPERT_REVIEW: _("a review by experts"),
    StopGround.OTHER_AUTHORITY: _("an answer of another authority"),
    StopGround.CONSENT: _("the employer's consent"),
}
LIMITS: Final[dict[LimitKind, Words]] = {LimitKind.PROMISED: _("promised"), LimitKind.STATUTORY: _("limit of the law")}
LETTERS_SENT: Final[dict[LetterKind, Words]] = {
    LetterKind.DECLINE: _("Not accepted"),
    LetterKind.REFUSAL: _("Refused"),
    LetterKind.EXTENSION: _("Limit extended"),
    LetterKind.CONSENT_REQUEST: _("Request for consent"),
}
LIST_ANSWERS: Final[dict[ListAnswerKind, Words]] = {
    ListAnswerKind.NO_MATCH: _("no match"),
    ListAnswerKind.OPEN_MATCH: _("match not yet resolved"),
    ListAnswerKind.OTHER_PERSON: _("another person"),
    ListAnswerKind.TRUE_MATCH: _("true match"),
    ListAnswerKind.CONDITION_MET: _("condition met"),
    ListAnswerKind.AGREES: _("agrees"),
    ListAnswerKind.DIFFERS: _("differs"),
}
MOVERS: Final[dict[MoverKind, Words]] = {
    MoverKind.OFFICER: _("Officer"),
    MoverKind.APPLICANT: _("the applicant"),
    MoverKind.RULE: _("a named rule of a machine"),
    MoverKind.CLOCK: _("the clock"),
    MoverKind.COURIER: _("the courier"),
}
SHARES: Final[dict[Stage, Words]] = {
    Stage.ACCEPTANCE: _("acceptance"),
    Stage.CLEARANCE: _("clearance"),
    Stage.APPROVAL: _("approval"),
    Stage.PRODUCTION: _("production"),
    Stage.DELIVERY: _("delivery"),
}
