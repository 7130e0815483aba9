"""What of a person may be shown before somebody has said why he looks."""

from __future__ import annotations

HIDDEN = "•"
SHOWN = 4


def masked_name(name: str) -> str:
    """The first character of a Chinese name, the first word of a Latin one: 张•, ZHANG •. How long the rest is stays hidden."""
    first, _, rest = name.strip().partition(" ")
    if first.isascii():
        return f"{first} {HIDDEN}" if rest else f"{first[:1]}{HIDDEN}"
    return f"{first[:1]}{HIDDEN}"


def masked_number(number: str) -> str:
    """The last four characters behind four dots, whatever the length; of shorter numbers at most half is shown."""
    shown = min(SHOWN, len(number) // 2)
    return HIDDEN * SHOWN + number[len(number) - shown :]
