"""Who is asked when an officer asks above, and when the question goes on to the next superior.

Above somebody stands the head of his department in his hall or bureau (the hall manager, the countersigner), then the leaders of
his bureau, then those of the bureaus above it. The clock of the case goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from mumian.foundation.calendar import WorkingCalendar
from mumian.foundation.clock import local, moment_at
from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.terms import DepartmentKind, OfficerId, Role

WORKING_HOURS_TO_ANSWER: Final = 4
"""So long a question waits for one superior before it goes to the next; assumed."""
OPENS, CLOSES = time(9), time(17)
"""The hours of a working day that are counted; assumed, as halls keep different ones."""

HEADS: Final[dict[DepartmentKind, Role]] = {
    DepartmentKind.ACCEPTANCE: Role.HALL_MANAGER,
    DepartmentKind.APPROVAL: Role.COUNTERSIGNER,
}
"""Who heads a department; where nobody is named, the leaders of the bureau do."""

SUPERIORS: Final = frozenset({*HEADS.values(), Role.LEADER})

NOBODY_ABOVE: Final = Text(
    "未提交请示：您之上没有在岗的上级。请直接与局领导联系。",
    "Nothing was asked: nobody is posted above you today. Speak to the leaders of the office.",
)
NO_WORDS: Final = Text(
    "未提交：没有写任何内容。请写明后再提交。", "Nothing was sent: there are no words. Write them, and send again."
)
NOT_YOURS: Final = Text(
    "未答复：这一请示不是向您提出的。请由被请示的上级答复。",
    "Nothing was answered: you were not asked. The superior who was asked has to answer.",
)
ANSWERED: Final = Text(
    "未答复：这一请示已经答复。请刷新页面查看。", "Nothing was answered: this question has its answer already. Reload to read it."
)


@dataclass(frozen=True, slots=True)
class Post:
    """A place above: whoever holds the role there. Without a hall it is the whole bureau's."""

    role: Role
    bureau: str
    hall: str | None = None

    def is_held_by(self, one: Serving) -> bool:
        """Whether somebody who serves so holds this post; a post of one hall is also held by who serves in all of them."""
        same_hall = self.hall is None or one.hall is None or one.hall == self.hall
        return one.role is self.role and one.bureau == self.bureau and same_hall


@dataclass(frozen=True, slots=True)
class Serving:
    """One posting of somebody."""

    officer: OfficerId
    role: Role
    department: DepartmentKind
    bureau: str
    hall: str | None


def posts_above(duties: Iterable[Serving], parents: Mapping[str, str | None]) -> tuple[Post, ...]:
    """The posts above somebody with these postings, the nearest first. `parents` gives the bureau above each, None at the top."""
    duties = tuple(duties)
    ladder = [*_heads(duties)]
    for duty in duties:
        bureau: str | None = duty.bureau
        while bureau is not None:
            ladder.append(Post(Role.LEADER, bureau))
            bureau = parents.get(bureau)
    return tuple(post for post in dict.fromkeys(ladder) if not any(post.is_held_by(duty) for duty in duties))


def _heads(duties: Sequence[Serving]) -> Iterator[Post]:
    """The head of each department somebody serves in; whoever leads a bureau has no department above him."""
    if any(duty.role is Role.LEADER for duty in duties):
        return
    for duty in duties:
        head = HEADS.get(duty.department)
        if head is not None:
            yield Post(head, duty.bureau, duty.hall if head is Role.HALL_MANAGER else None)


def next_post(ladder: Sequence[Post], *, asked: Collection[Post], staff: Sequence[Serving], asker: OfficerId) -> Post | None:
    """The next post of the ladder that was not asked yet and that somebody else than the asker holds."""
    for post in ladder:
        if post not in asked and any(post.is_held_by(one) for one in staff if one.officer != asker):
            return post
    return None


def may_answer(*, officer: Iterable[Serving], asked: Collection[Post], is_answered: bool, answer: str) -> Verdict:
    """Decide whether this officer answers: anyone who was asked, the first superior too after the question went on."""
    if is_answered:
        return Verdict.no(ANSWERED)
    if not any(post.is_held_by(one) for one in officer for post in asked):
        return Verdict.no(NOT_YOURS)
    return Verdict.yes() if answer.strip() else Verdict.no(NO_WORDS)


def answer_wanted_by(asked_at: datetime, *, calendar: WorkingCalendar, hours: int = WORKING_HOURS_TO_ANSWER) -> datetime:
    """The moment when so many hours of working days have passed."""
    left = timedelta(hours=hours)
    moment = local(asked_at)
    while True:
        day = moment.date()
        opens, closes = moment_at(day, OPENS), moment_at(day, CLOSES)
        start = max(moment, opens)
        if calendar.is_working_day(day) and start < closes:
            if closes - start >= left:
                return start + left
            left -= closes - start
        moment = moment_at(day + timedelta(days=1), OPENS)
