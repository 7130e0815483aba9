"""What a demonstration prints when it is ready: who may sign in, and where to look."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence

from mumian.foundation.words import Text
from mumian.project.environment import Environment
from mumian.project.preparation import accounts_file

# Path and what is to be seen there; a test opens each of them.
PAGES = (
    ("/", Text(zh="公众首页", en="public front page")),
    ("/services/", Text(zh="全部服务：今天与过去的规定", en="all services: the rules of today and of earlier days")),
    ("/halls/", Text(zh="大厅：开放时间、楼层、设施、低位窗口", en="halls: hours, floors, amenities, low counters")),
    ("/halls/H01/board/", Text(zh="中心大厅公告牌", en="public board of the central hall")),
    ("/halls/H01/board/screen", Text(zh="公告牌大屏", en="the same board on a hall screen")),
    ("/leaflets/", Text(zh="办事须知（网页与 PDF）", en="leaflets, as pages and on paper")),
    ("/forms/", Text(zh="表格填写样例", en="forms filled in by invented people")),
    ("/reforms/", Text(zh="改革历程", en="what changed and when")),
    ("/accounts/login/", Text(zh="工作人员登录", en="sign in as an officer")),
    ("/waiting/", Text(zh="各大厅现在要等多久", en="how long one waits in each hall now")),
    ("/machine/H01/", Text(zh="中心大厅取号机", en="ticket machine of the central hall")),
    ("/screens/H01/", Text(zh="中心大厅叫号大屏", en="calls on the big screen of the central hall")),
    ("/styleguide", Text(zh="界面样式", en="style guide")),
    ("/healthz", Text(zh="运行状态", en="health of the pages")),
)


def pages_table(url: str) -> str:
    """The pages worth opening."""
    return table(("页面 page", "内容 what"), [(f"{url}{path}", f"{text.zh} / {text.en}") for path, text in PAGES])


def accounts_table(environment: Environment) -> str:
    """The demo accounts by role; nothing where the demonstration has no people yet."""
    try:
        rows = json.loads(accounts_file(environment).read_text())
    except (OSError, ValueError):
        return ""
    if not rows:
        return ""
    columns = list(rows[0])
    return table(columns, [[_said(row.get(column, "")) for column in columns] for row in rows])


def _said(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return str(value)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns under each other; a Chinese character takes two places."""
    widths = [max(_width(row[index]) for row in [heads, *rows]) for index in range(len(heads))]
    lines = [heads, ["-" * width for width in widths], *rows]
    return (
        "\n"
        + "\n".join("  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)
        + "\n"
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
