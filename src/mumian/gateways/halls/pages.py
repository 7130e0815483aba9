"""The three pages of an agent: machine, window, screen. Plain forms and lines in both languages; no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 20px/1.5 system-ui, "Noto Sans SC", "Noto Sans CJK SC", sans-serif;
  max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } .state { padding: .5rem 1rem; border-inline-start: .4rem solid currentColor; }
.big { font-size: 4rem; font-weight: 700; line-height: 1.2; margin: 0; }
form { display: inline-block; margin: .3rem; }
button { font: inherit; min-height: 3.5rem; min-width: 12rem; padding: .5rem 1.2rem; }
table { border-collapse: collapse; width: 100%; font-size: 2rem; font-variant-numeric: tabular-nums; }
th, td { text-align: start; padding: .3rem .8rem; border-bottom: 1px solid; }
"""
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


def machine(state: Mapping[str, Any], label: str = "", said: str = "") -> str:
    """Choose a service; the number appears above."""
    given = f'<p class="big" role="status">{escape(label)}</p>' if label else ""
    waits = state["waiting"]
    buttons = "".join(
        f'<form method="post" action="/take"><button name="service" value="{escape(code, quote=True)}">'
        f"{escape(zh)}<br>{escape(en)} ({waits.get(code, 0)})</button></form>"
        for code, (zh, en) in state["names"].items()
    )
    return _page(state, "取号 Take a number", f"{given}{_refused(said)}{buttons}")


def window(state: Mapping[str, Any], code: str, said: str = "") -> str:
    """What is at a window, and what can be done with it."""
    here = state["windows"].get(code)
    if here is None:
        return _page(state, f"窗口 Window {code}", _refused(said or "本窗口未开放。 This window is not open."))
    buttons = "".join(
        f'<form method="post" action="/window/{escape(code, quote=True)}/{act}"><button>{name}</button></form>'
        for act, name in ACTS
    )
    label = escape(here["label"] or "-")
    return _page(
        state, f"{here['number']} 号窗口 Window {here['number']}", f'<p class="big">{label}</p>{_refused(said)}{buttons}'
    )


def screen(state: Mapping[str, Any]) -> str:
    """The last calls; read again every three seconds."""
    rows = "".join(
        f"<tr><td>{escape(label)}</td><td>{escape(str(number))}</td></tr>" for label, number in reversed(state["calls"])
    )
    head = '<tr><th scope="col">号码 Number</th><th scope="col">窗口 Window</th></tr>'
    return _page(state, "叫号 Now calling", f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>", again=True)


def _page(state: Mapping[str, Any], title: str, body: str, *, again: bool = False) -> str:
    standing = NOT_OURS if not state["entrusted"] else LINKED if state["linked"] else NOT_LINKED
    refresh = '<meta http-equiv="refresh" content="3">' if again else ""
    return "".join(
        _lines(
            f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">{refresh}',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)} {escape(state['hall'])}</title><style>{STYLE}</style></head><body><main>",
            f"<h1>{escape(state['hall'])} {escape(title)}</h1>{body}",
            f'<p class="state">{escape(standing)}</p></main></body></html>',
        )
    )


def _lines(*lines: str) -> Iterable[str]:
    return (f"{line}\n" for line in lines)


def _refused(said: str) -> str:
    return f'<p role="alert">{escape(said)}</p>' if said else ""
