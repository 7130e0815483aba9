"""Asking the eligibility rules, one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from mumian.catalogue.rules.answers.asking import Asking
from mumian.catalogue.rules.answers.values import Question, Reason, ReasonState
from mumian.catalogue.rules.book.facts import Rule, RuleVersion
from mumian.catalogue.rules.book.values import on_day
from mumian.catalogue.rules.expressions import Fault, Missing
from mumian.catalogue.rules.knowledge import reads
from mumian.catalogue.terms import Audience, Otherwise, Outcome, RuleKind
from mumian.foundation.words import Text

FOLLOWS = {
    Otherwise.REJECT: Outcome.NOT_ELIGIBLE,
    Otherwise.REFUSE: Outcome.REFUSE,
    Otherwise.ROUTE: Outcome.ROUTE,
    Otherwise.REVIEW: Outcome.REVIEW,
    Otherwise.ALERT: Outcome.REVIEW,
    Otherwise.NOTICE: Outcome.NOTICE,
}
"""What follows from a condition that does not hold; from the others nothing follows."""

BY_OFFICE = Text("此项由审批部门核查，受理时无须您办理。", "Also checked by the office; there is nothing for you to do about it.")
NOT_CONCERNED = Text("此项与您的情况无关。", "This does not concern your case.")
FAULTY = Text("规则无法对这些情况作出判断，由民警人工核对。", "The rule cannot judge these facts; an officer looks at them.")
HANDED_IN = "case.materials"


def reasons_given(asking: Asking, codes: Iterable[str]) -> tuple[Reason, ...]:
    """What each rule in force on the day says, in the order of the rulebook.

    Values are worked out first: conditions may read them.
    """
    versions = [
        (rule, version)
        for code in codes
        if (rule := asking.book.rule_of.get(code)) and (version := on_day(rule.versions, asking.on))
    ]
    found: dict[str, Reason] = {}
    for kind in (RuleKind.VALUE, RuleKind.CONDITION):
        for rule, version in versions:
            if version.kind is kind:
                found[rule.code] = reason_of(asking, rule, version)
    return tuple(found[rule.code] for rule, _ in versions)


def reason_of(asking: Asking, rule: Rule, version: RuleVersion) -> Reason:
    """What one rule says. A value is added to what is known."""
    if not all(asking.may_read(text) for _, text in version.expressions):
        return _reason(asking, rule, version, ReasonState.BY_OFFICE, BY_OFFICE)
    applies = asking.known.answer(version.applies) if version.applies else True
    if isinstance(applies, Missing):
        return _asks(asking, rule, version, applies.fact)
    if isinstance(applies, Fault):
        return _reason(asking, rule, version, ReasonState.FAULT, FAULTY, decides=_review(version))
    if not applies:
        return _reason(asking, rule, version, ReasonState.NOT_CONCERNED, NOT_CONCERNED)
    return _value(asking, rule, version) if version.kind is RuleKind.VALUE else _condition(asking, rule, version)


def _condition(asking: Asking, rule: Rule, version: RuleVersion) -> Reason:
    holds = asking.known.answer(version.holds or "")
    if isinstance(holds, Missing):
        return _asks(asking, rule, version, holds.fact)
    if isinstance(holds, Fault):
        return _reason(asking, rule, version, ReasonState.FAULT, FAULTY, decides=_review(version))
    if holds:
        return _reason(asking, rule, version, ReasonState.HOLDS, version.granted)
    return _reason(
        asking,
        rule,
        version,
        ReasonState.FAILS,
        version.say,
        decides=FOLLOWS.get(version.otherwise),
        materials=version.materials,
        notice_items=version.notice_items,
    )


def _value(asking: Asking, rule: Rule, version: RuleVersion) -> Reason:
    value = asking.known.answer(version.value or "")
    if isinstance(value, Missing):
        return _asks(asking, rule, version, value.fact)
    if isinstance(value, Fault):
        return _reason(asking, rule, version, ReasonState.FAULT, FAULTY, decides=Outcome.REVIEW)
    asking.known.add(version.sets or "", value)
    said = ", ".join(value) if isinstance(value, tuple) else value
    sentence = Text(version.granted.zh.replace("{value}", str(said)), version.granted.en.replace("{value}", str(said)))
    return _reason(asking, rule, version, ReasonState.SETS, sentence, sets=version.sets, value=value)


def _asks(asking: Asking, rule: Rule, version: RuleVersion, fact: str) -> Reason:
    """A fact is missing. Before a visit nobody has handed in papers: a rule that waits for them says what to bring."""
    if _is_of_papers(version, fact) and asking.audience is Audience.PUBLIC:
        state = ReasonState.TO_BRING
        return _reason(asking, rule, version, state, version.say, materials=version.materials, notice_items=version.notice_items)
    question = asking.question(fact)
    decides = None if version.otherwise in (Otherwise.WARN, Otherwise.FAST) else Outcome.ASK
    return _reason(asking, rule, version, ReasonState.ASKS, question.ask, decides=decides, question=question)


def _is_of_papers(version: RuleVersion, fact: str) -> bool:
    return fact == HANDED_IN and version.otherwise is Otherwise.NOTICE and HANDED_IN not in reads(version.applies)


def _review(version: RuleVersion) -> Outcome | None:
    return Outcome.REVIEW if version.otherwise in FOLLOWS else None


def _reason(
    asking: Asking,
    rule: Rule,
    version: RuleVersion,
    state: ReasonState,
    sentence: Text,
    *,
    decides: Outcome | None = None,
    question: Question | None = None,
    materials: tuple[str, ...] = (),
    notice_items: tuple[str, ...] = (),
    sets: str | None = None,
    value: bool | int | str | tuple[str, ...] | None = None,
) -> Reason:
    return Reason(
        rule=rule.code,
        name=rule.name,
        state=state,
        otherwise=version.otherwise,
        sentence=sentence,
        basis=asking.laws((*version.basis, *rule.basis)),
        decides=decides,
        question=question,
        materials=materials,
        notice_items=notice_items,
        sets=sets,
        value=value,
    )
