"""A sentence in the two languages of the office."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, said in Simplified Chinese and in English; neither is a translation note of the other."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Say it in the language of this code: "zh", "zh-hans", "zh_CN" give Chinese, all others English."""
        return self.zh if language.lower().startswith("zh") else self.en

    def filled(self, **values: object) -> Text:
        """Fill the `{names}` of a pattern; a value that is a `Text` itself speaks its own language on either side."""
        return Text(
            zh=self.zh.format(**{name: value.zh if isinstance(value, Text) else value for name, value in values.items()}),
            en=self.en.format(**{name: value.en if isinstance(value, Text) else value for name, value in values.items()}),
        )

    def __str__(self) -> str:
        """Both languages, for logs and tracebacks; pages ask for one with `in_language`."""
        return f"{self.zh} / {self.en}"
