"""What must never be true of the register's mirror, tried with plain SQL."""

from __future__ import annotations

import pytest

from tests.factories.register import ADULT, load, register_file
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

ENTRY = """
    INSERT INTO people_registerentry (version_id, line, number, name, name_form, sex, birth_date, division, state)
    VALUES (-1, 2, %s, %s, %s, %s, '2015-01-01', %s, %s)
"""
VERSION = """
    INSERT INTO people_registerversion (id, name, digest, encoding, sent_lines, entered_lines, rejected_lines, loaded_at)
    VALUES (-1, %s, %s, %s, %s, %s, %s, now())
"""
DIGEST = "0" * 64
CHILD = ("440199201501010021", "木棉小", "木棉小", "F", "440104", "registered")


def test_version_is_kept_with_its_entries() -> None:
    run(ENTRY, *CHILD)
    run(VERSION, "by hand", DIGEST, "utf-8", 2, 1, 1)

    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert run("SELECT count(*) FROM people_registerversion") == [(1,)]


@pytest.mark.parametrize("entered", [0, 2])
def test_version_counts_its_entries(entered: int) -> None:
    with refused("a_version_of_the_register_counts_its_entries"):
        run(ENTRY, *CHILD)
        run(VERSION, "by hand", DIGEST, "utf-8", entered, entered, 0)


def test_nothing_is_added_to_a_loaded_version() -> None:
    load(register_file(ADULT))

    with refused("nothing_is_added_to_a_loaded_version"):
        run(ENTRY.replace("-1", "(SELECT max(id) FROM people_registerversion)"), *CHILD)


def test_entry_without_a_version_does_not_stay() -> None:
    with refused("people_registerentry_version_id"):
        run(ENTRY, *CHILD)


@pytest.mark.parametrize(
    ("version", "constraint"),
    [
        (("", DIGEST, "utf-8", 1, 1, 0), "a_version_of_the_register_has_a_name"),
        (("x", "0", "utf-8", 1, 1, 0), "a_register_file_is_known_by_its_digest"),
        (("x", DIGEST, "big5", 1, 1, 0), "a_register_file_is_in_a_known_encoding"),
        (("x", DIGEST, "utf-8", 3, 1, 1), "every_line_of_a_register_file_is_entered_or_rejected"),
        (("2026-09", DIGEST, "utf-8", 1, 1, 0), "people_registerversion_name"),
    ],
)
def test_version_that_cannot_be_true_is_refused(version: tuple[object, ...], constraint: str) -> None:
    load(register_file(ADULT))

    with refused(constraint):
        run(ENTRY, *CHILD)
        run(VERSION, *version)


def test_version_without_entries_is_refused() -> None:
    with refused("a_version_of_the_register_is_not_empty"):
        run(VERSION, "empty", DIGEST, "utf-8", 0, 0, 0)


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        (0, "940199201501010021", "the_register_knows_citizen_numbers"),
        (1, "", "everybody_in_the_register_has_a_name"),
        (3, "X", "the_register_writes_m_or_f"),
        (4, "4401", "a_register_entry_is_in_a_division"),
        (5, "gone", "a_register_entry_is_in_a_known_state"),
    ],
)
def test_entry_that_cannot_be_true_is_refused(column: int, value: str, constraint: str) -> None:
    with refused(constraint):
        run(ENTRY, *CHILD[:column], value, *CHILD[column + 1 :])


def test_citizen_stands_once_in_a_version() -> None:
    with refused("a_citizen_stands_once_in_a_version_of_the_register"):
        run(ENTRY, *CHILD)
        run(ENTRY, *CHILD)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_registerentry SET name = '别人'",
        "UPDATE people_registerversion SET rejected_lines = 0",
        "DELETE FROM people_registerentry",
        "DELETE FROM people_registerversion",
        "TRUNCATE people_registerversion, people_registerentry",
    ],
)
def test_pages_never_change_what_was_loaded(statement: str) -> None:
    load(register_file(ADULT))

    with refused("permission denied"):
        run(statement)
