"""Who records by hand what a reference list says, and in which words; lists that clearance was asked for answer by themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from mumian.cases.terms import ListAnswerKind
from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.terms import Role

POPULATION: Final = "POPULATION"
TWO_PEOPLE: Final = frozenset({"EXIT_BAR", "WANTED"})
"""Lists whose matches two people resolve."""
OF_POPULATION: Final = frozenset({ListAnswerKind.AGREES, ListAnswerKind.DIFFERS})
BY_PEOPLE: Final = frozenset({ListAnswerKind.OTHER_PERSON, ListAnswerKind.TRUE_MATCH, ListAnswerKind.CONDITION_MET})
WHO_ANSWER: Final = frozenset({Role.APPROVAL_OFFICER, Role.LIST_CUSTODIAN})

NOT_YOURS: Final = Text(
    "未记录核查结果：只有审批民警和名单经办民警可以记录。请由他们办理。",
    "The answer was not recorded: only approval officers and custodians of lists record it. One of them has to.",
)
OTHER_WORDS: Final = Text(
    "未记录核查结果：这份名单不这样答复。请在适合这份名单的答复中选择。",
    "The answer was not recorded: this list does not answer so. Choose among its own answers.",
)
WHY: Final = Text(
    "未记录核查结果：没有写明依据。请写明根据什么判断。",
    "The answer was not recorded: it does not say why. Write on what it rests.",
)
TWO_RESOLVE: Final = Text(
    "未记录核查结果：这份名单的比中须由两名名单经办民警分别认定。请在名单核查中办理。",
    "The answer was not recorded: two custodians resolve a match on this list, each for himself. Ask them to.",
)


def may_answer_list(*, code: str, answer: ListAnswerKind, roles: Collection[Role], reason: str, has_second: bool) -> Verdict:
    """Decide whether this answer is recorded for this list."""
    if not set(roles) & WHO_ANSWER:
        return Verdict.no(NOT_YOURS)
    if (code == POPULATION) is not (answer in OF_POPULATION):
        return Verdict.no(OTHER_WORDS)
    if answer in BY_PEOPLE and not reason.strip():
        return Verdict.no(WHY)
    if answer in BY_PEOPLE and code in TWO_PEOPLE and not has_second:
        return Verdict.no(TWO_RESOLVE)
    return Verdict.yes()
