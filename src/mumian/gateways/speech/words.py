"""The words of a call in the three languages of the hall, as a voice wants them written."""

from __future__ import annotations

import string
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, Protocol


class Language(StrEnum):
    """A language in which calls are spoken (ISO 639-3)."""

    MANDARIN = "cmn"
    CANTONESE = "yue"
    ENGLISH = "eng"


LANGUAGES: Final = tuple(Language)
HIGHEST_WINDOW: Final = 40
"""No hall of the city has more windows; a higher number is spoken figure by figure."""


class Speech(Protocol):
    """Anything that speaks a word."""

    @property
    def name(self) -> str:
        """The voice and its version: clips of another voice are not mixed with these."""
        ...

    def speak(self, words: str, language: Language) -> bytes:
        """The sound as WAV: one channel, 16 bits. Raises VoiceMissing."""
        ...


# Mandarin is written in pinyin with tones: the dictionaries of Debian's espeak-ng spell single characters out as English letters.
PINYIN: Final = dict(zip(string.digits, ("ling2", "yi1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3"), strict=True))
TEN_PINYIN: Final = "shi2"
CHARACTERS: Final = dict(zip(string.digits, "零一二三四五六七八九", strict=True))
TEN: Final = "十"
ENGLISH_DIGITS: Final = dict(
    zip(string.digits, ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), strict=True)
)

PLEASE: Final = {Language.MANDARIN: "qing3", Language.CANTONESE: "請", Language.ENGLISH: "Ticket"}
TO_WINDOW: Final = {Language.MANDARIN: "hao4 dao4", Language.CANTONESE: "號到", Language.ENGLISH: "please go to window"}
WINDOW: Final = {Language.MANDARIN: "hao4 chuang1 kou3", Language.CANTONESE: "號窗口"}


def call_words(ticket: str, window: int, language: Language) -> tuple[str, ...]:
    """The words of "A023 to window 5", one clip each."""
    end = (WINDOW[language],) if language in WINDOW else ()
    return (PLEASE[language], *(_sign(sign, language) for sign in ticket), TO_WINDOW[language], *_number(window, language), *end)


def vocabulary(language: Language) -> Iterator[str]:
    """Every word that a call may hold, each once."""
    end = (WINDOW[language],) if language in WINDOW else ()
    numbers = (word for window in range(1, HIGHEST_WINDOW + 1) for word in _number(window, language))
    signs = (_sign(sign, language) for sign in string.ascii_uppercase + string.digits)
    yield from dict.fromkeys((PLEASE[language], TO_WINDOW[language], *end, *numbers, *signs))


def _sign(sign: str, language: Language) -> str:
    """A letter or a figure of a ticket's number; letters are English in all three languages."""
    if sign.isalpha():
        return f"letter {sign.upper()}"
    digits = {Language.MANDARIN: PINYIN, Language.CANTONESE: CHARACTERS, Language.ENGLISH: ENGLISH_DIGITS}
    return digits[language][sign]


def _number(number: int, language: Language) -> tuple[str, ...]:
    """The number of a window as one says it."""
    if number > HIGHEST_WINDOW:
        return tuple(_sign(sign, language) for sign in str(number))
    if language is Language.ENGLISH:
        return (str(number),)
    digits, ten, gap = (PINYIN, TEN_PINYIN, " ") if language is Language.MANDARIN else (CHARACTERS, TEN, "")
    tens, ones = divmod(number, 10)
    parts = [digits[str(tens)] if tens > 1 else "", ten if tens else "", digits[str(ones)] if ones else ""]
    return (gap.join(part for part in parts if part),)
