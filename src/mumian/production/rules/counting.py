"""Stock-taking: what two people saw, against what the book says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mumian.foundation.words import Text
from mumian.production.terms import BlankState, Finding


@dataclass(frozen=True, slots=True)
class Found:
    """One serial number that was not where the book says, with what the book said; None when it knows no such number."""

    serial: str
    finding: Finding
    state_before: BlankState | None


def compare_with_book(*, expected: Collection[str], seen: Collection[str], book: Mapping[str, BlankState]) -> tuple[Found, ...]:
    """What is missing and what turned up, by serial number. `book` holds the state of every number that was seen."""
    missing = [Found(serial, Finding.MISSING, book.get(serial)) for serial in set(expected) - set(seen)]
    return tuple(sorted([*missing, *(_turned_up(serial, book) for serial in set(seen) - set(expected))], key=lambda f: f.serial))


def _turned_up(serial: str, book: Mapping[str, BlankState]) -> Found:
    state = book.get(serial)
    if state is None:
        return Found(serial, Finding.UNKNOWN, None)
    return Found(serial, Finding.FOUND_AGAIN if state is BlankState.MISSING else Finding.OUT_OF_PLACE, state)


def sentence_of_count(*, expected: int, seen: int, found: Collection[Found]) -> Text:
    """What a count came to, with every serial that was not where the book says."""
    if not found:
        return Text(f"盘点相符：{seen} 份。", f"The count agrees: {seen} blanks.")
    named = {
        kind: "、".join(one.serial for one in found if one.finding is kind)
        for kind in Finding
        if any(one.finding is kind for one in found)
    }
    return Text(
        f"盘点不符：应有 {expected} 份，实见 {seen} 份。"
        + "".join(f"{SAID[kind].zh}：{serials}。" for kind, serials in named.items()),
        f"The count does not agree: {expected} expected, {seen} seen. "
        + " ".join(f"{SAID[kind].en}: {serials.replace('、', ', ')}." for kind, serials in named.items()),
    )


SAID = {
    Finding.MISSING: Text("缺少", "Missing"),
    Finding.FOUND_AGAIN: Text("先前缺少现已找到", "Found again"),
    Finding.OUT_OF_PLACE: Text("不应在此", "Should not be here"),
    Finding.UNKNOWN: Text("从未入库", "Never received"),
}
