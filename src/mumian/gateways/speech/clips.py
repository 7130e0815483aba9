"""Clips: each word spoken once and kept by its content; a call is put together from them."""

from __future__ import annotations

import hashlib
import io
import sys
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mumian.gateways.speech.errors import ClipsMissing
from mumian.gateways.speech.words import LANGUAGES, Language, Speech, call_words, vocabulary

CALL_CLIPS: Final = "voice"
"""The folder of the clips within the data folder."""
RATE: Final = 22050
BETWEEN: Final = 0.04
"""Seconds between two words; the end of the call gets ten times as much."""
QUIET: Final = 300
"""What is softer (of 32,767) at either end of a clip is cut away: the voice leaves a pause after each word."""


@dataclass(frozen=True, slots=True)
class Clips:
    """The clips in a folder."""

    folder: Path

    def make(self, speech: Speech) -> tuple[int, int]:
        """Speak what is not there yet. Returns how many were made and how many there are. Raises VoiceMissing."""
        name, made, total = speech.name, 0, 0
        for language in LANGUAGES:
            for words in vocabulary(language):
                total += 1
                file = self._file(words, language)
                if file.exists():
                    continue
                file.parent.mkdir(parents=True, exist_ok=True)
                half = file.with_suffix(".part")
                half.write_bytes(_wav(_trimmed(_samples(speech.speak(words, language)))))
                half.replace(file)
                made += 1
        (self.folder / "voice.txt").write_text(f"{name}\n", encoding="utf-8")
        return made, total

    def are_there(self) -> bool:
        """Whether somebody has made them."""
        return (self.folder / "voice.txt").exists()

    def call(self, ticket: str, window: int, language: Language) -> bytes:
        """Call a ticket to a window, as WAV. Raises ClipsMissing."""
        return self._joined(call_words(ticket, window, language), language)

    def _joined(self, words: Sequence[str], language: Language) -> bytes:
        pause = array("h", bytes(2 * int(RATE * BETWEEN)))
        sound = array("h")
        try:
            for word in words:
                sound += _samples(self._file(word, language).read_bytes()) + pause
        except OSError as error:
            raise ClipsMissing from error
        return _wav(sound + pause * 10)

    def _file(self, words: str, language: Language) -> Path:
        return self.folder / language / f"{hashlib.sha256(words.encode()).hexdigest()[:16]}.wav"


def _samples(data: bytes) -> array[int]:
    """The samples of a WAV of one channel and 16 bits. A voice that writes to a pipe cannot say its length: then all."""
    with wave.open(io.BytesIO(data)) as sound:
        if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) != (1, 2, RATE):
            raise ValueError(f"a clip has one channel of 16 bits at {RATE} a second")
        frames = sound.readframes(len(data))
    samples = array("h", frames[: len(frames) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _trimmed(samples: array[int]) -> array[int]:
    loud = [at for at, value in enumerate(samples) if abs(value) > QUIET]
    return samples[loud[0] : loud[-1] + 1] if loud else samples


def _wav(samples: array[int]) -> bytes:
    written = array("h", samples)
    if sys.byteorder == "big":
        written.byteswap()
    data = io.BytesIO()
    with wave.open(data, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(written.tobytes())
    return data.getvalue()
