"""Ranges of serial and document numbers, and whether they fit what the rulebook says of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.production.terms import Range

SHAPE = re.compile(r"([A-Z0-9]*?)([0-9]{1,12})")
MOST_AT_ONCE = 200_000
"""Blanks of one delivery; more come in several."""


def read_range(first: str, last: str) -> Range | Text:
    """The range between two numbers, or the sentence why there is none.

    The longest run of digits at the end counts up; what stands before it is the same in both.
    """
    ends = [SHAPE.fullmatch(end.strip().upper()) for end in (first, last)]
    if ends[0] is None or ends[1] is None:
        return Text("号段只能由大写字母和数字组成，并以数字结尾", "a range is capitals and digits and ends in digits")
    (head, low), (other_head, high) = ends[0].groups(), ends[1].groups()
    if head != other_head or len(low) != len(high):
        return Text("号段首尾的字头和位数必须相同", "both ends of a range begin with the same letters and have the same length")
    if int(high) < int(low):
        return Text("号段的末号小于首号", "the range ends before it begins")
    found = Range(prefix=head, first=int(low), last=int(high), digits=len(low))
    if found.quantity > MOST_AT_ONCE:
        return Text(f"一次最多登记 {MOST_AT_ONCE} 份", f"at most {MOST_AT_ONCE} are entered at once")
    return found


def numbers_of(numbers: Range) -> Iterator[str]:
    """Every number of the range, in order."""
    return (numbers.number(place) for place in range(numbers.quantity))


def may_be_numbered(number: str, patterns: Sequence[str]) -> Verdict:
    """Decide whether a document may bear this number; `patterns` are the forms in use on that day."""
    if any(re.fullmatch(pattern, number) for pattern in patterns):
        return Verdict.yes()
    return Verdict.no(
        Text(
            f"号码 {number} 不符合该证件现行的编号规则",
            f"the number {number} has none of the forms in use for this document",
        )
    )


def all_may_be_numbered(numbers: Range, patterns: Sequence[str]) -> Verdict:
    """Decide it for every number of a range: a form may forbid single ones within it."""
    answers = (may_be_numbered(number, patterns) for number in numbers_of(numbers))
    return next((answer for answer in answers if not answer), Verdict.yes())
