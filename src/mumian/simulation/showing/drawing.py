"""Pictures and tables of the summary: drawn here, of a style sheet's colours alone, with their numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from mumian.foundation.words import Text
from mumian.simulation.showing.words import aloud, both

WIDTH, HEIGHT = 760, 200
FOOT, HEAD, SIDE = 24, 28, 16
HOURS: Final = 24
MOST_NAMES: Final = 12
Cell = Text | str | int | float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what stands below it, how tall it is, and which colour of the style sheet it has."""

    name: Text
    number: int
    css: str = "bar"


def chart(title: Text, bars: Sequence[Bar], *, mark: tuple[int, Text] | None = None) -> str:
    """Bars with their numbers on top, and a line where something is aimed at; the picture says in words what it shows."""
    highest = max([bar.number for bar in bars] + [mark[0] if mark else 0]) or 1
    step, floor = WIDTH / max(1, len(bars)), HEIGHT - FOOT
    parts = [f'<line class="axis" x1="0" x2="{WIDTH}" y1="{floor}" y2="{floor}"/>']
    every = max(1, -(-len(bars) // MOST_NAMES)) if len(bars) > HOURS else 1
    for place, bar in enumerate(bars):
        tall = (floor - HEAD) * bar.number / highest
        left, top, middle = place * step + step * 0.14, floor - tall, place * step + step / 2
        parts.append(
            f'<rect class="{bar.css}" x="{left:.1f}" y="{top:.1f}" width="{step * 0.72:.1f}" height="{tall:.1f}" rx="2"/>'
        )
        if bar.number and (place % every == 0 or bar.number == highest):
            parts.append(_word(middle, top - 5, Text(f"{bar.number:,}", f"{bar.number:,}"), "count"))
        if place % every == 0:
            parts.append(_word(middle, HEIGHT - 7, bar.name, "name"))
    if mark is not None:
        height = floor - (floor - HEAD) * mark[0] / highest
        parts.append(f'<line class="aim" x1="0" x2="{WIDTH}" y1="{height:.1f}" y2="{height:.1f}"/>')
        parts.append(_word(WIDTH - 4, height - 5, mark[1], "aimed", anchor="end"))
    said = "; ".join(f"{aloud(bar.name)}: {bar.number:,}" for bar in bars)
    return (
        f"<section><h2>{both(title)}</h2>"
        f'<div class="wide" tabindex="0" role="region" aria-label="{aloud(title)}">'
        f'<svg role="img" viewBox="{-SIDE} 0 {WIDTH + 2 * SIDE} {HEIGHT}" aria-label="{said}">{"".join(parts)}</svg>'
        "</div></section>"
    )


def _word(x: float, y: float, words: Text, css: str, *, anchor: str = "middle") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{css}"'
    if words.zh == words.en:
        return f"<text {place}>{escape(words.zh)}</text>"
    return f'<text lang="zh-Hans" {place}>{escape(words.zh)}</text><text lang="en" {place}>{escape(words.en)}</text>'


def table(title: Text, heads: Sequence[Text], rows: Iterable[Sequence[Cell]], *, folded: bool = False) -> str:
    """A table that scrolls for itself where it is too wide; long ones are folded away. Nothing where there are no rows."""
    written = [f"<tr>{_first(row[0])}{''.join(_cell(one) for one in row[1:])}</tr>" for row in rows]
    if not written:
        return ""
    head = "".join(f'<th scope="col"{_number(place)}>{both(one)}</th>' for place, one in enumerate(heads))
    inside = (
        f'<div class="wide" tabindex="0" role="region" aria-label="{aloud(title)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(written)}</tbody></table></div>"
    )
    if folded:
        return f"<details><summary><h2>{both(title)}</h2></summary>{inside}</details>"
    return f"<section><h2>{both(title)}</h2>{inside}</section>"


def _number(place: int) -> str:
    return ' class="n"' if place else ""


def _first(value: Cell) -> str:
    return f'<th scope="row">{_shown(value)}</th>'


def _cell(value: Cell) -> str:
    return f'<td class="n{" none" if value == 0 else ""}">{_shown(value)}</td>'


def _shown(value: Cell) -> str:
    if isinstance(value, Text):
        return both(value)
    return f"{value:,}" if isinstance(value, int) else escape(str(value))
