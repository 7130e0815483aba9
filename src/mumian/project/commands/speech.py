"""`mumian speech make`: the clips from which calls are spoken in the halls."""

from __future__ import annotations

import sys

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.gateways.speech import CALL_CLIPS, Clips, Espeak
from mumian.project.environment import Environment

USAGE = Text(
    zh="没有生成：请写 mumian speech make。",
    en="Nothing was made: say mumian speech make.",
)


def run(arguments: list[str]) -> int:
    """Make the clips that are not there yet. Raises VoiceMissing."""
    if arguments != ["make"]:
        raise Refusal(USAGE)
    folder = Environment.read().var / CALL_CLIPS
    made, total = Clips(folder).make(Espeak())
    sys.stdout.write(f"语音片段 {total} 个，新生成 {made} 个。\n{total} clips, {made} of them made now, in {folder}\n")
    return 0
