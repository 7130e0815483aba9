"""Why nothing is heard."""

from __future__ import annotations

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class VoiceMissing(Refusal):
    """The program that speaks is not there."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="没有生成叫号语音：本机没有 espeak-ng。请安装后重试（Debian：apt install espeak-ng）；"
                "此前屏幕只闪烁，不出声。",
                en="No voices were made: espeak-ng is not on this machine. Install it and try again (Debian: apt install "
                "espeak-ng); until then the screens flash and stay silent.",
            )
        )


class ClipsMissing(Refusal):
    """The clips of a language have not been made."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="没有播放叫号语音：语音片段尚未生成。请运行 mumian speech make。",
                en="The call was not spoken: the clips have not been made. Run mumian speech make.",
            )
        )
