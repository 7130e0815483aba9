"""Base errors. An expected refusal is an answer: it says what was not done, why, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.foundation.words import Text


class Refusal(Exception):  # noqa: N818  # the word of the office: a refusal is an answer, not a fault
    """Something that was asked for was not done, and the person who asked is told so in `sentence`.

    Packages derive their own refusals from it (`ApprovalRefused`, `BlankAlreadyUsed`), so that a page can tell them apart.
    It never stands for a defect: those are ordinary exceptions and reach the log.
    """

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule answers: yes, or no with the sentence why. It is true or false in an `if`."""

    reason: Text | None

    @classmethod
    def yes(cls) -> Verdict:
        """The rule lets it pass."""
        return cls(reason=None)

    @classmethod
    def no(cls, reason: Text) -> Verdict:
        """The rule forbids it, for this reason."""
        return cls(reason=reason)

    def __bool__(self) -> bool:
        return self.reason is None
