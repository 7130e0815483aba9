"""What `check` finds: a place, a code, and a sentence in two languages."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.foundation.words import Text


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file of the rulebook; `file` is relative to the rulebook's folder, lines count from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a rulebook. Codes are listed in docs/howto/write-a-rulebook.md."""

    place: Place
    code: str
    sentence: Text

    def said(self, language: str) -> str:
        """The line that `check` prints."""
        return f"{self.place}: {self.code}: {self.sentence.in_language(language)}"

    def as_json(self) -> dict[str, str | int]:
        """The problem for programs."""
        return {
            "file": self.place.file,
            "line": self.place.line,
            "code": self.code,
            "zh": self.sentence.zh,
            "en": self.sentence.en,
        }


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """By file, line, code and sentence, each once."""
    return tuple(sorted(set(problems), key=lambda one: (one.place, one.code, one.sentence.en)))
