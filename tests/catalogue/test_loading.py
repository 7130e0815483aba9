"""Loading a rulebook: idempotent, with its whole history, in one transaction, told to those above."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from mumian.catalogue import queries
from mumian.catalogue.errors import LoadedBefore, NoRulebook
from mumian.catalogue.events import RulebookLoaded
from mumian.catalogue.models import RulebookEntry, RulebookLoad
from mumian.catalogue.rules.answers import answer
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.services import Loaded, load_rulebook
from mumian.foundation.errors import Refusal
from mumian.foundation.outbox.events import from_json
from tests.catalogue.small import moment, small
from tests.factories.sql import run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

FIRST, SECOND = moment(2024, 5, 3), moment(2024, 5, 10)


@pytest.fixture(autouse=True)
def _forget() -> None:
    """Each test reads from the database what it put there."""
    queries._memory.clear()


def with_promise(days: int) -> Rulebook:
    """The small rulebook with another promise at the window."""
    book = small()
    service = book.service_of["PASS-NEW"]
    span = service.limits[0]
    promised = (span.promised[0], span.promised[1].model_copy(update={"days": days}))
    changed = service.model_copy(update={"limits": (span.model_copy(update={"promised": promised}),)})
    return book.model_copy(update={"services": tuple(changed if one is service else one for one in book.services)})


def without_amenities() -> Rulebook:
    book = small()
    bare = tuple(hall.model_copy(update={"floors": ()}) for hall in book.halls)
    return book.model_copy(update={"amenities": (), "halls": bare})


def load(book: Rulebook, at: datetime = FIRST) -> Loaded:
    return load_rulebook(book=book, at=at, by="tests")


def promised(book: Rulebook) -> int | None:
    limits = answer(book, "PASS-NEW", on=date(2024, 1, 5), channel="counter").limits
    return limits.promised.value if limits and limits.promised else None


def test_what_is_loaded_is_what_is_read() -> None:
    load(small())

    assert queries.current_rulebook() == small()


def test_same_rulebook_again_writes_nothing_and_says_so() -> None:
    first = load(small())

    with CaptureQueriesContext(
        connection,
    ) as asked:
        second = load(small(), SECOND)

    assert (second.is_new, second.load_id, second.digest) == (False, first.load_id, first.digest)
    assert [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))] == []


def test_only_what_changed_is_recorded_anew() -> None:
    load(small())

    assert load(with_promise(2), SECOND) == Loaded(
        load_id=RulebookLoad.objects.latest("pk").pk,
        digest=RulebookLoad.objects.latest("pk").digest,
        added=0,
        changed=1,
        dropped=0,
    )
    assert list(
        RulebookEntry.objects.filter(code="PASS-NEW", kind="services")
        .order_by("recorded_from")
        .values_list("recorded_from", "recorded_to")
    ) == [(FIRST, SECOND), (SECOND, None)]


def test_dropped_entry_ends_and_stays_readable() -> None:
    load(small())
    loaded = load(without_amenities(), SECOND)

    assert loaded.dropped == 1
    assert RulebookEntry.objects.get(kind="amenities").recorded_to == SECOND
    assert queries.rulebook_as_recorded(SECOND - timedelta(seconds=1)).amenities == small().amenities


def test_what_people_were_told_on_a_day_can_still_be_answered() -> None:
    load(small())
    load(with_promise(2), SECOND)

    assert promised(queries.rulebook_as_recorded(FIRST)) == 3
    assert promised(queries.rulebook_as_recorded(SECOND - timedelta(seconds=1))) == 3
    assert promised(queries.rulebook_as_recorded(SECOND)) == 2
    assert promised(queries.current_rulebook()) == 2


def test_rulebook_that_goes_back_to_an_earlier_text_is_recorded_as_such() -> None:
    load(small())
    load(with_promise(2), SECOND)
    load(small(), SECOND + timedelta(days=1))

    assert [promised(queries.rulebook_as_recorded(SECOND + timedelta(days=days))) for days in (0, 1)] == [2, 3]


def test_before_the_first_load_there_is_no_rulebook() -> None:
    with pytest.raises(NoRulebook):
        queries.current_rulebook()
    load(small())
    with pytest.raises(NoRulebook, match="2024-05-03 09:59"):
        queries.rulebook_as_recorded(FIRST - timedelta(minutes=1))


def test_load_in_the_past_is_refused() -> None:
    load(small(), SECOND)

    with pytest.raises(LoadedBefore):
        load(with_promise(2), FIRST)

    assert promised(queries.current_rulebook()) == 3


def test_load_is_told_to_those_above() -> None:
    loaded = load(small())

    assert [from_json(*row) for row in run("SELECT topic, payload::text FROM outbox_event ORDER BY id")] == [
        RulebookLoaded(load_id=loaded.load_id, rulebook="small", version="1", digest=loaded.digest, at=FIRST)
    ]


def test_load_keeps_the_places_of_the_rulebook() -> None:
    load(small())

    assert run("SELECT code FROM offices_hall ORDER BY code") == [("H1",), ("H2",)]
    assert run("SELECT code FROM offices_window ORDER BY code") == [("H1-W1",), ("H1-W2",), ("H2-W1",)]
    assert run("SELECT code FROM offices_servicepoint") == [("K1",)]


def test_load_gives_every_code_its_row_once_and_for_good() -> None:
    load(small())
    load(small().model_copy(update={"reasons": small().reasons[:1]}), SECOND)

    assert run("SELECT code, known_since FROM catalogue_service ORDER BY code") == [("PASS-NEW", FIRST), ("VISA", FIRST)]
    assert run("SELECT count(*) FROM catalogue_material") == [(5,)]
    assert run("SELECT code FROM catalogue_noticeitem") == [("A01",)]
    assert run("SELECT code FROM catalogue_referencelist") == [("BAR",)]
    assert run("SELECT code FROM catalogue_documenttype") == [("PASSPORT",)]


def test_load_that_fails_leaves_nothing_behind() -> None:
    """The places come last: a hall that offices refuses takes the rules with it."""
    book = small()
    wrong = book.halls[0].model_copy(update={"hours": (book.halls[0].hours[0].model_copy(update={"mon_fri": ("12:00-09:00",)}),)})

    with pytest.raises(Refusal), transaction.atomic():
        load(book.model_copy(update={"halls": (wrong, *book.halls[1:])}))

    assert (RulebookLoad.objects.count(), RulebookEntry.objects.count()) == (0, 0)


def test_current_rulebook_costs_one_query_once_it_was_read(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    load(small())

    with django_assert_num_queries(2):
        first = queries.current_rulebook()
    with django_assert_num_queries(1):
        second = queries.current_rulebook()

    assert first is second


def test_number_of_queries_of_a_load_does_not_grow_with_the_rulebook() -> None:
    with CaptureQueriesContext(connection) as small_load:
        load(small())
    bigger = small().model_copy(
        update={"reasons": tuple(small().reasons[0].model_copy(update={"code": f"R{n}"}) for n in range(300))}
    )
    with CaptureQueriesContext(connection) as big_load:
        load(bigger, SECOND)

    assert len(big_load) <= len(small_load)


def test_memory_keeps_only_the_last_few_rulebooks() -> None:
    for number in range(queries.KEPT_IN_MEMORY + 2):
        load(with_promise(number + 4), FIRST + timedelta(days=number))
        queries.current_rulebook()

    assert len(queries._memory) == queries.KEPT_IN_MEMORY


def test_list_of_loads_shows_the_last_one_first() -> None:
    load(small())
    load(with_promise(2), SECOND)

    assert [(one.loaded_at, one.loaded_by) for one in queries.loads()] == [(SECOND, "tests"), (FIRST, "tests")]
    assert queries.current_load() == queries.loads()[0]
