"""What must never happen to the history of a rulebook, tried with plain SQL."""

from __future__ import annotations

import psycopg
import pytest

from mumian.catalogue.services import load_rulebook
from tests.catalogue.small import moment, small
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

NEW_ENTRY = """
    INSERT INTO catalogue_rulebookentry (rulebook, kind, code, content, digest, recorded_from, recorded_to, load_id, ended_by_id)
    SELECT 'small', %s, 'RAMP', '{}', 'x', %s, %s, max(id), CASE WHEN %s THEN max(id) END FROM catalogue_rulebookload
"""
AT = moment(2024, 5, 3)
LATER = moment(2024, 5, 4)


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load_rulebook(book=small(), at=AT, by="tests")


def test_second_entry_of_a_code_does_not_stand_beside_the_first() -> None:
    with refused("an_entry_stands_once_at_a_time"):
        run(NEW_ENTRY, "amenities", LATER, None, False)


def test_entry_does_not_end_before_it_begins() -> None:
    with refused("an_entry_ends_after_it_begins"):
        run(NEW_ENTRY, "other", LATER, AT, True)


def test_entry_does_not_end_by_nobody() -> None:
    with refused("an_entry_ends_by_a_load"):
        run(NEW_ENTRY, "other", AT, LATER, False)


@pytest.mark.parametrize(
    "change",
    [
        "content = '{}'",
        "digest = 'x'",
        "code = 'OTHER'",
        "recorded_from = recorded_from - interval '1 year'",
        "rulebook = 'other'",
        "content = '{}', recorded_to = now(), ended_by_id = load_id",
    ],
)
def test_recorded_entry_is_never_rewritten(change: str) -> None:
    with refused("a_recorded_entry_only_ends"):
        run(f"UPDATE catalogue_rulebookentry SET {change} WHERE kind = 'amenities'")  # noqa: S608  # our own words


def test_end_of_an_entry_is_not_taken_back() -> None:
    run("UPDATE catalogue_rulebookentry SET recorded_to = now(), ended_by_id = load_id WHERE kind = 'amenities'")

    with refused("a_recorded_entry_only_ends"):
        run("UPDATE catalogue_rulebookentry SET recorded_to = NULL, ended_by_id = NULL WHERE kind = 'amenities'")


@pytest.mark.parametrize("table", ["rulebookentry", "rulebookload", "service", "material"])
def test_pages_may_not_delete(table: str) -> None:
    with refused("permission denied"):
        run(f"DELETE FROM catalogue_{table}")  # noqa: S608  # our own words


def test_load_is_never_changed() -> None:
    with refused("a_load_is_never_changed"):
        run("UPDATE catalogue_rulebookload SET loaded_by = 'somebody else'")


def test_code_once_given_is_never_another() -> None:
    with refused("a_code_once_given_stays"):
        run("UPDATE catalogue_service SET code = 'PASS-OLD' WHERE code = 'PASS-NEW'")


def test_rulebook_is_loaded_once_at_a_moment() -> None:
    with refused("a_rulebook_is_loaded_once_at_a_moment"):
        run(
            "INSERT INTO catalogue_rulebookload (rulebook, version, digest, loaded_at, loaded_by)"
            " SELECT rulebook, version, digest, loaded_at, loaded_by FROM catalogue_rulebookload"
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("DELETE FROM catalogue_rulebookentry", "a_recorded_entry_is_never_deleted"),
        ("DELETE FROM catalogue_rulebookload", "a_load_is_never_changed"),
        ("DELETE FROM catalogue_material", "a_code_once_given_stays"),
        ("TRUNCATE catalogue_rulebookentry", "the_history_is_never_emptied"),
    ],
)
def test_even_the_owner_does_not_delete_history(owner_sql: psycopg.Connection, statement: str, constraint: str) -> None:
    with pytest.raises(psycopg.DatabaseError, match=constraint):
        owner_sql.execute(statement)
