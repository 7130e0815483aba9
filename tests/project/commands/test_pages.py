from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from mumian.project.commands.pages import PAGES, accounts_table, pages_table, table
from mumian.project.environment import Environment
from mumian.project.preparation import accounts_file


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path, _ in PAGES])
def test_every_page_that_a_start_names_can_be_opened(path: str, client: Client, rulebook_loaded: None) -> None:
    assert client.get(path).status_code == 200


def test_pages_are_named_with_their_whole_address() -> None:
    lines = pages_table("http://localhost:8000").splitlines()

    assert [line.split()[0] for line in lines[3:]] == [f"http://localhost:8000{path}" for path, _ in PAGES]


def test_columns_stand_under_each_other_in_both_scripts() -> None:
    assert table(("a", "b"), [("木棉", "1"), ("xyz", "2")]) == "\na     b\n----  -\n木棉  1\nxyz   2\n"


def test_accounts_are_told_as_they_were_founded(tmp_path: Path) -> None:
    environment = replace(Environment.read({}), var=tmp_path)
    accounts_file(environment).write_text(
        json.dumps([{"role": {"zh": "受理员", "en": "acceptance officer"}, "username": "accept1"}])
    )

    assert accounts_table(environment).splitlines()[1:] == [
        "role                       username",
        "-------------------------  --------",
        "受理员 acceptance officer  accept1",
    ]


def test_a_demonstration_without_people_names_none(tmp_path: Path) -> None:
    assert accounts_table(replace(Environment.read({}), var=tmp_path)) == ""
