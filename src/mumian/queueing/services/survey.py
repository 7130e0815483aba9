"""Drawing a sample for the outside survey centre, and taking its signed results in."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date, datetime
from typing import Final

from django.db import transaction

from mumian.audit.services import record_act
from mumian.audit.terms import Acting, ActorKind, DetailValue, Thing
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.models import Hall
from mumian.offices.queries import officer_by_badge
from mumian.offices.terms import Role
from mumian.queueing.errors import ManagerRefused, SurveyRefused
from mumian.queueing.models import Sample, SurveyAnswer, SurveyAsked, Ticket
from mumian.queueing.rules.survey import contact_file, drawn, read_results
from mumian.queueing.terms import TicketState

SURVEYORS: Final = frozenset({Role.SUPERVISOR, Role.LEADER})
"""Who draws samples and takes results in."""


@transaction.atomic
def draw_sample(
    *, name: str, first_on: date, last_on: date, size: int, seed: str, public_key: bytes, acting: Acting, at: datetime
) -> str:
    """Draw visits of these days by a seed; answers the contact file, which is given out once and kept nowhere.

    `public_key` is the survey centre's Ed25519 key. Raises SurveyRefused, ManagerRefused for who has no say in the survey.
    """
    _check_surveys(acting, at)
    if Sample.objects.filter(name=name).exists():
        raise SurveyRefused(KNOWN.filled(name=name))
    visits, reached = _reachable(first_on, last_on)
    numbers = {ticket: contact for ticket, (_, contact) in reached.items()}
    found = len(set(numbers.values()))
    if not 0 < size <= found:
        raise SurveyRefused(TOO_FEW.filled(size=size, found=found, visits=visits))
    chosen = [(secrets.token_hex(16), *reached[ticket]) for ticket in drawn(numbers, seed=seed, size=size)]
    sample = Sample.objects.create(
        name=name, first_on=first_on, last_on=last_on, seed=seed, size=size, eligible=found, visits=visits,
        public_key=public_key, drawn_by=acting.actor.id, drawn_at=at,
    )  # fmt: skip
    halls = dict(Hall.objects.values_list("code", "pk"))
    # In the order of the blind numbers: the order of the rows says nothing about the visits either.
    SurveyAsked.objects.bulk_create(
        SurveyAsked(sample=sample, blind=blind, hall_id=halls[hall]) for blind, hall, _ in sorted(chosen)
    )
    detail: dict[str, DetailValue] = {"sample": name, "size": size, "seed": seed}
    record_act(thing=Thing(f"survey:{name}"), act="sample_drawn", actor=acting, at=at, detail=detail, expects="new")
    return contact_file(chosen)


@transaction.atomic
def take_results(*, name: str, text: str, acting: Acting, at: datetime) -> int:
    """Keep the survey centre's answers; answers how many. Raises SurveyRefused where the signature or a line is wrong,
    ManagerRefused for who has no say in the survey.

    Whose answers they are was settled when the sample was drawn: visits that end afterwards change nothing.
    """
    _check_surveys(acting, at)
    sample = Sample.objects.select_for_update(of=("self",)).filter(name=name).first()
    if sample is None:
        raise SurveyRefused(UNKNOWN.filled(name=name))
    lines = read_results(text, sample=name, public_key=bytes(sample.public_key))
    if lines is None:
        raise SurveyRefused(NOT_SIGNED)
    if sample.closed_at is not None:
        raise SurveyRefused(CLOSED.filled(name=name))
    asked = set(SurveyAsked.objects.filter(sample=sample).values_list("blind", "hall__code"))
    if strange := [line.blind for line in lines if (line.blind, line.hall) not in asked]:
        raise SurveyRefused(STRANGE.filled(blind=strange[0], hall=next(one.hall for one in lines if one.blind == strange[0])))
    if twice := [blind for blind, times in Counter(line.blind for line in lines).items() if times > 1]:
        raise SurveyRefused(TWICE.filled(blind=twice[0]))
    halls = dict(Hall.objects.values_list("code", "pk"))
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            sample=sample, blind=line.blind, hall_id=halls[line.hall], environment=line.answers[0], efficiency=line.answers[1],
            attitude=line.answers[2],
        )
        for line in lines
    )  # fmt: skip
    sample.closed_at = at
    sample.save(update_fields=["closed_at"])
    record_act(
        thing=Thing(f"survey:{name}"), act="results_taken", actor=acting, at=at, detail={"answers": len(lines)}, expects="known"
    )
    return len(lines)


def _check_surveys(acting: Acting, at: datetime) -> None:
    """Raise ManagerRefused for anybody but supervision and leaders: who works in halls has no hand in what is said of them."""
    actor = acting.actor
    sheet = officer_by_badge(actor.id, on=local_date(at)) if actor.kind is ActorKind.OFFICER else None
    if sheet is None or not sheet.roles & SURVEYORS:
        raise ManagerRefused(NOT_SURVEYOR)


def _reachable(first_on: date, last_on: date) -> tuple[int, dict[int, tuple[str, str]]]:
    """How many visits of these days were finished; and those whose visitors left a number themselves, with hall and number:
    nobody else is asked.
    """
    visits = Ticket.objects.filter(day__gte=first_on, day__lte=last_on, state=TicketState.DONE.value)
    reached = visits.exclude(contact="").values_list("pk", "hall__code", "contact")
    return visits.count(), {pk: (hall, contact) for pk, hall, contact in reached}


NOT_SURVEYOR = Text(
    "未办理：外部调查由督察部门和局领导负责。请联系他们。",
    "Nothing was done: the outside survey is with supervision and leaders. Ask one of them.",
)
KNOWN = Text(
    "未抽样：名为{name}的样本已存在。请另起名称。", "No sample was drawn: there is one named {name}. Choose another name."
)
UNKNOWN = Text(
    "未接收：没有名为{name}的样本。请核对名称。", "Nothing was taken in: there is no sample named {name}. Check the name."
)
TOO_FEW = Text(
    "未抽样：需要{size}人，{visits}次来访中可回访的有{found}人。请减少人数。",
    "No sample was drawn: {size} were wanted, and of {visits} visits {found} people can be reached. Ask for fewer.",
)
NOT_SIGNED = Text(
    "未接收：结果文件的签名不符。请向调查中心重新索取。",
    "Nothing was taken in: the file is not signed by the survey centre. Ask it again.",
)
STRANGE = Text(
    "未接收：编号{blind}（{hall}大厅）不在这个样本中。请向调查中心核对文件。",
    "Nothing was taken in: the number {blind} of the hall {hall} is not of this sample. Ask the survey centre about the file.",
)
TWICE = Text(
    "未接收：编号{blind}出现了两次。请向调查中心核对文件。",
    "Nothing was taken in: the number {blind} stands there twice. Ask the survey centre about the file.",
)
CLOSED = Text(
    "未接收：样本{name}的结果已接收过。无需再次上传。",
    "Nothing was taken in: the results of the sample {name} are here already. Nothing is left to do.",
)
