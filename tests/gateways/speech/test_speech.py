"""Calls are put together from clips that were spoken once; without a voice it is said that there is none."""

from __future__ import annotations

import io
import os
import shutil
import wave
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.gateways.speech import LANGUAGES, Clips, ClipsMissing, Espeak, Language, VoiceMissing, call_words, vocabulary
from mumian.gateways.speech.clips import RATE
from mumian.gateways.speech.words import HIGHEST_WINDOW

needs_a_voice = pytest.mark.skipif(
    shutil.which("espeak-ng") is None and os.environ.get("CI") != "true", reason="espeak-ng is not on this machine"
)


class Beeps:
    """Speaks every word as a tenth of a second of noise between two tenths of silence."""

    name = "beeps 1"

    def __init__(self) -> None:
        self.spoken: list[tuple[str, Language]] = []

    def speak(self, words: str, language: Language) -> bytes:
        self.spoken.append((words, language))
        silence, noise = b"\0\0" * (RATE // 10), b"\x00\x40" * (RATE // 10)
        data = io.BytesIO()
        with wave.open(data, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(silence + noise + silence)
        return data.getvalue()


def seconds(sound: bytes) -> float:
    with wave.open(io.BytesIO(sound)) as opened:
        frames: int = opened.getnframes()
        rate: int = opened.getframerate()
    return round(frames / rate, 2)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.MANDARIN, ("qing3", "letter A", "ling2", "er4", "hao4 dao4", "er4 shi2 yi1", "hao4 chuang1 kou3")),
        (Language.CANTONESE, ("請", "letter A", "零", "二", "號到", "二十一", "號窗口")),
        (Language.ENGLISH, ("Ticket", "letter A", "zero", "two", "please go to window", "21")),
    ],
)
def test_a_call_is_said_as_people_say_it(language: Language, words: Sequence[str]) -> None:
    assert call_words("A02", 21, language) == words


@given(
    ticket=st.from_regex(r"[A-Z]{1,2}[0-9]{3,4}", fullmatch=True),
    window=st.integers(1, 99),
    language=st.sampled_from(LANGUAGES),
)
def test_the_vocabulary_holds_every_word_of_every_call(ticket: str, window: int, language: Language) -> None:
    assert set(call_words(ticket, window, language)) <= set(vocabulary(language))


def test_clips_are_spoken_once_and_silence_at_their_ends_is_cut(tmp_path: Path) -> None:
    beeps, clips = Beeps(), Clips(tmp_path)

    first, second = clips.make(beeps), clips.make(beeps)

    assert first == (len(beeps.spoken), len(beeps.spoken))
    assert second == (0, len(beeps.spoken))
    # six words of a tenth of a second, a pause after each, and the last pause ten times as long
    assert seconds(clips.call("A0", HIGHEST_WINDOW, Language.MANDARIN)) == round(6 * 0.1 + 6 * 0.04 + 0.4, 2)


def test_without_clips_nothing_is_played_and_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ClipsMissing, match="mumian speech make"):
        Clips(tmp_path).call("A023", 5, Language.ENGLISH)


def test_without_the_program_it_is_said_that_there_is_no_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(VoiceMissing, match="apt install espeak-ng"):
        Espeak().speak("1", Language.ENGLISH)


@needs_a_voice
@pytest.mark.parametrize("language", LANGUAGES)
def test_espeak_says_a_word_in_each_language(language: Language) -> None:
    sound = Espeak().speak(next(vocabulary(language)), language)

    with wave.open(io.BytesIO(sound)) as opened:
        assert (opened.getnchannels(), opened.getsampwidth(), opened.getframerate()) == (1, 2, RATE)
        assert any(opened.readframes(len(sound)))
