"""Reading a YAML or CSV file so that every value knows the line it stands on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml

from mumian.catalogue.rules.problems import Place, Problem
from mumian.foundation.words import Text

CSafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LITERAL_STYLES = ("|", ">")


class _Loader(CSafeLoader):  # type: ignore[misc]  # chosen at run time: the fast loader where it is there
    """YAML as people mean it: yes, no and on are words, 17:00 is a text, 020 is a text, a day is a day."""

    # The base class keeps its table on the class, shared by all loaders: this one needs its own.
    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


def _resolve(tag: str, pattern: str, first: str) -> None:
    for letter in first:
        _Loader.yaml_implicit_resolvers.setdefault(letter, []).append((f"tag:yaml.org,2002:{tag}", re.compile(pattern)))


_resolve("bool", r"^(?:true|false|True|False)$", "tTfF")
_resolve("null", r"^(?:~|null|Null)$", "~nN")
_Loader.yaml_implicit_resolvers.setdefault("", []).append(("tag:yaml.org,2002:null", re.compile(r"^$")))
_resolve("timestamp", r"^\d\d\d\d-\d\d-\d\d$", "0123456789")
_resolve("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789")
_resolve("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", "-+0123456789")
_resolve("merge", r"^(?:<<)$", "<")


def _day_or_text(loader: Any, node: yaml.ScalarNode) -> object:
    """A day that does not exist (2003-02-31) stays a text, so that the value's own check can name its line."""
    try:
        return yaml.constructor.SafeConstructor.construct_yaml_timestamp(loader, node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day_or_text)


@dataclass(frozen=True)
class Sheet:
    """One file: its values, and the tree that says where they stand (none for CSV)."""

    name: str
    value: Any
    root: yaml.Node | None

    def place(self, path: tuple[str | int, ...] = (), *, line_of_text: int = 1) -> Place:
        """Where the value at this path stands, or the nearest value above it: at its key, where the value begins on a later line.

        `line_of_text` counts the lines within a text of several lines.
        """
        if self.root is None:
            return Place(self.name, path[0] + 2 if path and isinstance(path[0], int) else 1)
        node, line = self.root, self.root.start_mark.line
        for step in path:
            key, inner = _step(node, step)
            if inner is None:
                return Place(self.name, line + 1)
            node, line = inner, (key or inner).start_mark.line
        if isinstance(node, yaml.ScalarNode) and node.style in LITERAL_STYLES:
            line = node.start_mark.line + (line_of_text if node.style == "|" else 1)
        return Place(self.name, line + 1)


def _step(node: yaml.Node, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """One step down: the key (none in a list) and the value (none where there is no such step)."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return None, node.value[step] if 0 <= step < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), (None, None))
    return None, None


def read_text(path: Path, name: str) -> str | Problem:
    """The file as text, or why it could not be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        said = Text("这一行不是 UTF-8 文字。请把文件另存为 UTF-8 编码。", "This line is not UTF-8 text. Save the file in UTF-8.")
        return Problem(Place(name, line), "encoding", said)
    except FileNotFoundError:
        return Problem(
            Place(name, 1),
            "missing-file",
            Text(
                "缺少这个文件。请新建它，没有内容时写 []。",
                "This file is missing. Create it; write [] where there is nothing to say.",
            ),
        )
    except OSError as error:
        said = Text(f"无法读取这个文件（{error.strerror}）。", f"This file cannot be read ({error.strerror}).")
        return Problem(Place(name, 1), "unreadable", said)


def read_yaml(path: Path, name: str) -> tuple[Sheet | None, list[Problem]]:
    """One YAML document, with everything that is wrong with its form."""
    text = read_text(path, name)
    if isinstance(text, Problem):
        return None, [text]
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            if root is None:
                said = Text("这个文件是空的。没有内容时请写 []。", "This file is empty. Write [] where there is nothing to say.")
                return None, [Problem(Place(name, 1), "empty-file", said)]
            problems = list(_doubled_keys(root, name))
            value = loader.construct_document(root)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        said = Text(f"YAML 写法有误：{what}。", f"This is not YAML: {what}.")
        return None, [Problem(Place(name, mark.line + 1 if mark else 1), "yaml", said)]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        return None, [Problem(Place(name, 1), "yaml", Text(f"YAML 写法有误：{what}。", f"This is not YAML: {what}."))]
    return Sheet(name, value, root), problems


def _doubled_keys(root: yaml.Node, name: str) -> Iterator[Problem]:
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                waiting.append(value)
                if isinstance(key, yaml.ScalarNode) and key.value in keys:
                    said = Text(f"“{key.value}”写了两次。", f"“{key.value}” is written twice.")
                    yield Problem(Place(name, key.start_mark.line + 1), "doubled-key", said)
                if isinstance(key, yaml.ScalarNode):
                    keys.add(key.value)


def read_csv(path: Path, name: str) -> tuple[Sheet | None, list[Problem]]:
    """A table with a heading line; empty cells are empty texts."""
    text = read_text(path, name)
    if isinstance(text, Problem):
        return None, [text]
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if None in row or None in row.values():
                said = Text("这一行的列数与标题行不同。", "This line has more or fewer columns than the heading.")
                problems.append(Problem(Place(name, reader.line_num), "columns", said))
            rows.append({str(key): value for key, value in row.items() if key is not None and value is not None})
    except csv.Error as error:
        said = Text(f"表格写法有误：{error}。", f"This is not a table: {error}.")
        return None, [*problems, Problem(Place(name, reader.line_num), "csv", said)]
    return Sheet(name, rows, None), problems
