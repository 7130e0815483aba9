"""`mumian clearance` signs in as the role that alone may write the lists."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from mumian.clearance.rules.lines import COLUMNS
from mumian.project.environment import ROOT
from tests.support.databases import WITH_RULEBOOK, TestDatabases


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("rulebook_loaded")
def test_list_is_loaded_from_the_command_line(databases: TestDatabases, owner_sql: psycopg.Connection, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"{','.join(COLUMNS)}\nW9,木棉某,,1990,,X7654321,DEU,,虚构,,,虚构单位\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-P", "-m", "mumian", "clearance", "load", str(file), "--list", "WANTED", "--version", "v2"],
        env={
            **{name: value for name, value in os.environ.items() if name != "MUMIAN_DB_ROLE"},
            "DATABASE_URL": databases.login("owner", WITH_RULEBOOK).url,
            "MUMIAN_VAR": str(databases.folder),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    kept = owner_sql.execute("SELECT version, added FROM lists.list_version WHERE list_code = 'WANTED' ORDER BY id").fetchall()
    assert (done.returncode, done.stdout, kept[-1]) == (
        0,
        "added=1 changed=0 unchanged=0 ended=0 rejected=0\n",
        ("v2", 1),
    ), done.stderr
