"""Facts and cases handed in as files, made into our own values at the door."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mumian.catalogue.rules.book.values import Day, Fact, FactValue
from mumian.catalogue.rules.problems import Problem
from mumian.catalogue.rules.sheets import read_text, read_yaml
from mumian.catalogue.terms import Audience
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

_FACT: TypeAdapter[FactValue] = TypeAdapter(Fact)
_DAY: TypeAdapter[date] = TypeAdapter(Day)


class FileUnreadable(Refusal):
    """A file that was handed in cannot be read; the sentence names file and line."""

    def __init__(self, place: object, why: Text) -> None:
        super().__init__(Text(f"无法读取 {place}：{why.zh}", f"{place} cannot be read: {why.en}"))


@dataclass(frozen=True, slots=True)
class Case:
    """A question that was put once: for trying a rule change on it."""

    place: str
    service: str
    on: date
    facts: Mapping[str, FactValue]
    channel: str | None
    audience: Audience


def read_facts(path: Path) -> dict[str, FactValue]:
    """Facts from a YAML or JSON file, flat (`applicant.age: 12`) or nested. Raises FileUnreadable."""
    sheet, problems = read_yaml(path, str(path))
    if sheet is None or problems:
        raise _unreadable(problems[0])
    if not isinstance(sheet.value, dict):
        raise FileUnreadable(path, Text("应当是“事实: 值”的列表。", "it should be a list of `fact: value`."))
    return dict(_flat(sheet.value, str(path)))


def _unreadable(problem: Problem) -> FileUnreadable:
    return FileUnreadable(problem.place, problem.sentence)


def _flat(facts: Mapping[Any, Any], place: str, prefix: str = "") -> Iterator[tuple[str, FactValue]]:
    for name, value in facts.items():
        full = f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _flat(value, place, f"{full}.")
            continue
        try:
            yield full, _FACT.validate_python(value)
        except ValidationError as error:
            why = error.errors()[0]["msg"]
            raise FileUnreadable(place, Text(f"“{full}”的值不合要求：{why}。", f"“{full}”: {why}.")) from None


def read_cases(path: Path) -> tuple[Case, ...]:
    """Questions from a file with one JSON object in each line: service, on, facts, and where they matter channel and audience."""
    text = read_text(path, str(path))
    if isinstance(text, Problem):
        raise _unreadable(text)
    lines = [(f"{path}:{number}", line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    return tuple(_case(place, line) for place, line in lines)


def _case(place: str, line: str) -> Case:
    try:
        given = json.loads(line)
    except json.JSONDecodeError as error:
        raise FileUnreadable(place, Text(f"不是 JSON：{error.msg}。", f"this is not JSON: {error.msg}.")) from None
    if not isinstance(given, dict) or not isinstance(given.get("service"), str) or "on" not in given:
        raise FileUnreadable(place, Text("应有 service 和 on。", "it should have service and on."))
    try:
        on = _DAY.validate_python(given["on"])
        audience = Audience(given.get("audience", Audience.PUBLIC))
    except ValueError as error:
        raise FileUnreadable(place, Text(f"{error}。", f"{error}.")) from None
    facts = given.get("facts", {})
    if not isinstance(facts, dict):
        raise FileUnreadable(place, Text("facts 应当是“事实: 值”。", "facts should be `fact: value`."))
    return Case(place, given["service"], on, dict(_flat(facts, place)), given.get("channel"), audience)
