"""Every setting is documented, and nothing is documented that is not read."""

from __future__ import annotations

import re

from mumian.project.environment import ROOT, Environment
from tests.house.floors import ROOT as CLONE

PAGE = CLONE / "docs" / "operations" / "settings.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
NAMED = re.compile(r"\b(?:MUMIAN_[A-Z_]+|DATABASE_URL)\b")


def test_every_setting_is_documented_and_no_other() -> None:
    assert ROW.findall(PAGE.read_text()) == Environment.variables()


def test_no_file_of_the_source_or_of_deployment_names_a_setting_that_is_not_read() -> None:
    files = [
        path for folder in ("src", "deploy") for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".env", ".service"}
    ]
    assert len(files) > 50

    strangers = {
        (path.name, name) for path in files for name in NAMED.findall(path.read_text()) if name not in Environment.variables()
    }

    assert strangers == set()
