from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mumian.foundation.commands import KeyUsedForAnotherRequest, forget_answers, once
from mumian.foundation.commands.models import AnsweredCommand
from mumian.foundation.commands.service import KEY_USED, LONGEST_KEY
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Receipt:
    number: str
    due_on: date


def ask(
    act: Callable[[], Receipt],
    *,
    key: str = "k1",
    actor: str = "account:1",
    command: str = "cases.accept",
    content: dict[str, Any] | None = None,
) -> Receipt:
    return once(key=key, actor=actor, command=command, content=content or {"case": 7}, at=AT, act=act, answer=Receipt)


class Counter:
    """An act that counts how often it was done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> Receipt:
        self.done += 1
        return Receipt(number=f"R{self.done}", due_on=date(2026, 12, 1))


@pytest.mark.django_db
def test_same_request_again_gets_the_same_answer_and_is_not_done_again() -> None:
    act = Counter()

    answers = [ask(act), ask(act), ask(act)]

    assert answers == [Receipt(number="R1", due_on=date(2026, 12, 1))] * 3
    assert act.done == 1


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"content": {"case": 8}}, {"command": "cases.refuse"}])
def test_same_key_with_other_content_is_refused(other: dict[str, Any]) -> None:
    act = Counter()
    ask(act)

    with pytest.raises(KeyUsedForAnotherRequest) as refused:
        ask(act, **other)

    assert (refused.value.sentence, act.done) == (KEY_USED, 1)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    st.lists(st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3)), min_size=2, max_size=2, unique_by=repr)
)
def test_two_contents_are_the_same_request_exactly_when_they_are_equal(contents: list[dict[str, Any]]) -> None:
    first, second = contents
    act = Counter()
    key = f"k{AnsweredCommand.objects.count()}"
    ask(act, key=key, content={"of": first})

    if first == second:
        assert ask(act, key=key, content={"of": second}).number == "R1"
    else:
        with pytest.raises(KeyUsedForAnotherRequest):
            ask(act, key=key, content={"of": second})


@pytest.mark.django_db
def test_keys_of_two_askers_never_meet() -> None:
    act = Counter()

    assert (ask(act).number, ask(act, actor="account:2").number) == ("R1", "R2")


@pytest.mark.django_db
def test_act_that_was_refused_leaves_no_key_behind() -> None:
    def refuse() -> Receipt:
        AnsweredCommand.objects.create(actor="effect", key="x", command="effect", request_hash=b"", asked_at=AT)
        raise Refusal(Text(zh="不行。", en="No."))

    with pytest.raises(Refusal), transaction.atomic():
        ask(refuse)

    assert AnsweredCommand.objects.count() == 0
    assert ask(Counter()).number == "R1"


@pytest.mark.django_db
def test_answer_may_be_nothing() -> None:
    done: list[int] = []

    for _ in range(2):
        once(key="k", actor="a", command="c", content={}, at=AT, act=lambda: done.append(1), answer=type(None))

    assert done == [1]


@pytest.mark.django_db
def test_content_is_kept_only_as_a_hash() -> None:
    ask(Counter(), content={"number": "440106199001011234"})

    row = AnsweredCommand.objects.values().get()
    assert len(bytes(row["request_hash"])) == 32
    assert "440106199001011234" not in repr(row)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * (LONGEST_KEY + 1)])
def test_key_of_a_wrong_length_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="1 to 200"):
        ask(Counter(), key=key)


@pytest.mark.django_db(transaction=True)
def test_sixteen_connections_with_one_key_have_one_effect_and_one_answer() -> None:
    start = threading.Barrier(16)

    def act() -> Receipt:
        AnsweredCommand.objects.create(
            actor="effect", key=threading.current_thread().name, command="effect", request_hash=b"", asked_at=AT
        )
        return Receipt(number=threading.current_thread().name, due_on=date(2026, 12, 1))

    def one(_number: int) -> Receipt:
        try:
            connection.ensure_connection()
            start.wait(20)
            return ask(act)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(one, range(16)))

    [effect] = AnsweredCommand.objects.filter(actor="effect")
    assert answers == [Receipt(number=effect.key, due_on=date(2026, 12, 1))] * 16


@pytest.mark.django_db(transaction=True)
def test_second_waits_for_the_first_and_acts_when_it_was_rolled_back() -> None:
    inside, go_on = threading.Event(), threading.Event()

    def fail() -> Receipt:
        inside.set()
        assert go_on.wait(10)
        raise LookupError

    def first() -> None:
        try:
            with pytest.raises(LookupError):
                ask(fail)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(10)
    threading.Timer(0.05, go_on.set).start()

    assert ask(Counter()).number == "R1"
    thread.join(10)


@pytest.mark.django_db(transaction=True)
def test_answers_older_than_the_day_given_are_forgotten(as_worker: None) -> None:
    ask(Counter())

    assert (forget_answers(before=AT), forget_answers(before=AT + timedelta(seconds=1))) == (0, 1)
    assert AnsweredCommand.objects.count() == 0


@pytest.mark.django_db
def test_database_refuses_a_second_use_of_a_key() -> None:
    insert = "INSERT INTO command (actor, key, command, request_hash, asked_at) VALUES ('a', 'k', 'c', '', now())"
    with connection.cursor() as cursor:
        cursor.execute(insert)

        with pytest.raises(IntegrityError, match="a_key_is_used_once_by_its_asker"):
            cursor.execute(insert)


@pytest.mark.django_db
def test_database_refuses_a_command_without_an_asker() -> None:
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="command_names_its_asker_key_and_act"):
        cursor.execute("INSERT INTO command (actor, key, command, request_hash, asked_at) VALUES ('', 'k', 'c', '', now())")
