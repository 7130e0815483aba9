"""Applications that belong together: those of a family, and those that a firm hands in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from mumian.cases.errors import ApplicationRefusedAtTheDoor
from mumian.cases.models import Batch, Case, Group
from mumian.cases.services.applying import accept_application
from mumian.cases.services.movers import Mover, locked, touched
from mumian.cases.terms import CaseId
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.commands import once
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.people.rules.masking import masked_name
from mumian.people.terms import OrganisationId

ALL_OR_NONE: Final = Text(
    "{count}件申请一起受理，其中{refused}件不能受理，因此都没有受理。{which}请处理后再一起受理，或把不能受理的分开办理。",
    "None of the {count} applications was accepted, since {refused} of them cannot be. {which}"
    "Settle that and accept them together again, or take the others without them.",
)
ONE_OF_THEM: Final = Text("{name}，{service}：{why}", "{name}, {service}: {why} ")
NOBODY: Final = Text(
    "未受理：没有选择任何申请。请至少选择一件。", "Nothing was accepted: no application was chosen. Choose at least one."
)

CaseIds = tuple[CaseId, ...]


def open_group(*, by: Mover, at: datetime) -> int:
    """Begin the group of a family; each application names it when its draft is opened (`group_id`). Answers its id."""
    return int(Group.objects.create(opened_by_id=by.on_staff.officer_id, opened_at=at).pk)


def open_batch(*, organisation: OrganisationId, by: Mover, at: datetime) -> int:
    """Begin what a firm hands in together; each application names it when its draft is opened (`batch_id`). Answers its id."""
    return int(Batch.objects.create(organisation_id=organisation, opened_by_id=by.on_staff.officer_id, opened_at=at).pk)


@transaction.atomic
def family_of(*, case_id: CaseId, by: Mover, at: datetime) -> int:
    """The group of this application, begun now where it had none, so that others of the family can join. Answers its id."""
    case = locked(case_id)
    if case.group_id is None:
        _form_a_group([case], by=by, at=at)
    return int(case.group_id or 0)


@transaction.atomic
def accept_together(
    *, case_ids: Sequence[CaseId], hall: str | None, identity_checked: bool, by: Mover, at: datetime, key: str = ""
) -> CaseIds:
    """Accept the applications of a family in one act: all of them or none. Answers them in the order asked, each once.

    Each has the guards of `accept_application` and its own receipt number, limits and row of audit; they form one group from then
    on. Raises ApplicationRefusedAtTheDoor, whose sentence names each that cannot be accepted and why.
    """
    wanted = tuple(dict.fromkeys(case_ids))
    if not wanted:
        raise ApplicationRefusedAtTheDoor(NOBODY)

    def act() -> CaseIds:
        return _accepted_together(wanted, hall=hall, identity_checked=identity_checked, by=by, at=at)

    if not key:
        return act()
    content = {"case_ids": [int(one) for one in wanted], "hall": hall, "identity_checked": identity_checked}
    return once(key=key, actor=by.said, command="cases.accept_together", content=content, at=at, act=act, answer=CaseIds)


def _accepted_together(wanted: CaseIds, *, hall: str | None, identity_checked: bool, by: Mover, at: datetime) -> CaseIds:
    cases = [locked(case_id) for case_id in sorted(wanted)]
    _form_a_group(cases, by=by, at=at)
    refused: dict[CaseId, Text] = {}
    for case in cases:
        case_id = CaseId(case.pk)
        try:
            with transaction.atomic():
                accept_application(case_id=case_id, hall=hall, identity_checked=identity_checked, by=by, at=at)
        except Refusal as refusal:
            refused[case_id] = refusal.sentence
    if refused:
        which = [_named(case, refused[CaseId(case.pk)]) for case in cases if case.pk in refused]
        joined = Text("".join(text.zh for text in which), "".join(text.en for text in which))
        raise ApplicationRefusedAtTheDoor(ALL_OR_NONE.filled(count=len(wanted), refused=len(refused), which=joined))
    return wanted


def _form_a_group(cases: Sequence[Case], *, by: Mover, at: datetime) -> None:
    """The group that one of them names already, else a new one."""
    group = next((case.group_id for case in cases if case.group_id), None) or open_group(by=by, at=at)
    for case in cases:
        if case.group_id != group:
            case.group_id = group
            case.save(update_fields=["group_id"])
            touched(case, "grouped", by, at=at)


def _named(case: Case, why: Text) -> Text:
    service = current_rulebook().service_of[case.service_id].name
    return ONE_OF_THEM.filled(name=masked_name(case.applicant.name), service=service, why=why)
