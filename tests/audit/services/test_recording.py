"""Acts, sessions and looks as those who call them see them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from mumian.audit.errors import NoReason, NotActing, ThingKnown, UnknownThing
from mumian.audit.models import Act
from mumian.audit.queries.acts import ActSheet, Look, acts_of, chained, looks_at
from mumian.audit.queries.sessions import acting
from mumian.audit.rules.acts import ChainedAct, names_value, new_salt, start_of_chain
from mumian.audit.services import close_session, look, record_act, record_acts, token_of
from mumian.audit.services.recording import Said
from mumian.audit.terms import Acting, Actor, ActorKind, PersonalValue, Reason, Thing
from tests.factories.audit import AT, LATER, OFFICER, act, signed_in, token

pytestmark = [pytest.mark.django_db, pytest.mark.core]

CASE = Thing("case:1")
PERSON = Thing("person:31")
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


def chain_of(thing: str) -> list[ChainedAct]:
    return [chained(row) for row in Act.objects.filter(thing=thing).order_by("position")]


def test_act_says_who_did_what_to_which_thing_when_and_from_where() -> None:
    recorded = record_act(
        thing=CASE, act="accepted", actor=signed_in(), at=AT, detail={"lists": ["WANTED"], "urgent": True}, expects="new"
    )

    assert acts_of(CASE) == [
        ActSheet(
            act_id=recorded.act_id,
            thing=CASE,
            position=1,
            act="accepted",
            actor=OFFICER,
            place="10.0.0.7 H01-W01",
            at=AT,
            detail={"lists": ["WANTED"], "urgent": "yes"},
            personal={},
            sequence=None,
        )
    ]


def test_one_statement_records_an_act(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    officer = signed_in()
    with transaction.atomic(), django_assert_num_queries(3):  # with the savepoint and its release
        act(officer)


def test_acts_of_a_thing_are_chained_from_its_start() -> None:
    officer = signed_in()
    first, second = act(officer, note="一"), act(officer, name="approved")

    chain = chain_of("case:1")

    assert [one.previous for one in chain] == [start_of_chain("case:1"), first.hash]
    assert [one.computed_hash() for one in chain] == [one.hash for one in chain] == [first.hash, second.hash]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS, max_size=3), max_size=5), st.datetimes(timezones=st.just(AT.tzinfo)))
def test_database_and_python_hash_any_detail_alike(detail: dict[str, str | list[str]], at: object) -> None:
    with transaction.atomic():
        officer = signed_in(at=at)  # type: ignore[arg-type]  # a datetime
        record_act(thing=CASE, act="accepted", actor=officer, at=at, detail=detail, expects="new")  # type: ignore[arg-type]  # as above
        [written] = chain_of("case:1")
        transaction.set_rollback(True)

    assert written.computed_hash() == written.hash
    assert written.detail == detail


def test_set_of_acts_is_recorded_like_one_after_the_other() -> None:
    officer = signed_in()
    things = [Thing(f"case:{number}") for number in range(20)]
    for thing in things[:10]:
        act(officer, thing)

    count = record_acts(
        said=[Said(thing, {"number": thing}) for thing in things], act="approved", actor=officer, at=LATER, expects="either"
    )

    assert count == 20
    for number, thing in enumerate(things):
        chain = chain_of(thing)
        assert [one.act for one in chain] == (["accepted", "approved"] if number < 10 else ["approved"])
        assert [one.computed_hash() for one in chain] == [one.hash for one in chain]
        assert [one.previous for one in chain] == [start_of_chain(thing), *[one.hash for one in chain[:-1]]]
        assert chain[-1].detail == {"number": thing}


def test_set_of_acts_takes_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    officer = signed_in()
    said = [Said(Thing(f"case:{number}")) for number in range(300)]

    with django_assert_num_queries(3):
        record_acts(said=said, act="approved", actor=officer, at=AT, expects="new")


@pytest.mark.parametrize("second", ["case:1", "case:9"])
def test_set_with_a_thing_twice_or_unknown_records_nothing(second: str) -> None:
    officer = signed_in()
    act(officer)

    with pytest.raises(UnknownThing):
        record_acts(said=[Said(CASE), Said(Thing(second))], act="approved", actor=officer, at=AT)

    assert [one.act for one in chain_of("case:1")] == ["accepted"]


def test_unknown_thing_raises() -> None:
    with pytest.raises(UnknownThing):
        act(signed_in(), "case:404", expects="known")


def test_thing_put_on_record_again_raises() -> None:
    officer = signed_in()
    act(officer)

    with pytest.raises(ThingKnown):
        act(officer, expects="new")


def test_nobody_acts_with_a_token_that_opens_nothing() -> None:
    with pytest.raises(NotActing):
        act(Acting(actor=OFFICER, token=token("invented")))


def test_actor_is_the_one_of_the_token_whatever_the_caller_says() -> None:
    officer = signed_in()

    act(replace(officer, actor=Actor(ActorKind.OFFICER, "999999")))

    assert [one.actor for one in acts_of(CASE)] == [OFFICER]


def test_nobody_acts_after_signing_out() -> None:
    officer = signed_in()
    close_session(actor=officer, at=LATER)

    with pytest.raises(NotActing):
        act(officer, at=LATER)


def test_signing_in_and_out_is_on_record_under_the_actors_own_key() -> None:
    officer = signed_in()
    close_session(actor=officer, at=LATER)

    assert [(one.act, one.at) for one in acts_of(OFFICER.thing)] == [("session_opened", AT), ("session_closed", LATER)]


def test_page_finds_the_actor_by_his_token_until_he_leaves() -> None:
    officer = signed_in()

    assert acting(token=officer.token, at=LATER) == officer
    assert acting(token=officer.token, at=AT + timedelta(hours=10)) is None
    close_session(actor=officer, at=LATER)
    assert acting(token=officer.token, at=LATER) is None


def test_token_is_not_in_the_database_and_does_not_show() -> None:
    officer = signed_in()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_actingsession s WHERE s::text LIKE %s", [f"%{officer.token}%"])
        assert cursor.fetchone() == (0,)

    assert officer.token not in repr(officer)


def test_token_of_a_sign_in_is_always_the_same_and_tells_nothing_of_it() -> None:
    assert token_of("abc") == token_of("abc") != token_of("abd")
    assert len(token_of("abc")) == 64


def test_personal_value_enters_as_a_hash_that_its_owner_can_explain() -> None:
    value = PersonalValue("440199199001010017", new_salt())

    record_act(thing=CASE, act="named", actor=signed_in(), at=AT, personal={"number": value}, expects="new")

    [written] = chain_of("case:1")
    assert names_value(written.personal, "number", value)
    assert value.value not in str(written)


def test_act_is_gone_with_the_transaction_it_tells_of() -> None:
    officer = signed_in()
    with transaction.atomic():
        act(officer, "case:5")
        transaction.set_rollback(True)

    assert acts_of(Thing("case:5")) == []
    act(officer, "case:5", expects="new")


def test_person_can_see_who_looked_at_what_and_why() -> None:
    officer = signed_in()
    look(person=PERSON, fields=["number", "address"], reason=Reason.own_case("case:1"), actor=officer, at=AT)
    look(person=PERSON, fields=["photo"], reason=Reason.typed("核对照片"), actor=officer, at=LATER)
    act(officer, PERSON, "moved")

    assert looks_at(PERSON) == [
        Look(OFFICER, "10.0.0.7 H01-W01", LATER, ("photo",), Reason.typed("核对照片")),
        Look(OFFICER, "10.0.0.7 H01-W01", AT, ("number", "address"), Reason.own_case("case:1")),
    ]
    assert looks_at(Thing("person:32")) == []


def test_list_of_looks_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    officer = signed_in()
    for number in range(30):
        look(person=PERSON, fields=["name"], reason=Reason.open_ticket(f"A{number}"), actor=officer, at=AT)

    with django_assert_num_queries(1):
        assert len(looks_at(PERSON)) == 30


def test_look_without_a_reason_shows_nothing() -> None:
    with pytest.raises(NoReason):
        look(person=PERSON, fields=["name"], reason=Reason.typed("  "), actor=signed_in(), at=AT)

    assert looks_at(PERSON) == []


def at_once(count: int, work: Callable[[int], None]) -> None:
    """Run this in threads, each with its own connection."""

    def run(number: int) -> None:
        try:
            work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_chains_without_gaps_or_forks() -> None:
    """Single acts and sets on the same few things; nobody waits for ever."""
    officer = signed_in()
    things = [Thing(f"case:{number}") for number in range(3)]
    record_acts(said=[Said(thing) for thing in things], act="accepted", actor=officer, at=AT, expects="new")

    def work(number: int) -> None:
        for turn in range(10):
            if turn % 2:
                order = things if number % 2 else things[::-1]
                record_acts(said=[Said(thing) for thing in order], act="approved", actor=officer, at=AT)
            else:
                act(officer, things[(number + turn) % 3])

    at_once(6, work)

    chains = [chain_of(thing) for thing in things]
    assert sum(len(chain) for chain in chains) == 3 + 6 * (5 * 3 + 5)
    for thing, chain in zip(things, chains, strict=True):
        assert [one.position for one in chain] == list(range(1, len(chain) + 1))
        assert [one.previous for one in chain] == [start_of_chain(thing), *[one.hash for one in chain[:-1]]]
        assert all(one.computed_hash() == one.hash for one in chain)
