"""The summary as one page with pictures, drawn here: it fetches nothing, and can be sent to whoever asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from mumian.simulation.summing import Summary

STYLE: Final = """
:root { color-scheme: light dark; --ink: #1d2129; --paper: #fff; --line: #d5d9e0; --one: #b3392f; --two: #2f6db3;
  --soft: #f4f5f7; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaee; --paper: #16181d; --line: #3a3f4a; --one: #e8746a; --two: #78aee8;
  --soft: #20242c; } }
body { font: 16px/1.6 system-ui, "Noto Sans SC", "Noto Sans CJK SC", sans-serif; color: var(--ink); background: var(--paper);
  max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.3; margin: 0 0 .3rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .8rem; margin: 1.2rem 0; }
.facts div { background: var(--soft); border-radius: .5rem; padding: .8rem 1rem; }
.facts b { display: block; font-size: 1.6rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.facts span { display: block; } .facts small { opacity: .75; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
td:first-child { white-space: nowrap; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); } td.n, th.n { text-align: right; }
.wide { overflow-x: auto; } :focus-visible { outline: 3px solid var(--two); outline-offset: 2px; }
svg { width: 100%; min-width: 36rem; height: auto; display: block; overflow: visible; }
svg text { fill: var(--ink); font-size: 12px; }
.bar { fill: var(--two); } .late { fill: var(--one); } .axis { stroke: var(--line); }
.proof { border-left: .3rem solid var(--two);
  padding-left: 1rem; font-size: 1.1rem; } code { overflow-wrap: anywhere; }
"""
WIDTH, HEIGHT = 760, 190
HOURS, MOST_NAMES = 24, 12
STAGE_NAMES: Final = {
    "draft": "草稿 draft",
    "submitted": "已提交 submitted",
    "awaiting_materials": "待补正 awaiting",
    "accepted": "已受理 accepted",
    "approved": "已批准 approved",
    "in_production": "制证中 in production",
    "ready": "待领取 ready",
    "collected": "已领取 collected",
    "refused": "不予批准 refused",
    "not_accepted": "不予受理 declined",
    "withdrawn": "已撤回 withdrawn",
    "archived": "已归档 archived",
    "registered": "已登记 registered",
}
COLOUR_NAMES: Final = {
    "green": "期限内 in time",
    "yellow": "剩两个工作日 2 days left",
    "orange": "剩一个工作日 1 day left",
    "red": "今天到期 due today",
    "purple": "超期 overdue",
}


TICKET_HEADS: Final = (
    "大厅 hall",
    "取号 taken",
    "办结 served",
    "中位 p50",
    "九成 p90",
    "最长 longest",
    "过号 no-show",
    "退号 left",
    "未叫 not called",
)


def as_page(summary: Summary) -> str:
    """A whole document in HTML."""
    city = summary.city
    orders = city["orders"]
    title = f"木棉模拟 Mumian simulation {orders['first']}"
    body = "".join(_sections(summary))
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1><p>所有人物均为虚构。All persons are invented. "
        f"{orders['days']} 天 days · seed {orders['seed']} · share {orders['share']} · staffed {orders['staffed']}</p>"
        f"{body}</main></body></html>\n"
    )


def _sections(summary: Summary) -> Iterator[str]:
    city, run = summary.city, summary.run
    yield _facts(city)
    yield f'<p class="proof">{escape(city["three_hands"]["sentence"])}.<br>三手分离，由数据库查询得出。</p>'
    hours = city["applications"]["by_hour"]
    by_hour = [(f"{hour}", sum(there.get(str(hour), 0) for there in hours.values())) for hour in range(24)]
    yield _chart("各小时申请 Applications by hour", by_hour)
    if len(city["days"]) > 1:
        yield _chart("每天受理 Accepted each day", [(day[5:], one.get("accepted", 0)) for day, one in city["days"].items()])
        yield _chart("每晚超期 Overdue each evening", [(day[5:], n) for day, n in city["overdue"]["by_day"].items()], css="late")
        named = city["radar"]["named"]
        if named:
            yield _chart("雷达所见 Named by the radar", [(day[5:], number) for day, number in named.items()], css="late")
    waits = city["waiting_minutes"]["by_hall"]
    yield _chart(
        "各大厅等候（九成以内，分钟）Minutes within which nine of ten were called",
        [(h, w["nine_of_ten"]) for h, w in waits.items()],
    )
    yield _table("各大厅取号 Tickets by hall (min:s)", TICKET_HEADS, list(_tickets(city["tickets"])))
    yield _chart("在办颜色 Colours of open cases", [(COLOUR_NAMES[one], number) for one, number in city["colours"].items()])
    yield _stages(city["stages"])
    yield _table(
        "办结工作日 Working days from acceptance to ready",
        ("业务 service", "件 cases", "中位 median", "九成 9/10", "最长 longest"),
        [
            (one, row["cases"], row["median"], row["nine_of_ten"], row["longest"])
            for one, row in city["documents"]["working_days"].items()
        ],
    )
    yield _table(
        "不予受理、不予批准的理由 Grounds of refusal", ("理由 ground", "件 letters"), list(city["letters_by_ground"].items())
    )
    left = city["visitors"]["left"]
    yield _table("未办离开 Left without being served", ("原因 reason", "人 visitors"), list(left.items()))
    yield _table("停住的 Stuck", ("业务、环节、原因 service, place, reason", "件 cases"), list(city["stuck"].items()))
    yield (
        f"<h2>运行 The run</h2><p>{run['seconds']} s · {run['cases_a_second']} 件/秒 cases a second · "
        f"{run['processes']} processes · {run['cores']} cores · load {run['load_average']}</p>"
    )
    if run.get("audit_root"):
        yield f"<p>审计根 Audit root <code>{run['audit_root']}</code> ({run['audit_size']:,})</p>"


def _tickets(said: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for hall, one in (*said.get("by_hall", {}).items(), ("全部 all", said.get("all"))):
        if one:
            waits = (_clock(one[key]) for key in ("wait_p50_s", "wait_p90_s", "wait_longest_s"))
            yield hall, one["taken"], one["served"], *waits, one["no_shows"], one["left"], one["elsewhere"]


def _clock(seconds: int | None) -> str:
    return "-" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"


def _facts(city: Mapping[str, Any]) -> str:
    stated, waits = city["office_of_2005"], city["waiting_minutes"]
    targets = stated["target_minutes"]
    rows = [
        (f"{city['visitors']['came']:,}", "来访 visitors", f"2005: {stated['visitors_a_day']:,} 一天 a day"),
        (f"{city['applications']['opened']:,}", "申请 applications", f"2005: {stated['applications_a_year']:,} 一年 a year"),
        (f"{city['overdue']['at_the_end']:,}", "期末超期 overdue at the end", f"2005: {stated['overdue']}"),
        (
            f"{waits['nine_of_ten']} min",
            "九成在此内叫到 nine of ten called within",
            f"目标 target {targets['ordinary_day']}, 高峰 peak {targets['peak_day']}",
        ),
        (
            f"{city['applications']['individual_travel']:.1%}",
            "个人旅游 individual travel",
            f"2005: {stated['individual_travel']:.1%}",
        ),
        (f"{city['notices_on_record']:,}", "告知补正 notices", f"违规追加 breaches: {city['breaches_on_record']}"),
    ]
    cells = "".join(
        f"<div><b>{escape(n)}</b><span>{escape(what)}</span><small>{escape(beside)}</small></div>" for n, what, beside in rows
    )
    return f'<div class="facts">{cells}</div>'


def _chart(title: str, values: Sequence[tuple[str, int]], *, css: str = "bar") -> str:
    """Bars with their numbers on top; the picture says in words what it shows."""
    highest = max((number for _, number in values), default=0) or 1
    step = WIDTH / max(1, len(values))
    parts = [f'<line class="axis" x1="0" x2="{WIDTH}" y1="{HEIGHT - 24}" y2="{HEIGHT - 24}"/>']
    every = max(1, -(-len(values) // MOST_NAMES)) if len(values) > HOURS else 1
    for place, (name, number) in enumerate(values):
        tall = (HEIGHT - 48) * number / highest
        left, top = place * step + step * 0.12, HEIGHT - 24 - tall
        parts.append(f'<rect class="{css}" x="{left:.1f}" y="{top:.1f}" width="{step * 0.76:.1f}" height="{tall:.1f}" rx="2"/>')
        middle = place * step + step / 2
        if number and (place % every == 0 or number == highest):
            parts.append(f'<text x="{middle:.1f}" y="{top - 4:.1f}" text-anchor="middle">{number}</text>')
        if place % every == 0:
            parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(name)}</text>')
    said = "; ".join(f"{name}: {number}" for name, number in values)
    return (
        f'<h2>{escape(title)}</h2><div class="wide" tabindex="0" role="region" aria-label="{escape(title, quote=True)}">'
        f'<svg role="img" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-label="{escape(said, quote=True)}">{"".join(parts)}</svg></div>'
    )


def _stages(stages: Mapping[str, Mapping[str, int]]) -> str:
    found = [stage for stage in STAGE_NAMES if any(stage in there for there in stages.values())]
    rows = [(service, *(there.get(stage, 0) for stage in found), sum(there.values())) for service, there in stages.items()]
    return _table(
        "各业务、各环节 Cases by service and stage", ("业务 service", *(STAGE_NAMES[one] for one in found), "合计 all"), rows
    )


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col"{_number(place)}>{escape(one)}</th>' for place, one in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(f"<td{_number(place)}>{escape(_shown(one))}</td>" for place, one in enumerate(row)) + "</tr>"
        for row in rows
    )
    named = escape(title, quote=True)
    return (
        f'<h2>{escape(title)}</h2><div class="wide" tabindex="0" role="region" aria-label="{named}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _number(place: int) -> str:
    return ' class="n"' if place else ""


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
