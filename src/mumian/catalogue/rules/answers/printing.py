"""An answer as lines of text, in one language, for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from mumian.catalogue.rules.answers.values import Answer, LimitAnswer, NeedState, Reason, ReasonState
from mumian.catalogue.rules.leaflets import length_of
from mumian.catalogue.terms import Order
from mumian.foundation.words import Text

MARKS = {
    ReasonState.HOLDS: "✓",
    ReasonState.SETS: "=",
    ReasonState.FAILS: "✗",
    ReasonState.ASKS: "?",
    ReasonState.TO_BRING: "→",
    ReasonState.NOT_CONCERNED: "–",
    ReasonState.BY_OFFICE: "○",
    ReasonState.FAULT: "!",
}
VERDICT = Text("结论", "Verdict")
ORDER = Text("办理方式", "Order")
REASONS = Text("理由", "Reasons")
QUESTIONS = Text("还需了解", "Still to be asked")
MATERIALS = Text("材料", "Materials")
ALWAYS = Text("必须", "always")
PERHAPS = Text("视情况", "only")
NOT_NEEDED = Text("不需要", "not needed")
FEE = Text("费用", "Fee")
LIMITS = Text("期限", "Time limits")
LAW = Text("法定", "by law")
PROMISED = Text("承诺", "promised")
URGENT = Text("加急", "urgent")
UNTIL = Text("，至 {day}", ", until {day}")
EXTENDABLE = Text("，可延长至 {length}", ", may be extended to {length}")
STAGES = Text("各环节", "Stages")
LISTS = Text("须比对", "Lists to clear")
CHANNELS = Text("渠道", "Channels")
WHERE = Text("地点", "Where")
COUNTER = Text("窗口批准", "Counter approval")
BASIS = Text("依据", "Legal basis")
SOURCES = Text("来源", "Sources")
CONFIDENCE = Text("把握", "confidence")
YUAN = Text("{amount} 元", "{amount} yuan")
UNPUBLISHED = Text("未公布，请向窗口询问", "not published, ask at the window")


def printed(answer: Answer, language: str) -> Iterator[str]:
    """The answer in lines, what decides first."""

    def said(text: Text) -> str:
        return text.in_language(language)

    yield f"{answer.service} {said(answer.name)}  {answer.on}" + (f"  {answer.channel}" if answer.channel else "")
    yield f"{said(VERDICT)}: {answer.verdict}  {said(answer.sentence)}"
    if answer.order:
        yield f"{said(ORDER)}: {answer.order.kind}  {said(answer.order.sentence)}"
        if answer.order.kind is Order.BY_REASON:
            for stated in answer.order.reasons:
                chosen = "*" if stated.code == answer.order.chosen else " "
                yield f"  {chosen} {stated.code} {said(stated.name)}: {', '.join(stated.materials)}"
    if answer.reasons:
        yield f"{said(REASONS)}:"
        yield from (_reason(reason, language) for reason in answer.reasons)
    if answer.questions:
        yield f"{said(QUESTIONS)}:"
        yield from (f"  ? {question.fact}  {said(question.ask)}" for question in answer.questions)
    yield from _materials(answer, language)
    yield from _fee(answer, language)
    yield from _limits(answer, language)
    if answer.lists:
        yield f"{said(LISTS)}: " + ", ".join(f"{need.code} {said(need.name)}" for need in answer.lists)
    if answer.channels:
        yield f"{said(CHANNELS)}: {', '.join(answer.channels)}"
    if answer.territory:
        yield f"{said(WHERE)}: {said(answer.territory.sentence)}  {', '.join(answer.territory.halls)}"
        if answer.territory.also:
            yield f"  {said(answer.territory.also)}"
    if answer.counter_approval:
        yield f"{said(COUNTER)}: {said(answer.counter_approval.sentence)} ({answer.counter_approval.rule})"
    if answer.basis:
        yield f"{said(BASIS)}: " + "; ".join(f"{law.code} {said(law.title)}" for law in answer.basis)
    yield f"{said(SOURCES)}: {', '.join(source.code for source in answer.sources)}  ({said(CONFIDENCE)}: {answer.confidence})"


def _reason(reason: Reason, language: str) -> str:
    basis = f"  [{', '.join(law.code for law in reason.basis)}]" if reason.basis else ""
    papers = f"  ({', '.join(reason.materials)})" if reason.materials else ""
    return f"  {MARKS[reason.state]} {reason.rule} {reason.sentence.in_language(language)}{papers}{basis}"


def _materials(answer: Answer, language: str) -> Iterator[str]:
    if answer.materials:
        yield f"{MATERIALS.in_language(language)}:"
    for need in answer.materials:
        because = need.because.in_language(language) if need.because else ""
        why = {
            NeedState.REQUIRED: ALWAYS.in_language(language),
            NeedState.BECAUSE: because,
            NeedState.NOT_NEEDED: f"{NOT_NEEDED.in_language(language)}: {because}",
        }.get(need.state, f"{PERHAPS.in_language(language)}: {because}")
        mark = "✓" if need.is_needed else "–" if need.state is NeedState.NOT_NEEDED else "?"
        yield f"  {mark} {need.code} {need.name.in_language(language)}  ({why})"


def _fee(answer: Answer, language: str) -> Iterator[str]:
    if answer.fee is None:
        return
    yield f"{FEE.in_language(language)}: {answer.fee.sentence.in_language(language)}"
    for line in answer.fee.lines:
        amount = (line.note or UNPUBLISHED) if line.amount is None else YUAN.filled(amount=line.amount)
        yield f"  {line.name.in_language(language)}: {amount.in_language(language)}"


def _limits(answer: Answer, language: str) -> Iterator[str]:
    if answer.limits is None:
        return
    yield f"{LIMITS.in_language(language)}:"
    if answer.limits.promised:
        yield f"  {PROMISED.in_language(language)}: {_limit(answer.limits.promised, language)}"
    if answer.limits.statutory:
        yield f"  {LAW.in_language(language)}: {_limit(answer.limits.statutory, language)}"
    if answer.urgent:
        ground = answer.urgent.ground.in_language(language)
        yield f"  {URGENT.in_language(language)}: {_limit(answer.urgent.limit, language)} ({ground})"
    if answer.limits.note:
        yield f"  {answer.limits.note.in_language(language)}"
    if answer.allowances:
        shares = (f"{share.stage} {share.days}" + (f" ({share.until})" if share.until else "") for share in answer.allowances)
        yield f"  {STAGES.in_language(language)}: {', '.join(shares)}"


def _limit(limit: LimitAnswer, language: str) -> str:
    said = length_of(limit.value, limit.unit).in_language(language)
    if limit.due_on:
        said += UNTIL.filled(day=limit.due_on).in_language(language)
    if limit.extendable_to:
        said += EXTENDABLE.filled(length=length_of(limit.extendable_to, limit.unit)).in_language(language)
    return said
