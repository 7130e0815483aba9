"""Every rule carries examples, and they come out as they say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from mumian.catalogue.rules.book.facts import Condition, Example, Rule, RuleVersion
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.rules.checks.walking import examples as all_examples
from mumian.catalogue.rules.expressions import Fault, Missing
from mumian.catalogue.rules.knowledge import Knowledge, reads
from mumian.catalogue.rules.problems import Problem
from mumian.catalogue.rules.reading import Reading, Step
from mumian.catalogue.terms import RuleKind
from mumian.foundation.words import Text

NO_YES = Text("缺少成立的示例（examples.yes）。", "There is no example for which it holds (examples.yes).")
NO_NO = Text("缺少不成立的示例（examples.no）。", "There is no example for which it does not hold (examples.no).")
TWO_VALUES = Text(
    "至少需要两个给出不同值的示例（examples.gives）。",
    "There should be examples of at least two different values (examples.gives).",
)
WRONG_KIND = Text("条件用 yes 和 no，取值用 gives。", "Conditions have yes and no, values have gives.")
MIN_VALUES = 2

Path = tuple[Step, ...]


def has_examples(reading: Reading) -> Iterator[Problem]:
    """Rules and conditions without a test case."""
    for index, condition in enumerate(reading.book.conditions):
        for wrong, said in ((not condition.examples.yes, NO_YES), (not condition.examples.no, NO_NO)):
            if wrong:
                yield Problem(reading.place("conditions", index, "examples"), "no-example", said)
    for index, rule in enumerate(reading.book.rules):
        for number, version in enumerate(rule.versions):
            for code, said in _lacking(version):
                yield Problem(reading.place("rules", index, "versions", number, "examples"), code, said)


def _lacking(version: RuleVersion) -> Iterator[tuple[str, Text]]:
    examples = version.examples
    if version.kind is RuleKind.VALUE:
        # A value that reads no fact is the same for everybody: one example says all.
        if len({str(example.is_) for example in examples.gives}) < (MIN_VALUES if reads(version.value) else 1):
            yield "no-example", TWO_VALUES
        if examples.yes or examples.no:
            yield "example-kind", WRONG_KIND
        return
    if not examples.yes:
        yield "no-example", NO_YES
    if not examples.no:
        yield "no-example", NO_NO
    if examples.gives:
        yield "example-kind", WRONG_KIND


def example_facts(reading: Reading) -> Iterator[Problem]:
    """Facts in examples that are not declared or cannot have the value."""
    vocabulary = reading.book.vocabulary
    for subject, path, example in all_examples(reading.book):
        for name, value in example.facts.items():
            yield from _fact_problem(reading, subject, (*path, name), vocabulary.problem_of(name, value), name)
    for index, case in enumerate(reading.book.examples):
        for name, value in case.facts.items():
            yield from _fact_problem(reading, "examples", (index, "facts", name), vocabulary.problem_of(name, value), name)


def _fact_problem(reading: Reading, subject: str, path: Path, said: Text | None, name: str) -> Iterator[Problem]:
    if said is not None and (name in reading.book.fact_of or name not in reading.codes["facts"]):
        yield Problem(reading.place(subject, *path), "example-fact", Text(f"{said.zh}。", f"{said.en[0].upper()}{said.en[1:]}."))


def examples(reading: Reading, faulty: Collection[tuple[str, Path]]) -> Iterator[Problem]:
    """Examples that do not come out as they say.

    `faulty` are the entries (subject and path) whose expressions are reported already: theirs are not tried.
    """
    for index, condition in enumerate(reading.book.conditions):
        if ("conditions", (index,)) not in faulty:
            yield from _try_condition(reading, index, condition)
    for index, rule in enumerate(reading.book.rules):
        for number, version in enumerate(rule.versions):
            path = (index, "versions", number)
            if ("rules", path) not in faulty and not _lacks_office(reading, version):
                yield from _try_version(reading, (*path, "examples"), rule, version)


def _lacks_office(reading: Reading, version: RuleVersion) -> bool:
    """Whether the version reads the city of an office that could not be read."""
    return not reading.book.office.code and any("office.city" in reads(text) for _, text in version.expressions)


def _try_condition(reading: Reading, index: int, condition: Condition) -> Iterator[Problem]:
    for key, listed in (("yes", condition.examples.yes), ("no", condition.examples.no)):
        for number, example in enumerate(listed):
            result = _known(reading, example, date(2000, 1, 1)).answer(condition.when)
            said = _differs(result, expected=key == "yes", of=condition.code)
            if said:
                yield Problem(reading.place("conditions", index, "examples", key, number), *said)


def _try_version(reading: Reading, path: Path, rule: Rule, version: RuleVersion) -> Iterator[Problem]:
    groups: Sequence[tuple[str, tuple[Example, ...]]] = (
        (("gives", version.examples.gives),)
        if version.kind is RuleKind.VALUE
        else (("yes", version.examples.yes), ("no", version.examples.no))
    )
    for key, listed in groups:
        for number, example in enumerate(listed):
            place = (*path, key, number)
            if example.on is not None and not version.holds_on(example.on):
                said = Text("示例的日期不在本版本的时间段内。", "The day of the example lies outside the span of this version.")
                yield Problem(reading.place("rules", *place, "on"), "example-day", said)
                continue
            result = _outcome(version, _known(reading, example, version.tried_on()))
            wrong = _differs(result, expected=example.is_ if key == "gives" else key == "yes", of=rule.code)
            if wrong:
                yield Problem(reading.place("rules", *place), *wrong)


def _outcome(version: RuleVersion, known: Knowledge) -> FactValue | Missing | Fault | None:
    """What the version comes to: a condition that does not apply holds, a value that does not apply is none."""
    applies = known.answer(version.applies) if version.applies else True
    if isinstance(applies, Missing | Fault):
        return applies
    if not applies:
        return None if version.kind is RuleKind.VALUE else True
    return known.answer((version.value if version.kind is RuleKind.VALUE else version.holds) or "")


def _known(reading: Reading, example: Example, day: date) -> Knowledge:
    """The facts of an example, with the day supplied where the rulebook declares it."""
    on = example.on or day
    supplied: dict[str, FactValue] = {"date.on": on.isoformat(), "date.year": on.year, "office.city": reading.book.office.city}
    declared = {name: value for name, value in supplied.items() if name in reading.book.fact_of}
    return Knowledge(reading.book.vocabulary, {**declared, **example.facts})


def _differs(result: object, *, expected: object, of: str) -> tuple[str, Text] | None:
    if isinstance(result, Missing):
        zh = f"示例没有说明“{result.fact}”，{of} 无法得出结果。"
        return "example-asks", Text(zh, f"The example does not say “{result.fact}”, which {of} needs.")
    if isinstance(result, Fault):
        return "example-fails", Text(f"{of} 出错：{result.why}。", f"{of} fails: {result.why}.")
    if result != expected or type(result) is not type(expected):
        zh = f"示例应得 {_shown(expected)}，{of} 得 {_shown(result)}。"
        return "example-fails", Text(zh, f"The example says {_shown(expected)}, {of} gives {_shown(result)}.")
    return None


def _shown(value: object) -> str:
    return {True: "yes", False: "no", None: "nothing"}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
