from __future__ import annotations

import pytest
from PIL import ImageFont

from mumian.foundation.paper import unprintable
from mumian.foundation.paper.fonts import FONT_FILES


def test_characters_of_every_day_can_be_printed() -> None:
    assert unprintable("公民身份号码 ZHANG, Xiǎomíng ¥200.50 — “引号”（全角）\n第二行") == ()


@pytest.mark.parametrize("name", ["䶮", "堃", "㛃", "𠅤", "Łukasz", "Đặng", "Çelik"])
def test_rare_characters_of_names_are_known(name: str) -> None:
    assert unprintable(name) == ()


def test_characters_without_a_glyph_are_named_once_in_their_order() -> None:
    assert unprintable("张𠮷🙂𠮷🙂") == ("𠮷", "🙂")


def test_coverage_agrees_with_the_font_engine() -> None:
    """A character that we call unprintable is drawn by the engine as its box for missing characters, every other one is not."""
    fonts = [ImageFont.truetype(str(path), 40) for path in FONT_FILES]
    boxes = [font.getmask("\U0010fffd").getbbox() for font in fonts]
    sample = [
        chr(point) for point in (*range(0x4E00, 0x4E00 + 20992, 331), *range(0x3400, 0x4DB5, 331), *range(0x20000, 0x2A6D6, 2333))
    ]

    drawn = {sign: any(font.getmask(sign).getbbox() != box for font, box in zip(fonts, boxes, strict=True)) for sign in sample}

    assert {sign: not unprintable(sign) for sign in sample} == drawn
