"""Which materials are to be brought, and why."""

from __future__ import annotations

from mumian.catalogue.rules.answers.asking import Asking
from mumian.catalogue.rules.answers.places import channels_open
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
BY_CHANNEL = Text("通过{channels}申请的", "when applying by {channels}")
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
    possible = {asking.channel} if asking.channel else set(channels_open(asking))
    in_channel = entry.channels is None or bool(possible & set(entry.channels))
    return in_channel and entry.holds_on(asking.on) and material.holds_on(asking.on)


def _need(asking: Asking, entry: NeededMaterial, material: Material) -> MaterialNeed:
    holds = asking.condition(entry.when)
    because = asking.condition_text(entry.when)
    if isinstance(holds, Question):
        state = NeedState.ASKS
    elif holds is None:
        state = NeedState.BY_OFFICE
    elif not holds:
        state = NeedState.NOT_NEEDED
    elif _depends_on_channel(asking, entry):
        state, because = NeedState.ASKS, _by_channels(asking, entry)
    else:
        state = NeedState.REQUIRED if entry.when is None else NeedState.BECAUSE
    question = holds if isinstance(holds, Question) else None
    return _described(asking, material, state=state, because=because, question=question, note=entry.note)


def _depends_on_channel(asking: Asking, entry: NeededMaterial) -> bool:
    """Whether the material is asked for in some of the open channels only, and nobody said which channel is meant."""
    return entry.channels is not None and asking.channel is None and not set(channels_open(asking)) <= set(entry.channels)


def _by_channels(asking: Asking, entry: NeededMaterial) -> Text:
    names = [asking.book.channel_of[code].name for code in channels_open(asking) if code in (entry.channels or ())]
    return BY_CHANNEL.filled(channels=Text("、".join(name.zh for name in names), ", ".join(name.en for name in names)))


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
