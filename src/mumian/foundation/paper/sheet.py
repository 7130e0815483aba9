"""One kind of sheet: a template that is kept ready and filled with data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

import mumian
from mumian.foundation.clock import with_zone
from mumian.foundation.errors import Refusal
from mumian.foundation.paper.fonts import FONT_FOLDER, unprintable
from mumian.foundation.words import Text

ROOT = Path(mumian.__file__).parent
"""Templates import each other by paths from here: `#import "/foundation/paper/templates/base.typ": *`."""

Data = Mapping[str, object]


class PaperFailed(Refusal):
    """A sheet was not made. `detail` is for the log, not for the person at the window."""

    def __init__(self, sheet: str, detail: str, sentence: Text | None = None) -> None:
        self.detail = detail
        super().__init__(
            sentence
            or Text(
                zh="“{sheet}”未能生成，其他内容均已保存。请重试；仍不成功时请告知系统管理员。",
                en='The sheet "{sheet}" was not made; everything else is kept. Try again, and if it fails again tell the '
                "system administrator.",
            ).filled(sheet=sheet)
        )


class CannotPrint(PaperFailed):
    """A text holds characters that no font of paper shows; `characters` are those."""

    def __init__(self, sheet: str, characters: tuple[str, ...]) -> None:
        self.characters = characters
        named = "、".join(f"{sign}(U+{ord(sign):04X})" for sign in characters)
        super().__init__(
            sheet,
            detail=f"no glyph for {named}",
            sentence=Text(
                zh=f"“{sheet}”未生成：字体中没有{named}。请按证件手工填写该字，并报系统管理员补充字体。",
                en=f'The sheet "{sheet}" was not made: the fonts lack {named}. Write the character by hand as the document shows '
                "it, and ask the system administrator for a font that has it.",
            ),
        )


@cache
def _fonts() -> typst.Fonts:
    """Read once and shared by all sheets."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONT_FOLDER])


class Sheet:
    """A template, compiled again and again with different data. May be used by several threads.

    The same template, data and moment give the same bytes.
    """

    def __init__(self, template: Path | bytes, *, name: str = "") -> None:
        """Take a template file or its text, which imports by paths from `ROOT`. The compiler is made at the first use."""
        # The text is handed over with every use: a compiler that is given it once forgets it after the first.
        self._source = template.read_bytes() if isinstance(template, Path) else template
        self.name = name or (template.stem if isinstance(template, Path) else "sheet")
        self._lock = Lock()
        self._compiler: typst.Compiler | None = None

    def pdf(self, data: Data, *, at: datetime) -> bytes:
        """The sheet as a tagged PDF made at this moment.

        `data` is anything that JSON can hold; the template reads it as `data` from base.typ. Raises CannotPrint when a character
        of it has no glyph, PaperFailed when the template does not compile with it.
        """
        return self._made(data, at, "pdf")[0]

    def png(self, data: Data, *, at: datetime, dots_per_inch: float = 144) -> list[bytes]:
        """The same sheet as one picture a page, for a screen."""
        return self._made(data, at, "png", dots_per_inch)

    def _made(self, data: Data, at: datetime, kind: Literal["pdf", "png"], dots_per_inch: float | None = None) -> list[bytes]:
        missing = unprintable("".join(_texts(data)))
        if missing:
            raise CannotPrint(self.name, missing)
        inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
        moment = with_zone(at).astimezone(UTC).replace(microsecond=0)
        try:
            with self._lock:
                made = self._ready().compile(self._source, format=kind, ppi=dots_per_inch, sys_inputs=inputs, timestamp=moment)
        except typst.TypstError as error:
            raise PaperFailed(self.name, detail=f"{error.message} {error.diagnostic}".strip()) from error
        if made is None:
            raise PaperFailed(self.name, detail="the compiler gave nothing")
        return made if isinstance(made, list) else [made]

    def _ready(self) -> typst.Compiler:
        if self._compiler is None:
            self._compiler = typst.Compiler(root=ROOT, font_paths=_fonts(), ignore_system_fonts=True)
        return self._compiler


def _texts(value: object) -> Iterator[str]:
    """Every text within the data, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(name)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
