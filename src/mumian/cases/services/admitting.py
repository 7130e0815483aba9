"""Whether an application is taken: the rulebook, the place, identity, papers and fee, the same whichever way it is written."""

from __future__ import annotations

from datetime import datetime

from mumian.cases.errors import ApplicationRefusedAtTheDoor
from mumian.cases.models import Case
from mumian.cases.rules.permission import may_accept
from mumian.cases.rules.places import may_accept_here
from mumian.cases.services.movers import held
from mumian.cases.services.places import facts_of_the_place, place_of
from mumian.cases.services.sockets import sockets
from mumian.cases.terms import case_key
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import Answer, answer
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.terms import Audience, Outcome
from mumian.foundation.clock import local_date


def admitted(
    case: Case,
    *,
    hall: str | None,
    identity_checked: bool,
    anywhere: bool = False,
    at: datetime,
    handed_in: tuple[str, ...] | None = None,
) -> Answer:
    """What the rulebook says of an application that may be taken; what the place itself says is added to its facts.

    The case must be locked. `anywhere`: a leader has consented to this very hall, and only the place is not asked. `handed_in`
    are its materials where they are known. Raises ApplicationRefusedAtTheDoor.
    """
    case.facts = {**case.facts, **facts_of_the_place(case, hall, on=local_date(at))}
    said = asked_of_the_rulebook(case, at=at, handed_in=handed_in)
    if not anywhere:
        held(may_accept_here(place_of(case, said, hall=hall)), ApplicationRefusedAtTheDoor)
    fee = (said.fee.total if said.fee else 0) or 0
    held(
        may_accept(
            outcome=_but_for_the_place(said) if anywhere else said.verdict,
            sentence=said.deciding[0].sentence if said.deciding else said.sentence,
            questions=[reason.question.ask for reason in said.deciding if reason.question and said.verdict is Outcome.ASK],
            missing=[need.name for need in said.needed if not need.handed_in],
            identity_checked=identity_checked,
            unpaid=sockets.fees.unpaid(case=case_key(case.pk), amount=fee),
        ),
        ApplicationRefusedAtTheDoor,
    )
    return said


def _but_for_the_place(said: Answer) -> Outcome:
    """The verdict of everything but the territory: the strongest of what the reasons decide."""
    if said.verdict is not Outcome.ROUTE:
        return said.verdict
    found = {reason.decides for reason in said.reasons if reason.decides}
    if said.order and said.order.reasons and said.order.chosen is None:
        found.add(Outcome.ASK)
    return next((outcome for outcome in Outcome if outcome in found), Outcome.GRANT)


def asked_of_the_rulebook(
    case: Case, *, at: datetime, audience: Audience = Audience.COUNTER, handed_in: tuple[str, ...] | None = None
) -> Answer:
    """What the rulebook says about the case at this moment, with what was handed in. The office's answer knows the lists."""
    if handed_in is None:
        handed_in = tuple(case.handed_in.order_by("material_id").values_list("material_id", flat=True))
    facts: dict[str, FactValue] = {name: tuple(v) if isinstance(v, list) else v for name, v in case.facts.items()}
    facts["case.materials"] = handed_in
    book = current_rulebook()
    return answer(
        book,
        case.service_id,
        on=local_date(at),
        facts=facts if audience is Audience.COUNTER else {**facts, **_cleared_facts(set(book.fact_of))},
        channel=case.channel,
        accepted_at=at,
        audience=audience,
    )


def _cleared_facts(known: set[str]) -> dict[str, FactValue]:
    """What the rules read about lists once every one of them is cleared."""
    agree = {"lists.all_clear", "lists.population_agrees"}
    return {name: name in agree for name in sorted(known) if name.startswith("lists.")}
