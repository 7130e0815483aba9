"""Which materials are to be brought, and why."""

from __future__ import annotations

from mumian.catalogue.rules.answers.asking import Asking
from mumian.catalogue.rules.answers.values import MaterialNeed, NeedState, OrderAnswer, Question
from mumian.catalogue.rules.book.papers import Material
from mumian.catalogue.rules.book.services import NeededMaterial
from mumian.foundation.words import Text

STRENGTH = {
    state: strength
    for strength, state in enumerate(
        (NeedState.REQUIRED, NeedState.BECAUSE, NeedState.ASKS, NeedState.BY_OFFICE, NeedState.NOT_NEEDED)
    )
}
STATED_REASON = Text("因申请事由：{reason}", "because of the stated reason: {reason}")


def materials_needed(asking: Asking, order: OrderAnswer | None) -> tuple[MaterialNeed, ...]:
    """Every material of the service on the day, in the order of the rulebook, each once with its strongest ground."""
    needs: dict[str, MaterialNeed] = {}
    for entry in asking.service.materials:
        material = asking.book.material_of.get(entry.code)
        if material is None or not _concerns(asking, entry, material):
            continue
        _keep_stronger(needs, _need(asking, entry, material))
    for need in _proof_papers(asking, order):
        _keep_stronger(needs, need)
    return tuple(needs.values())


def _concerns(asking: Asking, entry: NeededMaterial, material: Material) -> bool:
    in_channel = entry.channels is None or asking.channel is None or asking.channel in entry.channels
    return in_channel and entry.holds_on(asking.on) and material.holds_on(asking.on)


def _need(asking: Asking, entry: NeededMaterial, material: Material) -> MaterialNeed:
    holds = asking.condition(entry.when)
    if entry.when is None:
        state = NeedState.REQUIRED
    elif isinstance(holds, Question):
        state = NeedState.ASKS
    elif holds is None:
        state = NeedState.BY_OFFICE
    else:
        state = NeedState.BECAUSE if holds else NeedState.NOT_NEEDED
    return _described(
        asking,
        material,
        state=state,
        because=asking.condition_text(entry.when),
        question=holds if isinstance(holds, Question) else None,
        note=entry.note,
    )


def _proof_papers(asking: Asking, order: OrderAnswer | None) -> list[MaterialNeed]:
    """The papers that prove the stated reason."""
    if order is None or order.chosen is None:
        return []
    reason = asking.book.reason_of[order.chosen]
    because = STATED_REASON.filled(reason=reason.name)
    papers = [asking.book.material_of[code] for code in reason.materials if code in asking.book.material_of]
    return [_described(asking, paper, state=NeedState.BECAUSE, because=because) for paper in papers]


def _described(
    asking: Asking,
    material: Material,
    *,
    state: NeedState,
    because: Text | None = None,
    question: Question | None = None,
    note: Text | None = None,
) -> MaterialNeed:
    handed_in = asking.known.facts.get("case.materials")
    return MaterialNeed(
        code=material.code,
        name=material.name,
        state=state,
        because=because,
        question=question,
        how=material.how,
        data_sharing=material.data_sharing,
        handed_in=material.code in handed_in if isinstance(handed_in, tuple) else None,
        note=note,
    )


def _keep_stronger(needs: dict[str, MaterialNeed], need: MaterialNeed) -> None:
    before = needs.get(need.code)
    if before is None or STRENGTH[need.state] < STRENGTH[before.state]:
        needs[need.code] = need
