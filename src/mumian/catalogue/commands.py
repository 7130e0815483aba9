"""`mumian rulebook …`: check, load, explain, diff, try."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from mumian.catalogue.errors import RulebookBroken
from mumian.catalogue.rules.answers import Answer, answer
from mumian.catalogue.rules.answers.differing import Change, changes, reforms_between
from mumian.catalogue.rules.answers.printing import printed
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.checks import Report, check_reading, check_rulebook
from mumian.catalogue.rules.checks.acceptance import moment_of
from mumian.catalogue.rules.handed_in import Case, read_cases, read_facts
from mumian.catalogue.rules.problems import Problem
from mumian.catalogue.rules.reading import read_rulebook
from mumian.catalogue.terms import Audience
from mumian.foundation.clock import SystemClock, end_of, local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

PROGRAM_ROOT = Path(__file__).resolve().parents[3]
REFUSED = 1


class WhichRulebook(Refusal):
    """No rulebook was named, and there is not exactly one to choose."""

    def __init__(self) -> None:
        super().__init__(Text("请用 --rulebook 指明规则手册的文件夹。", "Say with --rulebook which rulebook folder is meant."))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    The answer is the exit code: 0 when all is well, 1 when something was found or refused, 2 when not understood.
    """
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.sentence.in_language(options.language)}\n")
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mumian")
    rulebook = parser.add_subparsers(required=True).add_parser("rulebook", help="the dated rulebook")
    commands = rulebook.add_subparsers(required=True, metavar="check|load|explain|diff|try")
    check = _command(commands, "check", "find everything that is wrong with a rulebook, with file and line", _check)
    check.add_argument("folder", type=Path)
    load = _command(commands, "load", "record a rulebook in the database; the same again changes nothing", _load)
    load.add_argument("folder", type=Path)
    load.add_argument("--by", default=None, help="who loads it (the account of this machine)")
    explain = _command(commands, "explain", "answer a question: verdict with reasons, materials, fee, due date", _explain)
    explain.add_argument("service")
    explain.add_argument(
        "--accepted-at", type=_moment, help="moment of acceptance, YYYY-MM-DD HH:MM (ten in the morning of --on)"
    )
    _question(explain)
    explain.add_argument("--on", type=_day, help="the day the answer is for (today)")
    explain.add_argument(
        "--as-recorded", type=_recorded, help="answer from the rulebook as it stood in the database at the end of this day"
    )
    diff = _command(commands, "diff", "show what the law changed for a service between two days", _diff)
    diff.add_argument("--service", required=True)
    diff.add_argument("--from", dest="first", type=_day, required=True)
    diff.add_argument("--to", dest="last", type=_day, required=True)
    _question(diff)
    tried = _command(commands, "try", "try a changed rulebook on past cases: which answers change", _try)
    tried.add_argument("folder", type=Path)
    tried.add_argument("--cases", type=Path, required=True, help="one JSON object a line: service, on, facts, channel, audience")
    tried.add_argument("--rulebook", type=Path, help="the rulebook to compare with")
    return parser


def _command(commands: Any, name: str, summary: str, run: Any) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    command.add_argument("--json", action="store_true", help="for programs")
    command.add_argument("--language", choices=("zh", "en"), default="en")
    command.set_defaults(run=run)
    return command


def _question(command: argparse.ArgumentParser) -> None:
    command.add_argument("--facts", type=Path, help="YAML or JSON: fact: value")
    command.add_argument("--channel")
    command.add_argument("--audience", type=Audience, choices=list(Audience), default=Audience.PUBLIC)
    command.add_argument("--rulebook", type=Path, help="the rulebook's folder")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{written}” is not a day; write it as 2006-09-27") from None


def _moment(written: str) -> datetime:
    try:
        return moment_of(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{written}” is not a moment; write it as 2006-09-27 or 2006-09-27 10:30") from None


def _recorded(written: str) -> datetime:
    """A moment; a bare day means its end."""
    return end_of(_day(written)) if len(written) == len("2006-09-27") else _moment(written)


def _check(options: argparse.Namespace) -> int:
    report = check_rulebook(options.folder)
    if options.json:
        _say_json({"problems": [problem.as_json() for problem in report.problems], "counts": report.counts})
        return REFUSED if report.problems else 0
    _say_problems(report.problems, options.language)
    _say(_counted(report))
    return REFUSED if report.problems else 0


def _say_problems(problems: Iterable[Problem], language: str) -> None:
    for problem in problems:
        _say(problem.said(language))


def _counted(report: Report) -> str:
    return " ".join(f"{name}={count}" for name, count in {**report.counts, "problems": len(report.problems)}.items())


def _load(options: argparse.Namespace) -> int:
    from mumian.catalogue.services import load_rulebook  # noqa: PLC0415  # the other commands need no database

    reading = read_rulebook(options.folder)
    report = check_reading(reading)
    if report.problems:
        _say_problems(report.problems, options.language)
        raise RulebookBroken(len(report.problems))
    loaded = load_rulebook(book=reading.book, at=SystemClock().now(), by=options.by or getpass.getuser())
    said = (
        Text(
            "规则手册已装入（第 {load} 次）：新增 {added} 项，修改 {changed} 项，去掉 {dropped} 项。",
            "The rulebook was loaded (load {load}): {added} entries added, {changed} changed, {dropped} dropped.",
        )
        if loaded.is_new
        else Text(
            "没有变化，未写入任何内容（第 {load} 次装入仍有效）。",
            "Nothing has changed, nothing was written (load {load} stays).",
        )
    ).filled(load=loaded.load_id, added=loaded.added, changed=loaded.changed, dropped=loaded.dropped)
    if options.json:
        _say_json({"load": loaded.load_id, "digest": loaded.digest, "new": loaded.is_new, "counts": report.counts})
    else:
        _say(said.in_language(options.language))
        _say(_counted(report))
    return 0


def _explain(options: argparse.Namespace) -> int:
    on = options.on or local_date(SystemClock().now())
    book = _as_recorded(options.as_recorded) if options.as_recorded else _book(options.rulebook)
    given = _answer(book, options, on)
    if options.json:
        _say(TypeAdapter(Answer).dump_json(given).decode())
        return 0
    for line in printed(given, options.language):
        _say(line)
    return 0


def _answer(book: Rulebook, options: argparse.Namespace, on: date) -> Answer:
    return answer(
        book,
        options.service,
        on=on,
        facts=read_facts(options.facts) if options.facts else {},
        channel=options.channel,
        accepted_at=getattr(options, "accepted_at", None) or moment_of(on.isoformat()),
        audience=options.audience,
    )


def _diff(options: argparse.Namespace) -> int:
    book = _book(options.rulebook)
    found = changes(_answer(book, options, options.first), _answer(book, options, options.last))
    reforms = reforms_between(book, options.service, options.first, options.last)
    if options.json:
        _say_json(
            {
                "changes": [_change_as_json(change) for change in found],
                "reforms": [reform.model_dump(mode="json", by_alias=True, exclude_defaults=True) for reform in reforms],
            }
        )
        return 0
    _say_changes(found, options.language)
    for reform in reforms:
        _say(f"{reform.on}  {reform.title.in_language(options.language)}: {reform.what.in_language(options.language)}")
        if reform.disagree:
            for source in reform.sources:
                _say(f"    {source.code}: {source.says.in_language(options.language)}")
    return 0


def _try(options: argparse.Namespace) -> int:
    book, candidate = _book(options.rulebook), _read(options.folder)
    cases = read_cases(options.cases)
    tried = [(case, changes(_answered(book, case), _answered(candidate, case))) for case in cases]
    different = [(case, found) for case, found in tried if found]
    if options.json:
        _say_json(
            {
                "cases": len(cases),
                "changed": [
                    {"case": case.place, "service": case.service, "changes": [_change_as_json(change) for change in found]}
                    for case, found in different
                ],
            }
        )
        return 0
    for case, found in different:
        _say(f"{case.place} {case.service} {case.on}")
        _say_changes(found, options.language)
    said = Text("{cases} 件中有 {changed} 件的答复会改变。", "{changed} of {cases} answers change.")
    _say(said.filled(cases=len(cases), changed=len(different)).in_language(options.language))
    return 0


def _answered(book: Rulebook, case: Case) -> Answer:
    return answer(
        book,
        case.service,
        on=case.on,
        facts=case.facts,
        channel=case.channel,
        accepted_at=moment_of(case.on.isoformat()),
        audience=case.audience,
    )


def _book(folder: Path | None) -> Rulebook:
    """The rulebook in this folder; without one, the only rulebook there is. Raises WhichRulebook, RulebookBroken."""
    if folder is not None:
        return _read(folder)
    for shelf in (Path.cwd() / "rulebooks", PROGRAM_ROOT / "rulebooks"):
        found = [place.parent for place in shelf.glob("*/rulebook.yaml")]
        if len(found) == 1:
            return _read(found[0])
    raise WhichRulebook


def _read(folder: Path) -> Rulebook:
    reading = read_rulebook(folder)
    if reading.problems:
        for problem in reading.problems:
            sys.stderr.write(f"{problem.said('en')}\n")
        raise RulebookBroken(len(reading.problems))
    return reading.book


def _as_recorded(moment: datetime) -> Rulebook:
    from mumian.catalogue.queries import rulebook_as_recorded  # noqa: PLC0415  # the other commands need no database

    return rulebook_as_recorded(moment)


def _say_changes(found: Iterable[Change], language: str) -> None:
    for change in found:
        before, after = change.before.in_language(language), change.after.in_language(language)
        _say(f"  {change.name.in_language(language)}: {before} → {after}")


def _change_as_json(change: Change) -> dict[str, str]:
    return {"part": change.part, "before": change.before.en, "after": change.after.en}


def _say_json(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
