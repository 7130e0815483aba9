"""`mumian clearance screen`: the persons of a file end to end, through keys and rules; nothing is stored."""

from __future__ import annotations

import argparse
import csv
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from mumian.clearance.commands.comparing import BLOCK, EMPTY, NO_OUT, Reject
from mumian.clearance.commands.writing import rejecting_to, rejects_beside, result_file, say_what_is_left
from mumian.clearance.errors import PairsRefused
from mumian.clearance.queries.meeting import Candidate, bearers_for, bearers_of, entries_met, loaded_lists
from mumian.clearance.rules.encodings import survey
from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.judging import RULES_VERSION, Band, Finding
from mumian.clearance.rules.keys import Keyed
from mumian.clearance.rules.lines import UNREADABLE, WRONG_COUNT, split_line
from mumian.clearance.rules.people_lines import COLUMNS, facts_of_line, judge_pairs, keys_of_people
from mumian.clearance.rules.results import Result, Stand
from mumian.clearance.terms import ListCode
from mumian.foundation.beside import processes_beside
from mumian.foundation.clock import SystemClock, local_date
from mumian.foundation.words import Text

CHUNK: Final = 500
AHEAD: Final = 3
"""Chunks that are under way before and after the question to the database."""
WORTH_IT: Final = 200_000
"""From so many bytes on, processes are started beside this one."""
ADDED: Final = ("list", "entry_id", "band", "reasons", "explanation_zh", "explanation_en", "keys", "list_version", "rules")

NO_FILE: Final = Text(
    "没有比对：读不到文件{file}。请核对路径。", "Nothing was compared: the file {file} cannot be read. Check its path."
)
WRONG_COLUMNS: Final = Text(
    "没有比对：缺少列{missing}。第一行应写明列名：{wanted}。",
    "Nothing was compared: the columns {missing} are missing. The first line names the columns: {wanted}.",
)
NO_SUCH_LIST: Final = Text(
    "没有比对：名单 {code} 尚未装入。已装入的有：{known}。",
    "Nothing was compared: the list {code} is not loaded. Loaded are: {known}.",
)

Run = Callable[..., "Future[Any]"]
beside: Final = processes_beside
Surfaced = tuple[int, Candidate, Result]


@dataclass(slots=True)
class _Lines:
    """The persons of a file as they are read, with those lines that are none."""

    path: Path
    encoding: str
    reject: Reject

    def __iter__(self) -> Iterator[tuple[dict[str, str], Facts]]:
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            columns: list[str] | None = None
            for number, line in enumerate(file, start=1):
                written = line.rstrip("\r\n")
                if not written.strip():
                    continue
                fields = split_line(written)
                if columns is None:
                    columns = _columns(fields)
                elif fields is None:
                    self.reject(number, UNREADABLE, [written])
                elif len(fields) != len(columns):
                    self.reject(number, WRONG_COUNT.filled(wanted=len(columns), found=len(fields)), fields)
                else:
                    row = dict(zip(columns, fields, strict=True))
                    facts = facts_of_line(row)
                    if isinstance(facts, Facts):
                        yield row, facts
                    else:
                        self.reject(number, facts, fields)
        if columns is None:
            raise PairsRefused(EMPTY.filled(file=self.path.name, wanted=", ".join(COLUMNS)))


def screen_file(options: argparse.Namespace) -> int:
    """Compare every person of the file with the lists and write one row for each entry that is surfaced; counts are said."""
    lists = _lists(options.lists or ())
    encoding, rejected = _encoding(options.persons), rejects_beside(options.out)
    counts: Counter[str] = Counter()
    with (
        result_file(options.out, NO_OUT) as file,
        rejecting_to(rejected, COLUMNS) as reject,
        _pool(options.persons) as run,
    ):
        persons = _Lines(options.persons, encoding, reject)
        writer = csv.writer(file)
        writer.writerow([*COLUMNS, *ADDED])
        for rows, surfaced in screened(iter(persons), lists=lists, on=local_date(SystemClock().now()), run=run):
            counts["persons"] += len(rows)
            for place, candidate, result in surfaced:
                counts[result.band.value] += 1
                writer.writerow([*(rows[place][column] for column in COLUMNS), *_said(candidate, result)])
    options.say(f"persons={counts['persons']} hit={counts['hit']} review={counts['review']} rejected={reject.count}")
    return say_what_is_left(options.say, reject.count, rejected)


def screened(
    people: Iterator[tuple[dict[str, str], Facts]], *, lists: Sequence[ListCode], on: date, run: Run
) -> Iterator[tuple[list[dict[str, str]], list[Surfaced]]]:
    """The persons chunk by chunk, each with what is surfaced of them, in order.

    Keys are made and pairs judged by `run`, ahead of and behind the question to the database.
    """
    keying: deque[tuple[list[tuple[dict[str, str], Facts]], Future[list[Keyed]]]] = deque()
    judging: deque[tuple[list[dict[str, str]], list[Candidate], Future[list[Result | None]]]] = deque()
    while True:
        while len(keying) < AHEAD and (chunk := list(islice(people, CHUNK))):
            keying.append((chunk, run(keys_of_people, [facts for _, facts in chunk])))
        if keying:
            chunk, keys = keying.popleft()
            met = entries_met(dict(enumerate(keys.result())), lists=lists, on=on)
            pairs = _pairs([facts for _, facts in chunk], met)
            judging.append(([row for row, _ in chunk], met, run(judge_pairs, pairs)))
        if judging and (len(judging) > AHEAD or not keying):
            rows, met, results = judging.popleft()
            found = zip(met, results.result(), strict=True)
            yield rows, [(one.owner, one, result) for one, result in found if result is not None and not result.agrees]
        elif not keying:
            return


def _pairs(people: Sequence[Facts], met: Sequence[Candidate]) -> list[tuple[Facts, Facts, Stand]]:
    counts = bearers_of({name for one in met for name in people[one.owner].names}) if met else {}
    return [
        (
            people[one.owner],
            one.facts,
            Stand(one.list_code, one.version, one.is_register, bearers_for(people[one.owner], counts)),
        )
        for one in met
    ]


def _said(candidate: Candidate, result: Result) -> list[str]:
    words = Finding(Band(result.band), result.reasons).explanation
    codes = ";".join(code.value for code in result.reasons)
    keys = ";".join(result.keys_met)
    said = (candidate.list_code, candidate.number, result.band.value, codes, words.zh, words.en, keys, candidate.version)
    return [*said, str(RULES_VERSION)]


def _lists(wanted: Sequence[ListCode]) -> tuple[ListCode, ...]:
    known = loaded_lists()
    for code in wanted:
        if code not in known:
            raise PairsRefused(NO_SUCH_LIST.filled(code=code, known=", ".join(known)))
    return tuple(wanted) or known


def _encoding(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return survey(iter(lambda: file.read(BLOCK), b"")).encoding
    except OSError:
        raise PairsRefused(NO_FILE.filled(file=path.name)) from None


def _columns(fields: list[str] | None) -> list[str]:
    columns = [field.strip() for field in fields or []]
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise PairsRefused(WRONG_COLUMNS.filled(missing=", ".join(missing), wanted=", ".join(COLUMNS)))
    return columns


@contextmanager
def _pool(path: Path) -> Iterator[Run]:
    if path.stat().st_size < WORTH_IT:
        yield at_once
        return
    with beside() as run:
        yield run


def at_once(do: Callable[..., Any], *arguments: Any) -> Future[Any]:
    """The same in this process."""
    done: Future[Any] = Future()
    done.set_result(do(*arguments))
    return done
