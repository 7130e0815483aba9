from __future__ import annotations

import pytest

from mumian.foundation.words import Text

GREETING = Text(zh="您好", en="Good morning")


@pytest.mark.parametrize("language", ["zh", "zh-hans", "zh-Hans", "zh_CN", "ZH"])
def test_text_speaks_chinese_when_language_is_chinese(language: str) -> None:
    assert GREETING.in_language(language) == "您好"


@pytest.mark.parametrize("language", ["en", "en-gb", "fr", ""])
def test_text_speaks_english_otherwise(language: str) -> None:
    assert GREETING.in_language(language) == "Good morning"


def test_filled_text_lets_each_inner_text_speak_its_own_language() -> None:
    pattern = Text(zh="{what}第{n}位", en="{what}, place {n}")

    filled = pattern.filled(what=Text(zh="号码", en="number"), n=3)

    assert filled == Text(zh="号码第3位", en="number, place 3")
