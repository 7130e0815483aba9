"""What an application states is completed at the window: facts that were missing, the kind that was chosen, who came along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mumian.cases.errors import ApplicationRefusedAtTheDoor
from mumian.cases.models import Case
from mumian.cases.rules.permission import WRONG_STAGE
from mumian.cases.services.movers import Mover, held, locked, touched
from mumian.cases.services.once import command
from mumian.cases.terms import COMMAND_NAMES, STAGE_NAMES, CaseId, CaseStage, Command
from mumian.catalogue.rules.book.values import FactValue
from mumian.foundation.errors import Verdict
from mumian.people.terms import PersonId

BEFORE_ACCEPTANCE = (CaseStage.DRAFT, CaseStage.SUBMITTED, CaseStage.AWAITING_MATERIALS)


@command
def state_facts(
    *,
    case_id: CaseId,
    facts: Mapping[str, FactValue],
    accompanied_by: PersonId | None = None,
    by: Mover,
    at: datetime,
    key: str = "",
) -> CaseId:
    """Write down what is stated of an application that is not accepted yet; the same facts again change nothing.

    `accompanied_by` is the guardian or agent who came along. Raises ApplicationRefusedAtTheDoor after acceptance.
    """
    case = locked(case_id)
    stage = CaseStage(case.stage)
    if stage not in BEFORE_ACCEPTANCE:
        why = WRONG_STAGE.filled(command=COMMAND_NAMES[Command.SUBMIT_APPLICATION], stage=STAGE_NAMES[stage])
        held(Verdict.no(why), ApplicationRefusedAtTheDoor)
    before = (case.facts, case.variant, case.agent_id)
    case.facts = {**case.facts, **{name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}}
    case.variant = str(case.facts.get("case.variant", case.variant))
    case.agent_id = accompanied_by or case.agent_id
    if (case.facts, case.variant, case.agent_id) == before:
        return case_id
    _kept(case)
    return touched(case, "facts_stated", by, at=at)


def _kept(case: Case) -> None:
    case.save(update_fields=["facts", "variant", "agent_id"])
