"""Load a version of the population register: all of its good lines or none, every other line told with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from django.db import connection, transaction

from mumian.foundation.words import Text
from mumian.people.errors import (
    REGISTER_EMPTY,
    REGISTER_HEADING,
    REGISTER_TORN,
    REGISTER_VERSION_KNOWN,
    RegisterFileRefused,
)
from mumian.people.models import RegisterVersion
from mumian.people.rules.names import written_form
from mumian.people.rules.register import read_heading, read_line
from mumian.people.rules.register_file import Survey, numbered_lines, survey
from mumian.people.terms import RegisterFacts, RegisterFault, RegisterField, RejectedLine

Reject = Callable[[RejectedLine], None]

UNDECODABLE: Final = Text(
    "第{place}字节不符合文件编码 {encoding}", "its byte {place} is no {encoding}, in which the file is written"
)
TWICE: Final = Text("与第{line}行是同一公民身份号码", "the same citizen number as line {line}")

# A million numbers are compared by the database, which has a disk for it, not in the memory of this process.
CLEAR = "DROP TABLE IF EXISTS pg_temp.register_stage"
STAGE = """
    CREATE TEMPORARY TABLE register_stage (
        line bigint, number text, name text, name_form text, sex text, birth_date date, division text, state text, written text
    ) ON COMMIT DROP
"""
COPY = "COPY register_stage (line, number, name, name_form, sex, birth_date, division, state, written) FROM STDIN"
ENTER = """
    INSERT INTO people_registerentry (version_id, line, number, name, name_form, sex, birth_date, division, state)
    SELECT DISTINCT ON (number) %s, line, number, name, name_form, sex, birth_date, division, state
    FROM register_stage ORDER BY number, line
"""
DOUBLED = """
    SELECT line, first, written
    FROM (SELECT line, written, min(line) OVER (PARTITION BY number) AS first FROM register_stage) AS staged
    WHERE line > first ORDER BY line
"""
NEXT_VERSION = "SELECT nextval(pg_get_serial_sequence('people_registerversion', 'id'))"


@dataclass(frozen=True, slots=True)
class LoadedRegister:
    """What became of a file: every line below the heading, empty ones apart, is counted once."""

    version: str
    survey: Survey
    entered: int
    rejected: int


@transaction.atomic
def load_register(*, file: BinaryIO, version: str, at: datetime, reject: Reject, announced: int | None = None) -> LoadedRegister:
    """Load the file as a new version, which is then the one that is asked. `reject` is told each line that is not entered.

    The file is read twice and may be of any length. `announced` is how many lines the sender says there are. Raises
    RegisterFileRefused, with nothing loaded, for a version that is known, for other encodings, torn files and wrong headings,
    and when not one line is good.
    """
    if RegisterVersion.objects.filter(name=version).exists():
        raise RegisterFileRefused(REGISTER_VERSION_KNOWN.filled(version=version))
    found = survey(file, announced=announced)
    file.seek(0)
    rejected = _stage(_Reading(file, found), reject)
    with connection.cursor() as cursor:
        cursor.execute(NEXT_VERSION)
        [version_id] = cursor.fetchone()
        cursor.execute(ENTER, [version_id])
        entered = cursor.rowcount
    rejected += _tell_doubled(reject)
    if not entered:
        raise RegisterFileRefused(REGISTER_EMPTY)
    if entered + rejected != found.lines:  # somebody was still writing the file
        raise RegisterFileRefused(REGISTER_TORN.filled(line=found.lines + 1))
    RegisterVersion.objects.create(
        pk=version_id,
        name=version,
        digest=found.digest,
        encoding=found.encoding.value,
        sent_lines=found.lines,
        entered_lines=entered,
        rejected_lines=rejected,
        loaded_at=at,
    )
    return LoadedRegister(version, found, entered, rejected)


class _Reading:
    """The second reading of a file: each line below the heading as what it says, or as what is wrong with it."""

    def __init__(self, file: BinaryIO, found: Survey) -> None:
        self.encoding = found.encoding.value
        self._lines = ((number, line) for number, line in numbered_lines(file) if line.strip())
        _, first = next(self._lines, (0, b""))
        read = read_heading(first.decode(self.encoding, errors="backslashreplace").rstrip("\r\n"))
        self.heading = tuple(field for field in read if isinstance(field, RegisterField))
        if len(self.heading) != len(RegisterField) or len(read) != len(self.heading):
            raise RegisterFileRefused(
                REGISTER_HEADING.filled(columns=", ".join(read) or "–", wanted=", ".join(field.value for field in RegisterField))
            )

    def __iter__(self) -> Iterator[tuple[int, str, RegisterFacts | tuple[RegisterFault, ...]]]:
        # Below the heading there is no mark any more, and a name may begin with its sign.
        encoding = "utf-8" if self.encoding == "utf-8-sig" else self.encoding
        for number, line in self._lines:
            bare = line.rstrip(b"\r\n")
            try:
                written = bare.decode(encoding)
            except UnicodeDecodeError as fault:
                reason = UNDECODABLE.filled(place=fault.start + 1, encoding=encoding.upper())
                yield number, bare.decode(encoding, errors="backslashreplace"), (RegisterFault(None, reason),)
            else:
                yield number, written, read_line(written, heading=self.heading)


def _stage(reading: _Reading, reject: Reject) -> int:
    """Put the good lines on the stage and tell the others; answers how many others there were."""
    rejected = 0
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)
        cursor.execute(STAGE)
        with cursor.copy(COPY) as copy:
            for number, written, read in reading:
                if isinstance(read, RegisterFacts):
                    copy.write_row(
                        (
                            *(number, read.number, read.name, written_form(read.name), read.sex.value, read.birth_date),
                            *(read.division, read.state.value, written),
                        )
                    )
                else:
                    rejected += 1
                    reject(RejectedLine(number, read, written))
    return rejected


def _tell_doubled(reject: Reject) -> int:
    """Tell the lines whose citizen number stood on an earlier line, which is the one that was entered."""
    rejected = 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(DOUBLED)
        for line, first, written in cursor:
            rejected += 1
            reject(RejectedLine(line, (RegisterFault(RegisterField.NUMBER, TWICE.filled(line=first)),), written))
    return rejected
