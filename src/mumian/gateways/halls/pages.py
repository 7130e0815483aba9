"""The three pages of an agent: machine, window, screen. Plain forms and lines in both languages; no script, nothing fetched.

They carry the colours and sizes of the house in a sheet of their own: where the link is cut nothing can be asked of the centre.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

from mumian.queueing.terms import PRIORITY_NAMES, Priority

STYLE: Final = Path(__file__).with_suffix(".css").read_text()
NOT_LINKED: Final = "与中心的连接中断：照常取号、叫号，恢复后自动补报。 The link is cut: numbers go on and are told later."
LINKED: Final = "已连接中心 Linked to the centre"
NOT_OURS: Final = "本大厅没有交给现场终端。 This hall is not entrusted to its agent."
ACTS: Final = (
    ("next", "叫下一位 Next"),
    ("recall", "重呼 Call again"),
    ("begin", "开始办理 Begin"),
    ("end", "办结 End"),
    ("no_show", "未到 Not come"),
)
MAIN, DARK = ' class="main"', ' class="screen"'
NEEDS: Final = (("low", "轮椅：低位窗口", "wheelchair: a low counter"), ("seat", "需要坐着办理", "a seat at the window"))


def machine(state: Mapping[str, Any], label: str = "", said: str = "") -> str:
    """Choose a service; the number appears above."""
    given = (
        f'<div class="given" role="status"><p>您的号码 Your number</p><p class="big">{escape(label)}</p>'
        "<p>请记下号码，看屏幕叫号。 Keep it in mind and watch the screen.</p></div>"
        if label
        else ""
    )
    claims = "".join(
        f'<label><input type="radio" name="priority" value="{one.value}"{" checked" if one is Priority.ORDINARY else ""}>'
        f"{PRIORITY_NAMES[one].zh} {PRIORITY_NAMES[one].en}</label>"
        for one in Priority
    )
    needs = "".join(
        f'<label><input type="checkbox" name="{name}" value="yes">{zh} {escape(en)}</label>' for name, zh, en in NEEDS
    )
    waits = state["waiting"]
    services = "".join(
        f'<button name="service" value="{escape(code, quote=True)}">{escape(zh)}<small>{escape(en)}</small>'
        f"<small>{waits.get(code, 0)} 人等候 waiting</small></button>"
        for code, (zh, en) in state["names"].items()
    )
    form = (
        f'<form method="post" action="/take"><fieldset><legend>有以下情况吗？ Does any of this apply?</legend>'
        f"{claims}{needs}</fieldset>"
        f'<h2>请点要办的业务取号 Touch what you come for</h2><div class="choices">{services}</div></form>'
        if services
        else "<p>现在没有窗口开放。 No window is open now.</p>"
    )
    return _page(state, "取号", "Take a number", f"{given}{_refused(said)}{form}")


def window(state: Mapping[str, Any], code: str, said: str = "") -> str:
    """What is at a window, and what can be done with it."""
    here = state["windows"].get(code)
    if here is None:
        return _page(state, "窗口", f"Window {code}", _refused(said or "本窗口未开放。 This window is not open."))
    due = "next" if not here["label"] else "end" if here["begun"] else "begin"
    buttons = "".join(
        f'<form method="post" action="/window/{escape(code, quote=True)}/{act}">'
        f"<button{MAIN if act == due else ''}>{name}</button></form>"
        for act, name in ACTS
    )
    at_window = f'<p class="big">{escape(here["label"])}</p>' if here["label"] else "<p>窗口空闲 The window is free</p>"
    waiting = f"<p>{sum(state['waiting'].values())} 人等候 waiting in the hall</p>"
    return _page(
        state,
        f"{here['number']} 号窗口",
        f"Window {here['number']}",
        f'{at_window}{waiting}{_refused(said)}<div class="acts">{buttons}</div>',
    )


def screen(state: Mapping[str, Any]) -> str:
    """The last calls; read again every three seconds."""
    rows = "".join(
        f"<tr><td>{escape(label)}</td><td>{escape(str(number))}</td></tr>" for label, number in reversed(state["calls"])
    )
    head = '<tr><th scope="col">号码 Number</th><th scope="col">窗口 Window</th></tr>'
    return _page(state, "叫号", "Now calling", f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>", is_screen=True)


def _page(state: Mapping[str, Any], zh: str, en: str, body: str, *, is_screen: bool = False) -> str:
    standing = NOT_OURS if not state["entrusted"] else LINKED if state["linked"] else NOT_LINKED
    refresh = '<meta http-equiv="refresh" content="3">' if is_screen else ""
    return "".join(
        _lines(
            f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">{refresh}',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(zh)} {escape(en)} {escape(state['hall'])}</title><style>{STYLE}</style></head>",
            f"<body{DARK if is_screen else ''}><main>",
            f"<h1>{escape(zh)} <small>{escape(en)} · {escape(state['hall'])}</small></h1>{body}</main>",
            f'<p class="state{"" if standing == LINKED else " cut"}">{escape(standing)}</p></body></html>',
        )
    )


def _lines(*lines: str) -> Iterable[str]:
    return (f"{line}\n" for line in lines)


def _refused(said: str) -> str:
    return f'<p class="refused" role="alert">{escape(said)}</p>' if said else ""
