"""`mumian clearance compare`: pairs of a file, each judged by the rules alone; no database is asked."""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mumian.clearance.errors import PairsRefused
from mumian.clearance.rules.encodings import survey
from mumian.clearance.rules.judging import Band, Finding, Side, judge
from mumian.clearance.rules.lines import split_line
from mumian.foundation.words import Text

OF_QUERY: Final = ("query_name", "query_dob", "query_id_number", "query_doc_number", "query_nationality")
OF_LIST: Final = ("list_name", "list_aliases", "list_dob", "list_id_number", "list_doc_number", "list_nationality")
COLUMNS: Final = ("id", *OF_QUERY, *OF_LIST)
ADDED: Final = ("band", "reasons", "explanation_zh", "explanation_en")
BLOCK: Final = 1 << 20

NO_FILE: Final = Text(
    "没有比对：读不到文件{file}。请核对路径。", "Nothing was compared: the file {file} cannot be read. Check its path."
)
WRONG_COLUMNS: Final = Text(
    "没有比对：缺少列{missing}。第一行应写明列名：{wanted}。",
    "Nothing was compared: the columns {missing} are missing. The first line names the columns: {wanted}.",
)
TORN: Final = Text(
    "没有比对：第{line}行读不出，或列数与第一行不同。请改正后重试；没有写出结果。",
    "Nothing was compared: line {line} cannot be read, or has another number of columns than the first. Correct it and try "
    "again; no result was written.",
)


def compare_file(options: argparse.Namespace) -> int:
    """Judge every pair of the file and write the result beside it; the counts of the bands are said."""
    rows = list(read_pairs(options.pairs))
    counts: Counter[Band] = Counter()
    with Path(options.out).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*(rows[0] if rows else COLUMNS), *ADDED], extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            found = judged(row)
            counts[found.band] += 1
            said = found.explanation
            codes = ";".join(code.value for code in found.reasons)
            writer.writerow({**row, **dict(zip(ADDED, (found.band.value, codes, said.zh, said.en), strict=True))})
    options.say(" ".join(f"{band.value}={counts[band]}" for band in Band))
    return 0


def judged(row: dict[str, str]) -> Finding:
    """The finding about one pair."""
    aliases = (alias.strip() for alias in row["list_aliases"].split(";"))
    query = [row[column] for column in OF_QUERY]
    entry = [row[column] for column in OF_LIST]
    return judge(
        Side((query[0],), *query[1:]),
        Side((entry[0], *(alias for alias in aliases if alias)), *entry[2:]),
    )


def read_pairs(path: Path) -> Iterator[dict[str, str]]:
    """The pairs of a file in UTF-8 or GB 18030. Raises PairsRefused, LoadRefused."""
    try:
        with path.open("rb") as file:
            found = survey(iter(lambda: file.read(BLOCK), b""))
    except OSError:
        raise PairsRefused(NO_FILE.filled(file=path.name)) from None
    with path.open(encoding=found.encoding, errors="replace", newline=None) as text:
        columns: list[str] | None = None
        for number, line in enumerate(text, start=1):
            written = line.rstrip("\n")
            if not written.strip():
                continue
            fields = split_line(written)
            if columns is None:
                columns = [field.strip() for field in fields or []]
                _check(columns)
            elif fields is None or len(fields) != len(columns):
                raise PairsRefused(TORN.filled(line=number))
            else:
                yield dict(zip(columns, fields, strict=True))
    if columns is None:
        _check([])


def _check(columns: list[str]) -> None:
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise PairsRefused(WRONG_COLUMNS.filled(missing=", ".join(missing), wanted=", ".join(COLUMNS)))
