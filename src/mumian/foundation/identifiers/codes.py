"""Codes that nobody can guess and that a slip of the finger does not turn into another: for receipts, tickets and proofs.

A code is random signs and one check character. The check catches every single wrong character and every swap of two
neighbours. `DIGITS` can be keyed in on any telephone; `LETTERS` is shorter and leaves out all signs that look like another.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from mumian.foundation.identifiers.base import Fault, NumberRefused, as_typed
from mumian.foundation.words import Text

LEAST_BITS = 40

_below: ContextVar[Callable[[int], int]] = ContextVar("chance of codes", default=secrets.randbelow)


@contextmanager
def codes_drawn_by(below: Callable[[int], int]) -> Iterator[None]:
    """Inside, codes of this thread are drawn by this chance: for invented cities, which can be repeated. Nothing else may."""
    token = _below.set(below)
    try:
        yield
    finally:
        _below.reset(token)


UNMISTAKABLE = "0123456789ACDEFGHJKMNPQRTVWXY"
"""29 signs, a prime number: B, I, L, O, S, U and Z are left out, because they look like 8, 1, 1, 0, 5, V and 2."""

LOOKALIKES = str.maketrans("BILOSUZ", "81105V2")

# A totally anti-symmetric quasigroup of order 10 (Damm, 2004): its every row is a permutation, its diagonal is 0.
QUASIGROUP = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def prime_check(body: str) -> str:
    """Weighted sum to the prime modulus 29; the weights are powers of 2, all different over 28 places."""
    size = len(UNMISTAKABLE)
    sum_ = sum(pow(2, place, size) * UNMISTAKABLE.index(sign) for place, sign in enumerate(reversed(body), start=1))
    return UNMISTAKABLE[-sum_ % size]


def damm_check(body: str) -> str:
    """The check digit by the quasigroup."""
    interim = 0
    for digit in body:
        interim = int(QUASIGROUP[interim][int(digit)])
    return str(interim)


CODE = Text(zh="编号", en="code")


@dataclass(frozen=True, slots=True)
class CodeScheme:
    """How codes of one kind look: their signs, how many are random, how the check is made, and the groups they are shown in."""

    alphabet: str
    random_signs: int
    check: Callable[[str], str]
    groups: tuple[int, ...]
    name: Text = CODE

    def __post_init__(self) -> None:
        if self.bits < LEAST_BITS:
            raise ValueError(f"A code of {self.random_signs} random signs can be guessed.")
        if sum(self.groups) != self.length:
            raise ValueError("The groups do not make up the code.")

    @property
    def bits(self) -> float:
        """How many bits of chance a code holds."""
        return self.random_signs * math.log2(len(self.alphabet))

    @property
    def length(self) -> int:
        """The number of signs, the check among them."""
        return self.random_signs + 1

    def new(self, *, below: Callable[[int], int] | None = None) -> str:
        """A new code. `below(n)` gives a chance number under n; only an invented city hands in one that can be repeated."""
        draw = below or _below.get()
        body = "".join(self.alphabet[draw(len(self.alphabet))] for _ in range(self.random_signs))
        return body + self.check(body)

    def parse(self, written: str) -> str:
        """The code as it is kept, from what was typed or scanned: groups, small letters and lookalikes are forgiven.

        Raises NumberRefused.
        """
        code = as_typed(written).replace("-", "").translate(LOOKALIKES)
        if len(code) != self.length:
            raise self._refused(
                Fault.LENGTH,
                f"应为{self.length}位，现有{len(code)}位",
                f"it has {len(code)} characters instead of {self.length}",
            )
        strange = next((sign for sign in code if sign not in self.alphabet), None)
        if strange is not None:
            raise self._refused(Fault.CHARACTER, f"“{strange}”不应出现", f'the character "{strange}" cannot stand in it')
        if self.check(code[:-1]) != code[-1]:
            raise self._refused(
                Fault.CHECK,
                "校验码不符，至少有一位输错",
                "its check character does not fit, so at least one character is wrong",
            )
        return code

    def shown(self, code: str) -> str:
        """The code in groups, as it is printed beside its barcode."""
        parts: list[str] = []
        for size in self.groups:
            parts.append(code[:size])
            code = code[size:]
        return "-".join(parts)

    def _refused(self, fault: Fault, zh: str, en: str) -> NumberRefused:
        return NumberRefused(self.name, fault, Text(zh=zh, en=en))


LETTERS = CodeScheme(alphabet=UNMISTAKABLE, random_signs=9, check=prime_check, groups=(5, 5))
DIGITS = CodeScheme(alphabet="0123456789", random_signs=14, check=damm_check, groups=(5, 5, 5))
