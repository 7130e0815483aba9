"""Speech: sentences of the hall as sound, in Mandarin, Cantonese and English.

Calls are a closed set of words (numbers, letters, "please", "window"). Each word is spoken once by a `Speech` (espeak-ng unless
the office fills in a better one) and kept as a clip; a call is then put together from clips in a few milliseconds, and no program
speaks while the hall works. `mumian speech make` makes the clips.
"""

from __future__ import annotations

from mumian.gateways.speech.clips import CALL_CLIPS, Clips
from mumian.gateways.speech.errors import ClipsMissing, VoiceMissing
from mumian.gateways.speech.espeak import Espeak
from mumian.gateways.speech.words import LANGUAGES, Language, Speech, call_words, vocabulary

__all__ = [
    "CALL_CLIPS",
    "LANGUAGES",
    "Clips",
    "ClipsMissing",
    "Espeak",
    "Language",
    "Speech",
    "VoiceMissing",
    "call_words",
    "vocabulary",
]
