"""`mumian clearance …`: load a list, say who holds it, compare persons and pairs of a file, look again, explain."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mumian.clearance.commands.admitting import add_commands
from mumian.clearance.commands.comparing import COLUMNS as PAIRS
from mumian.clearance.commands.comparing import compare_file
from mumian.clearance.commands.replaying import explain, replay
from mumian.clearance.commands.screening import screen_file
from mumian.clearance.commands.writing import rejecting_to, rejects_beside
from mumian.clearance.rules.lines import COLUMNS
from mumian.clearance.rules.people_lines import COLUMNS as PERSONS
from mumian.clearance.services import entrust_list, key_lists_anew, load_list, look_again, rescreen
from mumian.clearance.terms import ListCode, LoadedList
from mumian.foundation.clock import SystemClock, local_date
from mumian.foundation.words import Text

SHOWN_EVERY = 50_000
"""After so many entries it is said again how far a list has come."""
LINES_LEFT = 1
"""The exit code when lines were not loaded."""


def main(argv: Sequence[str]) -> int:
    """Run one command: 0 when all is well, 1 when lines were rejected; refusals are raised."""
    options = _parser().parse_args(argv)
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mumian clearance", description="The reference lists.")
    parser.set_defaults(language="en")
    commands = parser.add_subparsers(
        required=True, metavar="load|screen|rescreen|explain|replay|rekey|entrust|source|unit|clerk|look-again|compare"
    )
    load = commands.add_parser("load", help="load a version of a list; lines at fault go to a reject file with line and reason")
    load.add_argument("file", type=Path, help=f"CSV in UTF-8 or GB 18030 with the columns {', '.join(COLUMNS)}")
    load.add_argument("--list", dest="code", required=True, help="the list's code in the rulebook")
    load.add_argument("--version", required=True, help="the name of this version; each is loaded once")
    load.add_argument("--expire", action="store_true", help="the file is the whole list: entries that are not in it end")
    load.add_argument("--rejects", type=Path, help="where rejected lines go; FILE.rejects.csv unless said otherwise")
    load.add_argument("--language", choices=("zh", "en"))
    load.set_defaults(run=_load)
    entrust = commands.add_parser("entrust", help="make a police officer a holder of a list")
    entrust.add_argument("badge", help="the officer's badge number")
    entrust.add_argument("--list", dest="code", required=True)
    entrust.add_argument("--from", dest="first", type=date.fromisoformat, help="the first day (today)")
    entrust.add_argument("--to", dest="last", type=date.fromisoformat, help="the last day (none)")
    entrust.set_defaults(run=_entrust)
    again = commands.add_parser("look-again", help="say anew what entries that begin or end today change; once a day")
    again.set_defaults(run=_look_again)
    _add_comparing(commands)
    add_commands(commands, _say)
    pairs = commands.add_parser("compare", help="judge the pairs of a file by the rules alone")
    pairs.add_argument("pairs", type=Path, help=f"CSV in UTF-8 or GB 18030 with the columns {', '.join(PAIRS)}")
    pairs.add_argument("--out", type=Path, required=True, help="where the pairs go with band, reasons and explanations")
    pairs.set_defaults(run=compare_file, say=_say)
    return parser


def _add_comparing(commands: Any) -> None:
    screen = commands.add_parser("screen", help="compare the persons of a file with the lists, end to end; nothing is stored")
    screen.add_argument("persons", type=Path, help=f"CSV in UTF-8 or GB 18030 with the columns {', '.join(PERSONS)}")
    screen.add_argument("--out", type=Path, required=True, help="where each surfaced entry goes, a row each")
    screen.add_argument("--list", dest="lists", action="append", metavar="CODE", help="a list to compare with (all)")
    screen.set_defaults(run=screen_file, say=_say)
    again = commands.add_parser("rescreen", help="compare those who are watched with what has changed in the lists")
    again.add_argument("--since", metavar="VERSION", help="only with entries that came after this version (with all)")
    again.set_defaults(run=_rescreen)
    for name, run, help_text in (
        ("explain", explain, "say in Chinese and English what a stored result rests on"),
        ("replay", replay, "make a stored result again and compare it byte for byte"),
    ):
        one = commands.add_parser(name, help=help_text)
        one.add_argument("match", type=int, help="the number of the match")
        one.set_defaults(run=run, say=_say)
    anew = commands.add_parser("rekey", help="make the keys of lists anew that were made by earlier rules")
    anew.set_defaults(run=_rekey)


def _rescreen(options: argparse.Namespace) -> int:
    done = rescreen(since=options.since, at=SystemClock().now())
    _say(f"entries={done.entries} pairs={done.pairs} matches={done.matches} answers={done.answers}")
    return 0


def _rekey(_options: argparse.Namespace) -> int:
    shown = [0]

    def told(code: ListCode, done: int, of: int) -> None:
        if done == of or done - shown[0] >= SHOWN_EVERY or done < shown[0]:
            shown[0] = done
            _say(f"{code} {done}/{of}")

    _say(f"lists={key_lists_anew(told)}")
    return 0


def _load(options: argparse.Namespace) -> int:
    source: Path = options.file
    rejects = options.rejects or rejects_beside(source)
    with rejecting_to(rejects, COLUMNS) as reject:
        loaded = load_list(
            path=source,
            code=options.code,
            version=options.version,
            whole=options.expire,
            at=SystemClock().now(),
            by=getpass.getuser(),
            reject=reject,
        )
    return _said(loaded, rejects, options.language)


def _said(loaded: LoadedList, rejects: Path, language: str | None) -> int:
    counts = loaded.counts
    if not loaded.is_new:
        _say_in(language, Text("此版本已装入，未再写入。", "This version was loaded before; nothing was written."))
    _say(
        f"added={counts.added} changed={counts.changed} unchanged={counts.unchanged} ended={counts.ended} "
        f"rejected={counts.rejected}"
    )
    if not loaded.is_new or not counts.rejected:
        return 0
    many = "One line was" if counts.rejected == 1 else "{count} lines were"
    left = Text(
        "{count} 行没有装入，{file} 写明行号和原因；改正后以新的版本号装入该文件，不加 --expire。",
        f"{many} not loaded; {{file}} says which and why. "
        "Correct that file and load it as a version of its own, without --expire.",
    )
    _say_in(language, left.filled(count=counts.rejected, file=rejects.name))
    return LINES_LEFT


def _entrust(options: argparse.Namespace) -> int:
    first = options.first or local_date(SystemClock().now())
    entrust_list(code=options.code, badge_number=options.badge, valid_from=first, valid_to=options.last)
    return 0


def _look_again(_options: argparse.Namespace) -> int:
    _say(f"changed={look_again(at=SystemClock().now())}")
    return 0


def _say_in(language: str | None, text: Text) -> None:
    """In the language that was asked for, else in both."""
    _say(text.in_language(language) if language else f"{text.zh}\n{text.en}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
