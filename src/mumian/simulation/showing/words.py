"""The words of the summary in both languages, and how a page holds both at once."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from mumian.cases.terms import GROUND_NAMES, STAGE_NAMES, RefusalGround
from mumian.foundation.deadlines import COLOUR_WORDS
from mumian.foundation.words import Text

STAGES: Final = {stage.value: name for stage, name in STAGE_NAMES.items()}
COLOURS: Final = {colour.value: name for colour, name in COLOUR_WORDS.items()}
CHANNELS: Final = {
    "counter": Text("窗口", "window"),
    "kiosk": Text("自助机", "kiosk"),
    "web": Text("网上", "web"),
    "phone": Text("电话", "telephone"),
    "post_agent": Text("邮政代办", "post"),
}
LEFT: Final = {
    "patience": Text("等得太久", "waited too long"),
    "closed": Text("大厅已关门", "the hall closed"),
    "no_window": Text("没有窗口办理", "no window for it"),
}
PURPOSES: Final = {
    "apply": Text("来申请", "to apply"),
    "bring_papers": Text("来补材料", "with papers"),
    "collect": Text("来领证", "to collect"),
    "ask": Text("来咨询", "to ask"),
}
LETTERS: Final = {"decline": Text("不予受理", "not accepted"), "refuse": Text("不予批准", "refused")}
GIVEN: Final = {"hall": Text("在大厅", "in the hall"), "courier": Text("由快递", "by courier")}
DECIDED: Final = {"counter": Text("窗口当场", "at the counter"), "department": Text("审批部门", "by the department")}


def ground(code: str) -> Text:
    """A ground of the letters, such as `decline: not_competent`."""
    kind, _, name = code.rpartition(": ")
    why = GROUND_NAMES[RefusalGround(name)] if name in set(RefusalGround) else Text(name, name)
    return Text(f"{LETTERS[kind].zh}：{why.zh}", f"{LETTERS[kind].en}: {why.en}") if kind in LETTERS else why


def named(names: Mapping[str, Text], code: str) -> Text:
    """The name of a code; the code itself where none is known."""
    return names.get(code) or Text(code, code)


def names_of(city: Mapping[str, Any], what: str) -> dict[str, Text]:
    """The names of services or halls, as the summary carries them."""
    return {code: Text(**name) for code, name in city.get("names", {}).get(what, {}).items()}


def both(words: Text, *, tag: str = "span") -> str:
    """The words in both languages; the page shows the one that its reader has chosen."""
    if words.zh == words.en:
        return escape(words.zh)
    return f'<{tag} lang="zh-Hans">{escape(words.zh)}</{tag}><{tag} lang="en">{escape(words.en)}</{tag}>'


def aloud(words: Text) -> str:
    """The words for an attribute, where only one language can stand: both, one after the other."""
    return escape(words.zh if words.zh == words.en else f"{words.zh} {words.en}", quote=True)
