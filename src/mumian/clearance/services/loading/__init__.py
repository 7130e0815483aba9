"""Load a version of a reference list from a file: going on where it was cut off, whole or not at all, bad lines set aside.

Signs in as the role `lists` (or the owner): nobody else may write the lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection, transaction

from mumian.catalogue.queries import current_rulebook
from mumian.clearance.errors import LoadRefused
from mumian.clearance.rules.encodings import Surveyed, survey
from mumian.clearance.rules.lines import COLUMNS, NOTES, split_line
from mumian.clearance.services.loading.keying import key_list_anew, nobody_else_loads
from mumian.clearance.services.loading.merging import merge
from mumian.clearance.services.loading.staging import Staging, stage
from mumian.clearance.terms import POPULATION, ListCode, LoadCounts, LoadedList
from mumian.foundation.words import Text

BLOCK: Final = 1 << 20

Reject = Callable[[int, Text, Sequence[str]], None]
"""Told of each line that was not loaded: its number (the heading is 1), why, and its fields as far as they could be read."""

NO_SUCH_LIST: Final = Text(
    "未装入：手册中没有名单 {code}。可以装入的有：{known}。",
    "Nothing was loaded: the rulebook has no list {code}. It has: {known}.",
)
NO_FILE: Final = Text(
    "未装入：读不到文件{file}。请核对路径，名单保持原样。",
    "Nothing was loaded: the file {file} cannot be read. Check its path; the list stays as it was.",
)
OTHER_FILE: Final = Text(
    "未装入：{code} 的版本 {version} 已用另一份文件装入过。请换一个版本号。",
    "Nothing was loaded: version {version} of {code} was loaded from another file before. Give this one another version.",
)
WRONG_COLUMNS: Final = Text(
    "未装入：首行应依次为 {wanted}，实为 {found}。请改正首行，名单保持原样。",
    "Nothing was loaded: the first line must be {wanted}, and it is {found}. Correct it; the list stays as it was.",
)
NOT_WHOLE: Final = Text(
    "未装入：{file}是改正的行，不是整份名单，按整份装入会清空其余条目。请去掉 --expire 重试。",
    "Nothing was loaded: {file} holds lines that were corrected, not the whole list, and as such it would end all other entries. "
    "Try again without --expire.",
)
EMPTY: Final = Text(
    "未装入：文件{file}是空的。首行应依次为 {wanted}；名单保持原样。",
    "Nothing was loaded: the file {file} is empty. Its first line must be {wanted}; the list stays as it was.",
)
NO_VERSION: Final = Text(
    "未装入：没有写明版本号。请用 --version 写明。",
    "Nothing was loaded: the version has no name. Give one with --version.",
)
VERSION_BEFORE: Final = """
    SELECT file_digest, added, changed, unchanged, ended, rejected FROM lists.list_version WHERE list_code = %s AND version = %s
"""


def load_list(*, path: Path, code: ListCode, version: str, whole: bool, at: datetime, by: str, reject: Reject) -> LoadedList:
    """Load one version of a list from a CSV file; when anything stops it, nothing of it is there.

    What was read of a file before the load was cut off is not read again. Entries whose line is as it was stay as they are;
    changed ones end and begin anew, so that cleared pairs are looked at again. With `whole` the file is the whole list, and
    entries that are not in it end; entries named by a rejected line do not, and when such a line names none, nothing ends.
    Watches that the change concerns are compared in the transaction of the version. The same file under the same version is
    done already. A report of rejected lines, corrected, is loaded as it is. Raises LoadRefused, NoRulebook.
    """
    kept = current_rulebook().list_of.get(code)
    if kept is None:
        raise LoadRefused(NO_SUCH_LIST.filled(code=code, known=", ".join(sorted(current_rulebook().list_of))))
    if not version.strip():
        raise LoadRefused(NO_VERSION)
    surveyed = _surveyed(path)
    with nobody_else_loads(code):
        before = _version_before(code, version, surveyed)
        if before is not None:
            return LoadedList(code, version, before, is_new=False)
        noted = _has_notes(path, surveyed)
        if noted and whole:
            raise LoadRefused(NOT_WHOLE.filled(file=path.name))
        is_register = code == POPULATION
        key_list_anew(code, is_register=is_register, only_by_rules=True)
        staging = Staging(code=code, version=version, digest=surveyed.digest, is_register=is_register, at=at, noted=noted)
        load = stage(staging, path=path, encoding=surveyed.encoding)
        with transaction.atomic():
            merged = merge(load, staging, whole=whole, two_people=kept.two_people, by=by)
            for line, reason, fields in merged.rejected:  # before the version stands: who loads again would not be told them
                reject(line, reason, fields)
    return LoadedList(code, version, merged.counts, is_new=True)


def _surveyed(path: Path) -> Surveyed:
    try:
        return survey(_blocks(path))
    except OSError:
        raise LoadRefused(NO_FILE.filled(file=path.name)) from None


def _version_before(code: ListCode, version: str, surveyed: Surveyed) -> LoadCounts | None:
    with connection.cursor() as cursor:
        cursor.execute(VERSION_BEFORE, [code, version])
        row = cursor.fetchone()
    if row is None:
        return None
    if bytes(row[0]) != surveyed.digest:
        raise LoadRefused(OTHER_FILE.filled(code=code, version=version))
    return LoadCounts(*row[1:])


def _has_notes(path: Path, surveyed: Surveyed) -> bool:
    """Whether the file is a report of rejected lines, with notes before its columns. Raises LoadRefused for another heading."""
    with path.open(encoding=surveyed.encoding, errors="replace", newline="") as file:
        found = split_line(file.readline().rstrip("\r\n")) or []
    if not "".join(found).strip():
        raise LoadRefused(EMPTY.filled(file=path.name, wanted=",".join(COLUMNS)))
    heading = tuple(name.strip() for name in found)
    if heading not in (COLUMNS, (*NOTES, *COLUMNS)):
        raise LoadRefused(WRONG_COLUMNS.filled(wanted=",".join(COLUMNS), found=",".join(found)[:200]))
    return heading != COLUMNS


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
