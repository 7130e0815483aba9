"""Lines of a file of persons to be compared, and what of them is judged beside the process that asks the database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mumian.clearance.rules.births import is_no_date
from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.keys import Keyed, keyed
from mumian.clearance.rules.results import Result, Stand, find
from mumian.foundation.words import Text

COLUMNS: Final = ("person_id", "name", "aliases", "dob", "id_number", "doc_number", "nationality")

NO_NAME: Final = Text("没有姓名，也没有号码", "there is neither a name nor a number")
NO_DAY: Final = Text(
    "出生日期“{value}”不是日期，也不是年份（应写作 1987-02-28 或 1987）",
    'the birth date "{value}" is neither a date nor a year (write 1987-02-28 or 1987)',
)
_DAY: Final = re.compile(r"(\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def facts_of_line(row: Mapping[str, str]) -> Facts | Text:
    """The person of a line, or why there is none. Numbers that fail their check are taken: they are compared as damaged ones."""
    written = {column: " ".join(row[column].split()) for column in COLUMNS}
    if not (written["name"] or written["id_number"] or written["doc_number"]):
        return NO_NAME
    if not _DAY.fullmatch(written["dob"]) or is_no_date(written["dob"]):
        return NO_DAY.filled(value=written["dob"])
    return Facts(
        names=(written["name"], *(alias.strip() for alias in written["aliases"].split(";") if alias.strip())),
        birth=written["dob"],
        id_numbers=(written["id_number"],) if written["id_number"] else (),
        doc_numbers=(written["doc_number"],) if written["doc_number"] else (),
        nationality=written["nationality"].upper(),
    )


def keys_of_people(people: Sequence[Facts]) -> list[Keyed]:
    """The keys of each person."""
    return [keyed(person) for person in people]


def judge_pairs(pairs: Sequence[tuple[Facts, Facts, Stand]]) -> list[Result | None]:
    """The result of each pair."""
    return [find(person, entry, stand) for person, entry, stand in pairs]
