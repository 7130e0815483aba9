"""espeak-ng as the voice of the hall: a program of its own, called once for each word."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cached_property
from typing import Final

from mumian.gateways.speech.errors import VoiceMissing
from mumian.gateways.speech.words import Language

PROGRAM: Final = "espeak-ng"
VOICES: Final = {Language.MANDARIN: "cmn-latn-pinyin", Language.CANTONESE: "yue", Language.ENGLISH: "en-gb"}
WORDS_A_MINUTE: Final = {Language.MANDARIN: "145", Language.CANTONESE: "145", Language.ENGLISH: "150"}
LETTER: Final = re.compile(r"letter ([A-Z])")
SECONDS: Final = 10


class Espeak:
    """The voice of espeak-ng 1.50 or newer."""

    @cached_property
    def name(self) -> str:
        """For instance `espeak-ng 1.51`."""
        answer = subprocess.run(  # noqa: S603  # a fixed program
            [_program(), "--version"], capture_output=True, text=True, timeout=SECONDS, check=True
        )
        version = re.search(r"\d+\.\d+(\.\d+)?", answer.stdout)
        return f"{PROGRAM} {version[0] if version else 'unknown'}"

    def speak(self, words: str, language: Language) -> bytes:
        """One word as WAV, 22,050 samples a second. Raises VoiceMissing."""
        letter = LETTER.fullmatch(words)
        spoken = Language.ENGLISH if letter else language
        command = [
            _program(),
            "-v",
            VOICES[spoken],
            "-s",
            WORDS_A_MINUTE[spoken],
            "--stdout",
            "--",
            letter[1] if letter else words,
        ]
        answer = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603  # words of our own list
        return answer.stdout


def _program() -> str:
    found = shutil.which(PROGRAM)
    if found is None:
        raise VoiceMissing
    return found
