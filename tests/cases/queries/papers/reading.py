"""Reads a sheet back from its picture and its text, as a person and a scanner would."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import zxingcpp

POINTS_A_MM = 72 / 25.4


def closed_up(words: str) -> str:
    """Words without white space and hyphens, since paper breaks lines where it likes."""
    return re.sub(r"[\s\-\x02\ufffe]", "", words)


class Paper:
    """A PDF, opened."""

    def __init__(self, pdf: bytes, name: str = "") -> None:
        document = pypdfium2.PdfDocument(pdf)
        self.sizes = [tuple(round(side / POINTS_A_MM) for side in page.get_size()) for page in document]
        self.words = closed_up("".join(page.get_textpage().get_text_range() for page in document))
        pictures = [page.render(scale=2.5).to_pil() for page in document]
        self.codes = sorted(
            (code.format.name, code.text) for picture in pictures for code in zxingcpp.read_barcodes(picture.convert("L"))
        )
        folder = os.environ.get("MUMIAN_PICTURES")
        for number, picture in enumerate(pictures if folder and name else []):
            picture.save(Path(str(folder)) / f"{name}-{number}.png")
        document.close()

    def lacks(self, *wanted: str) -> list[str]:
        """Those of these words that do not stand on it."""
        return [word for word in wanted if closed_up(word) not in self.words]
