"""Reading a rulebook's folder into values, with the place of every value kept for `check`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mumian.catalogue.rules.book.office import Office
from mumian.catalogue.rules.book.papers import Notices
from mumian.catalogue.rules.book.places import Divisions
from mumian.catalogue.rules.book.rulebook import SUBJECTS, Rulebook, Subject
from mumian.catalogue.rules.book.time import TimeRules
from mumian.catalogue.rules.book.values import Entry
from mumian.catalogue.rules.problems import Place, Problem
from mumian.catalogue.rules.sheets import Sheet, read_csv, read_yaml
from mumian.foundation.words import Text

Step = str | int

BESIDE = {"volumes.yaml"}
"""Files that lie beside the rules and are read by others: how many visitors come, and when."""


@dataclass
class Reading:
    """A rulebook as it was read. Where entries are broken the book holds the others, so that one run finds all problems.

    `unread` are subjects of which no file could be read. `codes` are the codes that are declared, broken entries included:
    a reference to a broken entry is not a second problem.
    """

    folder: Path
    book: Rulebook
    problems: list[Problem] = field(default_factory=list)
    codes: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    _origin: dict[str, list[tuple[Sheet, tuple[Step, ...]]]] = field(default_factory=dict)

    def place(self, subject: str, *path: Step, line_of_text: int = 1) -> Place:
        """Where an entry's value stands: `place("services", 3, "fee", 0)`.

        For a single subject `place("notices", "classes", 1)`.
        """
        origins = self._origin.get(subject, [])
        if path and isinstance(path[0], int) and subject_called(subject).many:
            index, rest = path[0], path[1:]
        else:
            index, rest = 0, path
        if index >= len(origins):
            return Place(subject_called(subject).path, 1)
        sheet, prefix = origins[index]
        return sheet.place((*prefix, *rest), line_of_text=line_of_text)


def subject_called(name: str) -> Subject:
    """The subject of this name."""
    return next(subject for subject in SUBJECTS if subject.name == name)


def read_rulebook(folder: Path) -> Reading:
    """Read a rulebook's folder.

    Everything that is wrong with the form of its files is in `problems`; nothing is raised for it.
    """
    reading = Reading(folder=folder, book=_partial({}))
    if not folder.is_dir():
        said = Text(f"没有找到规则手册的文件夹“{folder}”。", f"There is no rulebook folder “{folder}”.")
        reading.problems.append(Problem(Place(str(folder), 1), "missing-folder", said))
    fields: dict[str, Any] = {}
    for subject in SUBJECTS if folder.is_dir() else ():
        entries = _read_subject(subject, reading)
        if subject.many:
            fields[subject.name] = tuple(entries)
        elif entries:
            fields[subject.name] = entries[0]
    _report_strangers(reading)
    reading.book = _partial(fields)
    return reading


def _partial(fields: dict[str, Any]) -> Rulebook:
    """A book of what could be read, with empty values in place of what could not, so that the other checks still run."""
    stand_ins: dict[str, Any] = {
        "office": cast("Any", Office).model_construct(code="", city=""),
        "notices": Notices.model_construct(deadline_working_days=0, classes=()),
        "divisions": Divisions.model_construct(divisions=(), individual_visit=()),
        "time": TimeRules.model_construct(rules=(), cut_off=(), vectors=()),
    }
    return cast("Rulebook", cast("Any", Rulebook).model_construct(**{**stand_ins, **fields}))


def _files_of(subject: Subject, folder: Path) -> Iterable[tuple[Path, str]]:
    if subject.path.endswith((".yaml", ".csv")):
        return [(folder / subject.path, subject.path)]
    files = sorted((folder / subject.path).glob("*.yaml"))
    return [(path, f"{subject.path}/{path.name}") for path in files] or [(folder / subject.path, subject.path)]


def _read_subject(subject: Subject, reading: Reading) -> list[Entry]:
    entries: list[Entry] = []
    reading.codes.setdefault(subject.name, set())
    reading.unread.add(subject.name)
    for path, name in _files_of(subject, reading.folder):
        sheet, problems = read_csv(path, name) if name.endswith(".csv") else read_yaml(path, name)
        reading.problems.extend(problems)
        if sheet is None:
            continue
        reading.unread.discard(subject.name)
        for prefix, raw in _raw_entries(subject, sheet, reading):
            if isinstance(raw, dict) and isinstance(raw.get("code"), str):
                reading.codes[subject.name].add(raw["code"])
            entry, details = _validated(subject, raw)
            reading.problems.extend(_explain(detail, sheet, prefix) for detail in details)
            if entry is not None:
                entries.append(entry)
                reading._origin.setdefault(subject.name, []).append((sheet, prefix))
    return entries


def _validated(subject: Subject, raw: Any) -> tuple[Entry | None, list[ErrorDetails]]:
    """The entry and what is wrong with it. Where a slip leaves the meaning clear, the rest of the entry is still read."""
    try:
        return subject.model.model_validate(raw), []
    except ValidationError as error:
        details = [detail for detail in error.errors() if not _only_follows(detail, error.errors())]
    repaired = deepcopy(raw)
    if not all(_repair(repaired, detail) for detail in details):
        return None, details
    try:
        return subject.model.model_validate(repaired), details
    except ValidationError:
        return None, details


def _only_follows(detail: ErrorDetails, others: list[ErrorDetails]) -> bool:
    """Whether a list is said to be empty only because what stands in it is wrong."""
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(other["loc"][: len(loc)] == loc != other["loc"] for other in others)


def _repair(raw: Any, detail: ErrorDetails) -> bool:
    """Put something harmless in the place of a slip; whether that could be done."""
    *above, last = detail["loc"] or [""]
    try:
        for step in above:
            raw = raw[step]
        if detail["type"] == "extra_forbidden":
            del raw[last]
        elif detail["type"] == "missing_translation":
            raw[last] = {"zh": "…", "en": "…"}
        elif detail["type"] in {"enum", "literal_error"}:
            raw[last] = re.findall("'([^']*)'", detail["ctx"]["expected"])[0]
        else:
            return False
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _raw_entries(subject: Subject, sheet: Sheet, reading: Reading) -> Iterator[tuple[tuple[Step, ...], Any]]:
    if not subject.many:
        yield (), sheet.value
    elif isinstance(sheet.value, list):
        for index, raw in enumerate(sheet.value):
            yield (index,), raw
    else:
        said = Text(
            "这个文件应当是一个列表，每项以“- code: …”开头。", "This file should be a list; each entry starts with “- code: …”."
        )
        reading.problems.append(Problem(sheet.place(), "not-a-list", said))


def _report_strangers(reading: Reading) -> None:
    if not reading.folder.is_dir():
        return
    known = {subject.path for subject in SUBJECTS} | BESIDE
    for path in sorted(reading.folder.iterdir()):
        if path.suffix in (".yaml", ".yml", ".csv") and path.name not in known:
            said = Text("规则手册不认识这个文件。请核对文件名。", "The rulebook does not know this file. Check its name.")
            reading.problems.append(Problem(Place(path.name, 1), "unknown-file", said))


def _explain(detail: ErrorDetails, sheet: Sheet, prefix: tuple[Step, ...]) -> Problem:
    """A sentence for what the value's type refused."""
    loc = detail["loc"]
    code, sentence = _sentence(detail, ".".join(str(step) for step in loc))
    return Problem(sheet.place((*prefix, *loc)), code, sentence)


def _sentence(detail: ErrorDetails, where: str) -> tuple[str, Text]:
    kind, message = detail["type"], detail["msg"]
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    said = {
        "missing": ("missing-key", Text(f"缺少“{last}”。", f"“{last}” is missing.")),
        "extra_forbidden": (
            "unknown-key",
            Text(f"不认识“{last}”，请核对写法。", f"“{last}” is not known here; check its spelling."),
        ),
        "missing_translation": ("missing-translation", Text(f"“{where}”应当同时有中文和英文。", f"“{where}”: {message}.")),
        "enum": ("unknown-word", Text(f"“{where}”不是可用的词：{message}。", f"“{where}”: {message}.")),
        "literal_error": ("unknown-word", Text(f"“{where}”不是可用的词：{message}。", f"“{where}”: {message}.")),
        "rule_incomplete": ("rule-incomplete", Text(f"规则写法不完整：{message}。", f"The rule is not complete: {message}.")),
        "nothing_expected": ("nothing-expected", Text("示例没有写明预期结果。", f"{message}.")),
        "string_type": (
            "wrong-type",
            Text(f"“{where}”应当是文字；数字请加引号。", f"“{where}” should be a text; put figures in quotes."),
        ),
    }
    other = ("wrong-type", Text(f"“{where}”的值不合要求：{message}。", f"“{where}”: {message}."))
    return said.get(kind, other)
