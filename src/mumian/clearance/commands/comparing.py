"""`mumian clearance compare`: pairs of a file, each judged by the rules alone; no database is asked."""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mumian.clearance.commands.writing import rejecting_to, rejects_beside, result_file, say_what_is_left
from mumian.clearance.errors import PairsRefused
from mumian.clearance.rules.encodings import survey
from mumian.clearance.rules.judging import Band, Finding, Side, judge
from mumian.clearance.rules.lines import UNREADABLE, WRONG_COUNT, split_line
from mumian.foundation.words import Text

OF_QUERY: Final = ("query_name", "query_dob", "query_id_number", "query_doc_number", "query_nationality")
OF_LIST: Final = ("list_name", "list_aliases", "list_dob", "list_id_number", "list_doc_number", "list_nationality")
COLUMNS: Final = ("id", *OF_QUERY, *OF_LIST)
ADDED: Final = ("band", "reasons", "explanation_zh", "explanation_en")
BLOCK: Final = 1 << 20

NO_FILE: Final = Text(
    "没有比对：读不到文件{file}。请核对路径。", "Nothing was compared: the file {file} cannot be read. Check its path."
)
NO_OUT: Final = Text(
    "没有比对：无法写入{file}。请核对路径和权限。", "Nothing was compared: {file} cannot be written. Check its path and rights."
)
EMPTY: Final = Text(
    "没有比对：文件{file}是空的。第一行应写明列名：{wanted}。",
    "Nothing was compared: the file {file} is empty. The first line names the columns: {wanted}.",
)
WRONG_COLUMNS: Final = Text(
    "没有比对：缺少列{missing}。第一行应写明列名：{wanted}。",
    "Nothing was compared: the columns {missing} are missing. The first line names the columns: {wanted}.",
)
Reject = Callable[[int, Text, Sequence[str]], None]


def compare_file(options: argparse.Namespace) -> int:
    """Judge every pair of the file and write the result; lines that are no pair go to a report beside it. Counts are said."""
    with _opened(options.pairs) as lines:
        columns = lines.columns()
        rejected = rejects_beside(options.out)
        counts: Counter[Band] = Counter()
        with result_file(options.out, NO_OUT) as file, rejecting_to(rejected, columns) as reject:
            writer = csv.DictWriter(file, [*columns, *ADDED], extrasaction="ignore")
            writer.writeheader()
            for row in lines.rows(reject):
                found = judged(row)
                counts[found.band] += 1
                said = found.explanation
                codes = ";".join(code.value for code in found.reasons)
                writer.writerow({**row, **dict(zip(ADDED, (found.band.value, codes, said.zh, said.en), strict=True))})
    counted = " ".join(f"{band.value}={counts[band]}" for band in Band)
    options.say(f"{counted} rejected={reject.count}")
    return say_what_is_left(options.say, reject.count, rejected)


def judged(row: dict[str, str]) -> Finding:
    """The finding about one pair."""
    aliases = (alias.strip() for alias in row["list_aliases"].split(";"))
    query = [row[column] for column in OF_QUERY]
    entry = [row[column] for column in OF_LIST]
    return judge(
        Side((query[0],), *query[1:]),
        Side((entry[0], *(alias for alias in aliases if alias)), *entry[2:]),
    )


@contextmanager
def _opened(path: Path) -> Iterator[_Pairs]:
    """The pairs of a file in UTF-8 or GB 18030. Raises PairsRefused, LoadRefused."""
    try:
        with path.open("rb") as file:
            found = survey(iter(lambda: file.read(BLOCK), b""))
    except OSError:
        raise PairsRefused(NO_FILE.filled(file=path.name)) from None
    with path.open(encoding=found.encoding, errors="replace", newline=None) as text:
        yield _Pairs(path, enumerate((line.rstrip("\n") for line in text), start=1))


@dataclass(slots=True)
class _Pairs:
    """The lines of a file, from the first that says something."""

    path: Path
    lines: Iterator[tuple[int, str]]
    head: list[str] = field(default_factory=list)

    def columns(self) -> list[str]:
        """The names of the columns, which stand first. Raises PairsRefused."""
        written = next((line for _, line in self.lines if line.strip()), None)
        if written is None:
            raise PairsRefused(EMPTY.filled(file=self.path.name, wanted=", ".join(COLUMNS)))
        self.head = [name.strip() for name in split_line(written) or []]
        missing = [column for column in COLUMNS if column not in self.head]
        if missing:
            raise PairsRefused(WRONG_COLUMNS.filled(missing=", ".join(missing), wanted=", ".join(COLUMNS)))
        return self.head

    def rows(self, reject: Reject) -> Iterator[dict[str, str]]:
        """The pairs; `reject` hears of each line that is none."""
        for number, written in self.lines:
            if not written.strip():
                continue
            fields = split_line(written)
            if fields is None:
                reject(number, UNREADABLE, [written])
            elif len(fields) != len(self.head):
                reject(number, WRONG_COUNT.filled(wanted=len(self.head), found=len(fields)), fields)
            else:
                yield dict(zip(self.head, fields, strict=True))
