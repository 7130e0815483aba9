"""The repository keeps its own promises: no machine's paths, every dependency justified, every link leads somewhere."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.floors import ROOT

# Written in pieces, so that this file does not find itself.
FORBIDDEN = re.compile(
    "|".join(
        [
            "pypi" + r"\.org",
            "pythonhosted" + r"\.org",
            "npmjs" + r"\.org",
            "deb" + r"\.debian\.org",
            "/work" + "/main",
            "/root" + "/",
        ]
    )
)
# A Latin mark between Chinese characters, or between one and a value that is filled in.
LATIN_MARK = re.compile(r"[\u4e00-\u9fff][,;:!?(][{\u4e00-\u9fff]|[}\u4e00-\u9fff][,;:!?)][\u4e00-\u9fff]")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(file: Path) -> str:
    return file.read_bytes().decode("utf-8", errors="replace")


def test_no_file_names_a_registry_host_or_a_machine_path() -> None:
    found = {str(file.relative_to(ROOT)): match[0] for file in tracked() if (match := FORBIDDEN.search(text_of(file)))}

    assert found == {}


def test_search_for_machine_paths_would_find_one() -> None:
    assert FORBIDDEN.search("see /work" + "/main/x") is not None


def test_chinese_sentences_are_set_in_chinese_punctuation() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in tracked("src/*.py", "src/*.html", "src/*.po", "*.md")
        for line in text_of(file).splitlines()
        if LATIN_MARK.search(line) and "://" not in line
    ]

    assert found == []


def test_search_for_latin_marks_would_find_one() -> None:
    assert [bool(LATIN_MARK.search(text)) for text in ("今天" + ",明天", "放假" + "({name})。", "今天，明天")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"])
def test_every_pinned_dependency_has_a_hash(file: str) -> None:
    entries = re.split(r"\n(?=[a-zA-Z0-9])", text_of(ROOT / file))

    assert [entry.splitlines()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_every_dependency_is_justified() -> None:
    wanted = {
        re.split(r"[\[<>=!~; ]", line)[0].lower()
        for file in ("requirements.in", "requirements-dev.in", "requirements-uv.txt")
        for line in text_of(ROOT / file).splitlines()
        if line and not line.startswith(("#", "-", " "))
    }
    justified = {
        name.lower() for name in re.findall(r"^\| `([^`]+)`", text_of(ROOT / "docs/decisions/dependencies.md"), re.MULTILINE)
    }

    assert wanted == justified


def test_every_link_in_the_documents_leads_somewhere() -> None:
    broken = [
        f"{file.relative_to(ROOT)}: {target}"
        for file in tracked("*.md")
        for target in LINK.findall(FENCE.sub("", text_of(file)))
        if not (file.parent / target).exists()
    ]

    assert broken == []


def test_every_package_says_what_it_owns() -> None:
    silent = [
        str(init.relative_to(ROOT))
        for init in (ROOT / "src/mumian").glob("*/__init__.py")
        if not ast.get_docstring(ast.parse(text_of(init)))
    ]

    assert silent == []


def test_both_readmes_show_the_same_commands_and_pictures() -> None:
    english, chinese = text_of(ROOT / "README.md"), text_of(ROOT / "README.zh-CN.md")

    def shown(text: str) -> tuple[list[str], list[str]]:
        commands = [line.split("#")[0].strip() for block in FENCE.findall(text) for line in block.splitlines()[1:-1]]
        return commands, re.findall(r"!\[[^]]*\]\(([^)]+)\)", text)

    assert shown(english) == shown(chinese)


def test_both_readmes_have_the_same_parts() -> None:
    parts = [
        [line.count("#") for line in text_of(ROOT / name).splitlines() if re.match(r"#+ ", line)]
        for name in ("README.md", "README.zh-CN.md")
    ]

    assert parts[0] == parts[1]
