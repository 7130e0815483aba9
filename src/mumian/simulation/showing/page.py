"""The summary as one page with pictures, in Chinese and English: it fetches nothing, and can be sent to whoever asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from mumian.foundation.words import Text
from mumian.simulation.showing.drawing import Bar, chart, table
from mumian.simulation.showing.style import STYLE
from mumian.simulation.showing.words import (
    CHANNELS,
    COLOURS,
    DECIDED,
    GIVEN,
    LEFT,
    PURPOSES,
    STAGES,
    both,
    ground,
    named,
    names_of,
)
from mumian.simulation.summing import Summary

TICKET_HEADS: Final = (
    Text("大厅", "Hall"),
    Text("取号", "Taken"),
    Text("办结", "Served"),
    Text("等候中位", "Median wait"),
    Text("九成以内", "Nine of ten"),
    Text("最长", "Longest"),
    Text("过号", "No-show"),
    Text("退号", "Given back"),
    Text("未叫到", "Not called"),
)
PEOPLE: Final = Text("人", "People")
CASES: Final = Text("件", "Cases")


def as_page(summary: Summary) -> str:
    """A whole document in HTML."""
    city = summary.city
    orders = city["orders"]
    days = Text(f"{orders['days']}天", f"{orders['days']} days")
    said = Text(
        f"所有人物均为虚构。从{orders['first']}起，{days.zh}；规模{orders['share']:.0%}，编制{orders['staffed']:.0%}，"
        f"审批人员{orders['approvers']:.0%}；种子{orders['seed']}。",
        f"All persons are invented. {days.en} from {orders['first']}; at {orders['share']:.0%} of the volume, staffed for "
        f"{orders['staffed']:.0%}, approvers at {orders['approvers']:.0%}; seed {orders['seed']}.",
    )
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        f"<title>木棉模拟 Mumian simulation {escape(orders['first'])}</title>"
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body>'
        '<input class="choice" type="radio" name="language" id="zh" checked aria-label="中文">'
        '<input class="choice" type="radio" name="language" id="en" aria-label="English">'
        f"<header><h1>{both(Text('木棉模拟', 'Mumian simulation'))}</h1>"
        '<div class="languages"><label for="zh">中文</label><label for="en">English</label></div>'
        f"<p>{both(said)}</p></header><main>{''.join(_sections(summary))}</main>{_run(summary.run)}</body></html>\n"
    )


def _sections(summary: Summary) -> Iterator[str]:
    city = summary.city
    yield _proofs(city, summary.run)
    yield _facts(city)
    yield from _coming(city)
    yield from _waiting(city)
    yield from _deciding(city)
    yield _stages(city)
    yield _working_days(city)
    yield table(
        Text("停住的案件", "Cases that are stuck"),
        (Text("业务、环节、原因", "Service, place, reason"), CASES),
        city["stuck"].items(),
    )


def _proofs(city: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    """What must hold, each with whether it does and by which numbers."""
    kept, hands, radar = city["conservation"], city["three_hands"], city["radar"]
    ready, late = city["documents"]["ready"], city["documents"]["late"]
    overdue, then = city["overdue"]["at_the_end"], city["office_of_2005"]["overdue"]
    rows = [
        (
            hands["broke_the_rule"] == 0,
            Text("三手分离", "Three hands"),
            Text(
                f"{hands['cases']:,}件中{hands['broke_the_rule']:,}件违反三手分离；{hands['with_all_three']:,}件已经三手。",
                f"{hands['sentence']}; {hands['with_all_three']:,} with all three.",
            ),
        ),
        (
            kept["lost"] == 0 and kept["cases_lost"] == 0,
            Text("守恒", "Conservation"),
            Text(
                f"来访{kept['came']:,}人＝办理{kept['served']:,}"
                f"＋有原因离开{kept['left']:,}＋去向不明{kept['lost']:,}；"
                f"开立{kept['opened']:,}件、当场退回{kept['refused_at_the_door']:,}件，库中{kept['in_database']:,}件，"
                f"缺{kept['cases_lost']:,}件。",
                f"{kept['came']:,} came = {kept['served']:,} served + {kept['left']:,} left with a reason"
                f" + {kept['lost']:,} lost. {kept['opened']:,} cases opened and {kept['refused_at_the_door']:,} turned away,"
                f" {kept['in_database']:,} in the database, {kept['cases_lost']:,} lost.",
            ),
        ),
        (
            late == 0 and overdue == 0,
            Text("按期", "In time"),
            Text(
                f"{ready:,}件办成，其中逾期{late:,}件；期末超期{overdue:,}件。2005年：{then}件。",
                f"{ready:,} finished, {late:,} of them late; overdue at the end {overdue:,}. In 2005: {then}.",
            ),
        ),
    ]
    if radar["named"]:
        missed, told = sum(radar["missed"].values()), sum(radar["missed_and_named"].values())
        rows.append(
            (
                not radar["unnamed_days"],
                Text("超期雷达", "Overdue radar"),
                Text(
                    f"未守承诺{missed:,}件，雷达事先点名{told:,}件；有超期而事先未点名的日子{len(radar['unnamed_days'])}天。",
                    f"{missed:,} promises were not kept, and the radar had named {told:,} of these cases beforehand; days that "
                    f"it had not named: {len(radar['unnamed_days'])}.",
                ),
            )
        )
    if run.get("audit_root"):
        rows.append(
            (
                run["audit_size"] == run["acts_on_record"],
                Text("审计", "Audit"),
                Text(
                    f"{run['acts_on_record']:,}条记录，{run['audit_size']:,}条已封存于一个根下。",
                    f"{run['audit_size']:,} of {run['acts_on_record']:,} acts sealed under one root.",
                ),
            )
        )
    holds, broken = Text("成立", "holds"), Text("不成立", "does not hold")
    holds, broken, colon = Text("成立", "holds"), Text("不成立", "does not hold"), Text("：", ": ")
    cells = (
        f"<li{_css(is_so)}><b>{both(name)}{both(colon)}{both(holds if is_so else broken)}</b><span>{both(words)}</span></li>"
        for is_so, name, words in rows
    )
    return f'<ul class="proofs">{"".join(cells)}</ul>'


def _css(is_so: bool) -> str:
    return "" if is_so else ' class="broken"'


def _facts(city: Mapping[str, Any]) -> str:
    stated, waits, applications = city["office_of_2005"], city["waiting_minutes"], city["applications"]
    aims, breaches = stated["target_minutes"], city["breaches_on_record"]
    rows = [
        (city["visitors"]["came"], Text("来访", "visitors"), _of_2005(f"{stated['visitors_a_day']:,}", "一天", " a day")),
        (applications["opened"], Text("申请", "applications"), _of_2005(f"{stated['applications_a_year']:,}", "一年", " a year")),
        (
            f"{applications['individual_travel']:.1%}",
            Text("个人旅游", "individual travel"),
            _of_2005(f"{stated['individual_travel']:.1%}"),
        ),
        (
            Text(f"{waits['nine_of_ten']}分钟", f"{waits['nine_of_ten']} min"),
            Text("九成等候不超过", "nine of ten waited at most"),
            Text(
                f"目标{aims['ordinary_day']}，高峰{aims['peak_day']}；中位{waits['median']}，最长{waits['longest']}",
                f"target {aims['ordinary_day']}, at a peak {aims['peak_day']};"
                f" median {waits['median']}, longest {waits['longest']}",
            ),
        ),
        (city["notices_on_record"], Text("一次性告知", "one-time notices"), Text(f"违规追加{breaches}", f"breaches {breaches}")),
        (city["overdue"]["at_the_end"], Text("期末超期", "overdue at the end"), _of_2005(str(stated["overdue"]))),
    ]
    cells = (f"<li><b>{_plain(n)}</b>{both(what)}<small>{both(beside)}</small></li>" for n, what, beside in rows)
    return f'<ul class="facts">{"".join(cells)}</ul>'


def _of_2005(number: str, zh: str = "", en: str = "") -> Text:
    return Text(f"2005年：{number}{zh}", f"2005: {number}{en}")


def _plain(value: Text | str | int) -> str:
    return both(value) if isinstance(value, Text) else escape(f"{value:,}" if isinstance(value, int) else value)


def _coming(city: Mapping[str, Any]) -> Iterator[str]:
    hours = city["applications"]["by_hour"]
    by_hour = [Bar(Text(f"{hour}", f"{hour}"), sum(there.get(str(hour), 0) for there in hours.values())) for hour in range(24)]
    yield chart(Text("各小时的申请", "Applications by hour"), by_hour)
    days = city["days"]
    if len(days) > 1:
        yield chart(Text("每天受理", "Accepted each day"), [_bar(day, one.get("accepted", 0)) for day, one in days.items()])
        yield chart(Text("每天办成", "Finished each day"), [_bar(day, one.get("ready", 0)) for day, one in days.items()])
    yield '<div class="two">'
    yield table(
        Text("渠道", "Channels"),
        (Text("渠道", "Channel"), CASES),
        [(named(CHANNELS, one), number) for one, number in city["applications"]["by_channel"].items()],
    )
    yield table(
        Text("来访目的", "What visitors came for"),
        (Text("目的", "Purpose"), PEOPLE),
        [(named(PURPOSES, one), number) for one, number in city["visitors"]["by_purpose"].items()],
    )
    yield "</div>"


def _bar(day: str, number: int, css: str = "bar") -> Bar:
    return Bar(Text(day[5:], day[5:]), number, css)


def _waiting(city: Mapping[str, Any]) -> Iterator[str]:
    halls, target = names_of(city, "halls"), city["office_of_2005"]["target_minutes"]["ordinary_day"]
    yield chart(
        Text("各大厅：九成人等候不超过的分钟", "Minutes that nine of ten waited at most, by hall"),
        [Bar(Text(code, code), one["nine_of_ten"]) for code, one in city["waiting_minutes"]["by_hall"].items()],
        mark=(target, Text(f"平日目标 {target} 分钟", f"target of an ordinary day: {target} min")),
    )
    said = city["tickets"]
    whole = [(Text("全部", "All"), said["all"])] if said.get("all") else []
    rows = [(_hall(code, halls), one) for code, one in said.get("by_hall", {}).items()]
    yield table(
        Text("各大厅取号（分：秒）", "Tickets by hall (min:s)"),
        TICKET_HEADS,
        [_ticket(*row) for row in (*rows, *whole)],
        folded=True,
    )
    yield table(
        Text("没有办成就离开的", "Who left without being served"),
        (Text("原因", "Reason"), PEOPLE),
        [(named(LEFT, one), number) for one, number in city["visitors"]["left"].items()],
    )


def _hall(code: str, halls: Mapping[str, Text]) -> Text:
    name = named(halls, code)
    return name if name.zh == code else Text(f"{code} {name.zh}", f"{code} {name.en}")


def _ticket(hall: Text, one: Mapping[str, Any]) -> tuple[Text | str | int, ...]:
    waits = (_clock(one[key]) for key in ("wait_p50_s", "wait_p90_s", "wait_longest_s"))
    return hall, one["taken"], one["served"], *waits, one["no_shows"], one["left"], one["elsewhere"]


def _clock(seconds: int | None) -> str:
    return "-" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"


def _deciding(city: Mapping[str, Any]) -> Iterator[str]:
    title = Text("在办案件的期限颜色", "Open cases by the time they have left")
    if any(city["colours"].values()):
        yield chart(title, [Bar(name, city["colours"].get(one, 0), one) for one, name in COLOURS.items()])
    else:
        yield f"<section><h2>{both(title)}</h2><p>{both(Text('没有在办案件。', 'No case is open.'))}</p></section>"
    if len(city["days"]) > 1 and any(city["overdue"]["by_day"].values()):
        by_day = city["overdue"]["by_day"].items()
        yield chart(Text("每晚超期", "Overdue each evening"), [_bar(day, number, "late") for day, number in by_day])
    if city["radar"]["named"]:
        named_then = city["radar"]["named"].items()
        yield chart(
            Text("雷达每晚点名", "Named by the radar each evening"), [_bar(day, number, "late") for day, number in named_then]
        )
    missed = city["radar"]["missed"].items()
    yield table(
        Text("未守承诺的日子与雷达", "Days on which promises were not kept, and the radar"),
        (Text("到期日", "Due day"), CASES, Text("事先点名", "Named before"), Text("最早点名", "First named")),
        [
            (day, number, city["radar"]["missed_and_named"][day], city["radar"]["first_named_for"].get(day, "-"))
            for day, number in missed
        ],
        folded=True,
    )
    yield '<div class="two">'
    decided, given = city["decisions"]["approved"], city["documents"]["given"]
    yield table(
        Text("批准与发证", "Approved and given"),
        (Text("环节", "Where"), CASES),
        [(_said("批准：", "Approved ", named(DECIDED, one)), number) for one, number in decided.items()]
        + [(_said("发出：", "Given ", named(GIVEN, one)), number) for one, number in given.items()],
    )
    yield table(
        Text("不予受理、不予批准的理由", "Grounds of refusal"),
        (Text("理由", "Ground"), Text("决定书", "Letters")),
        [(ground(one), number) for one, number in city["letters_by_ground"].items()],
    )
    yield "</div>"


def _said(zh: str, en: str, name: Text) -> Text:
    return Text(zh + name.zh, en + name.en)


def _stages(city: Mapping[str, Any]) -> str:
    stages, services = city["stages"], names_of(city, "services")
    found = [stage for stage in STAGES if any(stage in there for there in stages.values())]
    rows = [
        (named(services, service), *(there.get(stage, 0) for stage in found), sum(there.values()))
        for service, there in stages.items()
    ]
    heads = (Text("业务", "Service"), *(STAGES[one] for one in found), Text("合计", "All"))
    return table(Text("各业务、各环节的案件", "Cases by service and stage"), heads, rows)


def _working_days(city: Mapping[str, Any]) -> str:
    services = names_of(city, "services")
    rows = []
    for one, row in city["documents"]["working_days"].items():
        service, _, channel = one.rpartition(" ")
        name, way = named(services, service), named(CHANNELS, channel)
        title = Text(f"{name.zh}（{way.zh}）", f"{name.en} ({way.en})")
        rows.append((title, row["cases"], row["median"], row["nine_of_ten"], row["longest"]))
    heads = (Text("业务", "Service"), CASES, Text("中位", "Median"), Text("九成以内", "Nine of ten"), Text("最长", "Longest"))
    return table(Text("受理到办成的工作日", "Working days from acceptance to the finished document"), heads, rows, folded=True)


def _run(run: Mapping[str, Any]) -> str:
    """How fast it ran, on what, and under which root everything that was done is sealed."""
    processor = round(sum(run["processor_seconds"].values()))
    slope = run["memory_slope_mb_a_day"]
    said = Text(
        f"用时{run['seconds']}秒，每秒{run['cases_a_second']}件；{run['processes']}个进程，{run['cores']}个核心，"
        f"处理器{processor}秒，机器负载{run['load_average'][0]}；内存每天增加{slope}MB。",
        f"It took {run['seconds']} s, {run['cases_a_second']} cases a second, in {run['processes']} processes"
        f" on {run['cores']} cores; {processor} processor seconds, load of the machine {run['load_average'][0]};"
        f" memory grew by {slope} MB a day.",
    )
    root = f"<p>{both(Text('审计根', 'Audit root'))} <code>{run['audit_root']}</code></p>" if run.get("audit_root") else ""
    return f"<footer><p>{both(said)}</p>{root}</footer>"
