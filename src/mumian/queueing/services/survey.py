"""Drawing a sample for the outside survey centre, and taking its signed results in."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db import transaction

from mumian.audit.services import record_act
from mumian.audit.terms import Acting, DetailValue, Thing
from mumian.foundation.words import Text
from mumian.offices.models import Hall
from mumian.queueing.errors import SurveyRefused
from mumian.queueing.models import Sample, SurveyAnswer, Ticket
from mumian.queueing.rules.survey import blind_of, contact_file, drawn, read_results
from mumian.queueing.terms import TicketState


@transaction.atomic
def draw_sample(
    *, name: str, first_on: date, last_on: date, size: int, seed: str, public_key: bytes, acting: Acting, at: datetime
) -> str:
    """Draw visits of these days by a seed; answers the contact file, which is given out once and kept nowhere.

    `public_key` is the survey centre's Ed25519 key. Raises SurveyRefused.
    """
    if Sample.objects.filter(name=name).exists():
        raise SurveyRefused(KNOWN.filled(name=name))
    reached = _reachable(first_on, last_on)
    if not 0 < size <= len(reached):
        raise SurveyRefused(TOO_FEW.filled(size=size, found=len(reached)))
    secret = secrets.token_bytes(32)
    chosen = drawn(reached, seed=seed, size=size)
    Sample.objects.create(
        name=name, first_on=first_on, last_on=last_on, seed=seed, size=size, eligible=len(reached), secret=secret,
        public_key=public_key, drawn_by=acting.actor.id, drawn_at=at,
    )  # fmt: skip
    detail: dict[str, DetailValue] = {"sample": name, "size": size, "seed": seed}
    record_act(thing=Thing(f"survey:{name}"), act="sample_drawn", actor=acting, at=at, detail=detail, expects="new")
    return contact_file([(blind_of(ticket, secret=secret), *reached[ticket]) for ticket in chosen])


@transaction.atomic
def take_results(*, name: str, text: str, acting: Acting, at: datetime) -> int:
    """Keep the survey centre's answers; answers how many. Raises SurveyRefused where the signature or a line is wrong."""
    sample = Sample.objects.select_for_update(of=("self",)).filter(name=name).first()
    if sample is None:
        raise SurveyRefused(UNKNOWN.filled(name=name))
    lines = read_results(text, sample=name, public_key=bytes(sample.public_key))
    if lines is None:
        raise SurveyRefused(NOT_SIGNED)
    reached = drawn(_reachable(sample.first_on, sample.last_on), seed=sample.seed, size=sample.size)
    asked = {blind_of(ticket, secret=bytes(sample.secret)) for ticket in reached}
    halls = dict(Hall.objects.values_list("code", "pk"))
    if any(line.blind not in asked or line.hall not in halls for line in lines) or sample.closed_at is not None:
        raise SurveyRefused(STRANGE)
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


def _reachable(first_on: date, last_on: date) -> dict[int, tuple[str, str]]:
    """Finished visits of these days with their halls and the number that the visitor left himself: nobody else is asked."""
    visits = Ticket.objects.filter(day__gte=first_on, day__lte=last_on, state=TicketState.DONE.value).exclude(contact="")
    return {pk: (hall, contact) for pk, hall, contact in visits.order_by("pk").values_list("pk", "hall__code", "contact")}


KNOWN = Text(
    "未抽样：名为{name}的样本已存在。请另起名称。", "No sample was drawn: there is one named {name}. Choose another name."
)
UNKNOWN = Text(
    "未接收：没有名为{name}的样本。请核对名称。", "Nothing was taken in: there is no sample named {name}. Check the name."
)
TOO_FEW = Text(
    "未抽样：需要{size}人，可回访的有{found}人。请减少人数。",
    "No sample was drawn: {size} were wanted, {found} can be reached. Ask for fewer.",
)
NOT_SIGNED = Text(
    "未接收：结果文件的签名不符。请向调查中心重新索取。",
    "Nothing was taken in: the file is not signed by the survey centre. Ask it again.",
)
STRANGE = Text(
    "未接收：结果不属于这个样本，或已接收过。请核对文件。",
    "Nothing was taken in: answers are not of this sample, or were taken in before.",
)
