"""The summary for a terminal: both languages in a line, the figures of 2005 beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mumian.simulation.summing import Summary


def as_lines(summary: Summary) -> Iterator[str]:
    """One line after another."""
    city, run = summary.city, summary.run
    orders, stated = city["orders"], city["office_of_2005"]
    yield (
        f"== {orders['first']}, {orders['days']} 天 / days, seed {orders['seed']}, "
        f"share {orders['share']}, staffed {orders['staffed']}"
    )
    visitors, waits = city["visitors"], city["waiting_minutes"]
    yield _line("来访 / visitors", visitors["came"], f"2005: {stated['visitors_a_day']:,} 一天 / a day")
    yield _line("  办理 / served", visitors["served"], f"离开 / left: {_said(visitors['left'])}")
    yield _line("  未按时来取 / did not show up", visitors["did_not_show_up"], "")
    yield _line(
        "等候分钟 / minutes waited",
        f"{waits['median']} (median), {waits['nine_of_ten']} (9/10), {waits['longest']} (longest)",
        f"目标 / target {_said(stated['target_minutes'])}",
    )
    yield from _tickets(city["tickets"])
    applications = city["applications"]
    yield _line("申请 / applications", applications["opened"], f"2005: {stated['applications_a_year']:,} 一年 / a year")
    yield _line(
        "  个人旅游 / individual travel", f"{applications['individual_travel']:.1%}", f"2005: {stated['individual_travel']:.1%}"
    )
    yield _line("  渠道 / channels", _said(applications["by_channel"]), "")
    yield _line("  受理 / accepted", applications["accepted"], f"收费 / fees {applications['fees_yuan']:,} yuan")
    yield _line("  告知补正 / notices", city["notices_on_record"], f"违规追加 / breaches {city['breaches_on_record']}")
    yield _line("  不予受理 / declined", _said(applications["declined"]), f"撤回 / withdrawn {applications['withdrawn']}")
    drawers = city["drawers"]
    yield _line(
        "  日结 / drawers reckoned up",
        drawers["reckoned_up"],
        f"现金 / cash {drawers['cash_yuan']:,} yuan, 短款 / short {drawers['short']}",
    )
    decisions, documents = city["decisions"], city["documents"]
    yield _line("批准 / approved", _said(decisions["approved"]), f"不予批准 / refused {_said(decisions['refused'])}")
    yield _line("制成 / ready", documents["ready"], f"逾期 / late {documents['late']} (2005: {stated['overdue']})")
    yield _line("发出 / given", _said(documents["given"]), f"质检未过 / failed {documents['failed_their_check']}")
    yield _line("在办颜色 / colours", _said(city["colours"]), f"期末超期 / overdue at the end {city['overdue']['at_the_end']}")
    yield "各业务、各环节 / services and stages"
    for service, stages in city["stages"].items():
        yield f"  {service:<16} {_said(stages)}"
    if city["stuck"]:
        yield "停住的 / stuck"
        yield from (f"  {number:>5}  {why}" for why, number in city["stuck"].items())
    if city["stopped_by_the_database"]:
        yield "数据库中断的步骤 / steps that the database stopped"
        yield from (f"  {number:>5}  {why}" for why, number in city["stopped_by_the_database"].items())
    kept = city["conservation"]
    yield _line(
        "守恒 / conservation",
        f"{kept['came']} = {kept['served']} + {kept['left']} + {kept['lost']} lost",
        f"案件 / cases {kept['opened']} + {kept['refused_at_the_door']} = {kept['in_database']} + {kept['cases_lost']} lost",
    )
    yield from _radar(city["radar"])
    yield f"三手分离 / {city['three_hands']['sentence']} ({city['three_hands']['with_all_three']} with all three)"
    yield _line(
        "用时 / took",
        f"{run['seconds']} s",
        f"{run['cases_a_second']} cases/s, {run['processes']} processes, {run['cores']} cores, load {run['load_average']}",
    )
    yield _line("处理器秒 / processor seconds", _said(run["processor_seconds"]), "")
    if run.get("audit_root"):
        yield f"审计根 / audit root {run['audit_root']} ({run['audit_size']:,} acts)"
    if run["memory_slope_mb_a_day"]:
        yield f"内存 / memory {run['memory_slope_mb_a_day']:+} MB a day"


def _radar(said: Mapping[str, Any]) -> Iterator[str]:
    """What it named, and of which promises that were not kept it had warned."""
    if not said["named"]:
        return
    missed, told = sum(said["missed"].values()), sum(said["missed_and_named"].values())
    yield _line(
        "雷达 / radar",
        f"点名 / named {sum(said['named'].values()):,} ({len(said['named'])} 晚 / evenings)",
        f"未守 / missed {missed:,}, 事先点名 / named before {told:,}, "
        f"未点名的日子 / days not named {_days(said['unnamed_days'])}",
    )


def _days(days: Sequence[str]) -> str:
    return ", ".join(days) or "0"


def _tickets(said: Mapping[str, Any]) -> Iterator[str]:
    """Hall by hall, in minutes and seconds as the queue measured them."""
    whole = said.get("all")
    if not whole:
        return
    yield _line(
        "取号 / tickets",
        whole["taken"],
        f"办结 / served {whole['served']:,}, 过号 / no-show {whole['no_shows']:,}, 退号 / left {whole['left']:,}, "
        f"未叫 / not called {whole['elsewhere']:,}, lost {said['lost']}",
    )
    yield _line(
        "  叫号 / calls",
        said["calls"],
        f"空叫 / in vain {said['calls_in_vain']:,}, 与预期不符 / unlike {said['unlike']}, "
        f"估时命中 / estimates met {whole['inside']:,} of {whole['estimated']:,}",
    )
    for hall, one in (*said["by_hall"].items(), ("全部 / all", whole)):
        waits = "  ".join(f"{name} {_clock(one[key])}" for name, key in WAITS)
        yield f"  {hall:<10} {waits}  办结 / served {one['served']:>6,}  过号 / no-show {one['no_shows']:>4,}"


WAITS: Final = (("p50", "wait_p50_s"), ("p90", "wait_p90_s"), ("最长 / longest", "wait_longest_s"))


def _clock(seconds: int | None) -> str:
    return "-" if seconds is None else f"{seconds // 60:>3}:{seconds % 60:02}"


def _line(name: str, value: object, beside: str) -> str:
    shown = f"{value:,}" if isinstance(value, int) else str(value)
    return f"{name:<34} {shown:<46} {beside}".rstrip()


def _said(counted: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in counted.items()) or "0"
