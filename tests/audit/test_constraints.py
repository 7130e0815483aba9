"""What must never be true of the record, tried with plain SQL as those who have a login."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, transaction

from mumian.audit.rules.tree import leaf_hash
from tests.factories.audit import AT, KEY, act, sealer, signed_in, token, witness
from tests.factories.sql import refused, run
from tests.support.databases import TestDatabases

pytestmark = pytest.mark.core

TABLES = (
    "audit_act",
    "audit_actingsession",
    "audit_chain",
    "audit_seal",
    "audit_node",
    "audit_sealingkey",
    "audit_sealedhead",
    "audit_witness",
    "audit_witnessstatement",
)
NEVER = {
    "insert": "INSERT INTO {} DEFAULT VALUES",
    "update": "UPDATE {} SET {} = {}",
    "delete": "DELETE FROM {}",
    "truncate": "TRUNCATE {} CASCADE",
}
COLUMN = {"audit_chain": "hash", "audit_actingsession": "actor_id", "audit_witness": "public_key", "audit_seal": "leaf"}
SEALER_ADDS = {"audit_seal", "audit_node", "audit_sealingkey", "audit_sealedhead"}
RECORD = "SELECT * FROM audit_record_act(%s, %s, %s, %s, %s::jsonb, %s::jsonb, %s)"


def attack(kind: str, table: str) -> str:
    column = COLUMN.get(table, "at" if table not in {"audit_node", "audit_sealingkey"} else "hash")
    column = {"audit_sealingkey": "since"}.get(table, column)
    return NEVER[kind].format(table, column, "'999999'" if column == "actor_id" else column)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", NEVER)
@pytest.mark.parametrize("table", TABLES)
def test_pages_never_touch_a_table_of_the_record_themselves(table: str, kind: str) -> None:
    act(signed_in())

    with refused("permission denied for table"):
        run(attack(kind, table))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["worker", "sealer", "lists", "reader"])
def test_no_other_login_touches_a_table_of_the_record_except_that_the_sealer_adds_seals(
    databases: TestDatabases, role: str
) -> None:
    allowed = set()
    with databases.login(role).connect() as other:
        for table in TABLES:
            for kind in NEVER:
                try:
                    other.execute(attack(kind, table).encode())
                    allowed.add((table, kind))
                except psycopg.errors.InsufficientPrivilege:
                    continue
                except psycopg.errors.NotNullViolation:
                    allowed.add((table, kind))

    assert allowed == ({(table, "insert") for table in SEALER_ADDS} if role == "sealer" else set())


@pytest.mark.usefixtures("as_owner")
def test_not_even_the_owner_changes_deletes_or_empties(tmp_path_factory: pytest.TempPathFactory) -> None:
    acting = signed_in()
    for _ in range(4):
        act(acting)
    sealer().turn()
    witness(tmp_path_factory.mktemp("witness")).round(at=AT)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    filled = [table for table in TABLES if run(f"SELECT count(*) FROM {table}")[0][0]]  # noqa: S608  # the tables above

    assert filled == list(TABLES)
    for table in TABLES:
        for kind in ("update", "delete", "truncate"):
            with refused("is_never_|_only_"):
                run(attack(kind, table))


@pytest.mark.django_db
def test_act_without_anybody_who_acts_is_refused() -> None:
    acting = signed_in()
    act(acting)

    for wrong in (None, "", token("somebody"), f"{acting.token} ", hashlib.sha256(acting.token.encode()).hexdigest()):
        with refused("who_acts_is_signed_in"):
            run(RECORD, wrong, "case:1", "approved", AT, "{}", "{}", "known")


@pytest.mark.django_db
def test_setting_that_names_an_actor_names_nobody() -> None:
    act(signed_in())
    run("SELECT set_config('mumian.actor', 'officer:100001', true)")

    with refused("who_acts_is_signed_in"):
        run(RECORD, "officer:100001", "case:1", "approved", AT, "{}", "{}", "known")


@pytest.mark.django_db
def test_act_after_the_end_of_the_session_is_refused() -> None:
    acting = signed_in()
    act(acting)

    with refused("who_acts_is_signed_in"):
        run(RECORD, acting.token, "case:1", "approved", AT + timedelta(hours=10), "{}", "{}", "known")
    with refused("who_acts_is_signed_in"):
        run(RECORD, acting.token, "case:1", "approved", None, "{}", "{}", "known")


@pytest.mark.django_db
@pytest.mark.parametrize("thing", ["case:2", None, ""])
def test_act_on_a_thing_that_is_not_on_record_is_refused(thing: str | None) -> None:
    acting = signed_in()

    with refused("an_act_is_done_to_a_known_thing"):
        run(RECORD, acting.token, thing, "approved", AT, "{}", "{}", "known")


@pytest.mark.django_db
@pytest.mark.parametrize("expects", ["new", "either"])
@pytest.mark.parametrize("thing", ["case", "case:", "Case:1", "case:1\n", ":1"])
def test_thing_without_kind_and_key_is_refused(thing: str, expects: str) -> None:
    acting = signed_in()

    with refused("a_thing_is_a_kind_and_a_key"):
        run(RECORD, acting.token, thing, "approved", AT, "{}", "{}", expects)


@pytest.mark.django_db
def test_thing_is_not_put_on_record_twice() -> None:
    acting = signed_in()
    act(acting)

    with refused("audit_chain_pkey"):
        run(RECORD, acting.token, "case:1", "accepted", AT, "{}", "{}", "new")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "detail", ['{"a": 1}', '{"a": true}', '{"a": null}', '{"a": {"b": "c"}}', '{"a": ["b", 1]}', '{"a": [["b"]]}', "[]", '"a"']
)
def test_detail_that_could_be_written_in_two_ways_is_refused(detail: str) -> None:
    acting = signed_in()

    with pytest.raises(DatabaseError), transaction.atomic():
        run(RECORD, acting.token, "case:1", "accepted", AT, detail, "{}", "new")

    assert run("SELECT count(*) FROM audit_act WHERE thing = 'case:1'") == [(0,)]


@pytest.mark.django_db
@pytest.mark.parametrize("personal", ['{"name": "木棉"}', '{"name": ["00"]}', '{"name": 1}', '{"name": ""}'])
def test_personal_value_as_it_is_never_enters_the_record(personal: str) -> None:
    acting = signed_in()

    with pytest.raises(DatabaseError, match="personal_values_are_kept_as_hashes"), transaction.atomic():
        run(RECORD, acting.token, "case:1", "accepted", AT, "{}", personal, "new")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "detail",
    [
        "{}",
        '{"reason": "asked"}',
        '{"reason_kind": "typed"}',
        '{"reason_kind": "typed", "reason": ""}',
        '{"reason_kind": "boredom", "reason": "x"}',
    ],
)
def test_look_without_a_reason_is_refused(detail: str) -> None:
    acting = signed_in()

    with refused("who_looks_says_why"):
        run(RECORD, acting.token, "person:1", "viewed", AT, detail, "{}", "new")


@pytest.mark.django_db
def test_act_without_a_name_is_refused() -> None:
    acting = signed_in()

    with refused("an_act_has_a_name"):
        run(RECORD, acting.token, "case:1", "Accepted!", AT, "{}", "{}", "new")


@pytest.mark.django_db
def test_temporary_table_of_the_caller_does_not_stand_in_for_ours() -> None:
    """The functions name their path; else an injected statement could bring its own sessions."""
    act(signed_in())
    forged = token("forged")
    run("CREATE TEMPORARY TABLE audit_actingsession (LIKE public.audit_actingsession)")
    run(
        "INSERT INTO pg_temp.audit_actingsession SELECT 1, sha256(convert_to(%s, 'UTF8')), 'officer', '999999', '', '', %s,"
        " 'infinity', NULL",
        forged,
        AT,
    )

    with refused("who_acts_is_signed_in"):
        run(RECORD, forged, "case:1", "approved", AT, "{}", "{}", "known")


@pytest.mark.django_db
def test_session_with_a_token_that_can_be_guessed_is_refused() -> None:
    for short in ("1234", "x" * 31, None):
        with refused("a_token_cannot_be_guessed"):
            run("SELECT audit_open_session(%s, 'officer', '1', '', '', %s, %s)", short, AT, AT + timedelta(hours=1))


@pytest.mark.django_db
def test_session_of_nobody_is_refused() -> None:
    for kind, key in (("boss", "1"), ("officer", "")):
        with refused("an_actor_has_a_kind_and_a_key"):
            run("SELECT audit_open_session(%s, %s, %s, '', '', %s, %s)", token("x"), kind, key, AT, AT + timedelta(hours=1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "function",
    [
        "audit_acting('x', now())",
        "audit_add_statement('x', 1, 1, now(), ''::bytea)",
    ],
)
def test_door_that_is_not_for_the_pages_is_closed_to_them(function: str) -> None:
    with refused("permission denied for function"):
        run(f"SELECT {function}")  # the functions above


@pytest.mark.django_db(transaction=True)
def test_sealer_and_reader_record_no_acts(databases: TestDatabases) -> None:
    acting = signed_in()
    for role in ("sealer", "reader"):
        with databases.login(role).connect() as other, pytest.raises(psycopg.errors.InsufficientPrivilege):
            other.execute("SELECT audit_record_act(%s, 'case:1', 'approved', now())", [acting.token])


# What the sealer adds must follow on what is there, even if the sealer's login is in wrong hands.


@pytest.fixture
def sealing(as_owner: None) -> list[tuple[int, bytes]]:
    """Two acts of one chain and one of another, unsealed. Even the owner cannot seal them otherwise."""
    acting = signed_in()
    return [(one.act_id, leaf_hash(one.hash)) for one in (act(acting), act(acting), act(acting, "case:2"))]


SEAL = "INSERT INTO audit_seal (sequence, act_id, leaf) VALUES (%s, %s, %s)"


def test_seal_in_order_is_taken(sealing: list[tuple[int, bytes]]) -> None:
    for sequence, (act_id, leaf) in enumerate(sealing):
        run(SEAL, sequence, act_id, leaf)

    assert run("SELECT count(*) FROM audit_seal") == [(3,)]


def test_seal_after_a_gap_is_refused(sealing: list[tuple[int, bytes]]) -> None:
    with refused("seals_are_numbered_without_gaps"):
        run(SEAL, 1, *sealing[0])


def test_seal_of_an_act_twice_is_refused(sealing: list[tuple[int, bytes]]) -> None:
    run(SEAL, 0, *sealing[0])

    with refused("audit_seal_act_id_key"):
        run(SEAL, 1, *sealing[0])


def test_seal_with_a_leaf_of_another_act_is_refused(sealing: list[tuple[int, bytes]]) -> None:
    with refused("a_leaf_is_the_hash_of_its_act"):
        run(SEAL, 0, sealing[0][0], sealing[1][1])


def test_seal_of_an_act_before_the_one_it_follows_is_refused(sealing: list[tuple[int, bytes]]) -> None:
    with refused("a_chain_is_sealed_in_its_order"):
        run(SEAL, 0, *sealing[1])


def test_seal_of_no_act_is_refused(sealing: list[tuple[int, bytes]]) -> None:
    with refused("audit_seal_act_id"):
        run(SEAL, 0, 10**9, sealing[0][1])


@pytest.mark.parametrize(("number", "size"), [(2, 3), (1, 2), (1, 4), (0, 3)])
def test_head_over_anything_but_all_that_is_sealed_is_refused(sealing: list[tuple[int, bytes]], number: int, size: int) -> None:
    for sequence, (act_id, leaf) in enumerate(sealing):
        run(SEAL, sequence, act_id, leaf)
    run("INSERT INTO audit_sealingkey VALUES (%s, now())", KEY.public)

    with refused("a_head_stands_over_all_that_is_sealed"):
        run(
            "INSERT INTO audit_sealedhead (number, size, root, at, key_id, signature, settled_to)"
            " VALUES (%s, %s, %s, now(), %s, %s, 0)",
            number,
            size,
            bytes(32),
            KEY.public,
            bytes(64),
        )
