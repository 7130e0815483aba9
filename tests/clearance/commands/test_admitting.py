"""`mumian clearance source|unit|clerk`: the token and the password are shown once, and open what they should."""

from __future__ import annotations

import getpass
import re

import pytest

from mumian.accounts.queries import account_named
from mumian.clearance.commands import main
from mumian.clearance.errors import DeliveryRefused, FilingRefused
from mumian.clearance.queries.feeding import caller_of
from mumian.clearance.queries.filing import clerk_of
from mumian.foundation.clock import SystemClock
from tests.clearance.conftest import AsLists
from tests.factories.sql import run
from tests.support.databases import TestDatabases
from tests.support.roles import acting_as

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]


def test_source_opens_is_renewed_and_ends(as_lists: AsLists, capsys: pytest.CaptureFixture[str]) -> None:
    def shown(*words: str) -> str:
        with as_lists():
            assert main(["source", *words]) == 0
        found = re.search(r": (\S{43})$", capsys.readouterr().out, re.MULTILINE)
        return found[1] if found else ""

    now = SystemClock().now()
    first = shown("open", "court", "--name", "虚构法院", "--list", "EXIT_BAR", "--list", "REGISTER_MIRROR")
    opened = caller_of(first, at=now)
    second = shown("renew", "court")

    assert opened is not None
    assert (opened.source, opened.streams) == ("court", ("EXIT_BAR", "REGISTER_MIRROR"))
    assert (caller_of(first, at=now), caller_of(second, at=now) is None) == (None, False)
    shown("close", "court")


@pytest.mark.parametrize(
    "words",
    [
        ("open", "court", "--name", "虚构", "--list", "NONE"),
        ("open", "COURT", "--name", "虚构", "--list", "WANTED"),
        ("open", "court", "--name", " ", "--list", "WANTED"),
        ("renew", "nobody"),
        ("close", "nobody"),
    ],
)
def test_source_that_cannot_be_is_refused_with_a_sentence(as_lists: AsLists, words: tuple[str, ...]) -> None:
    with as_lists(), pytest.raises(DeliveryRefused):
        main(["source", *words])


def test_clerk_of_a_new_unit_has_an_account_and_a_one_time_password(
    as_lists: AsLists, databases: TestDatabases, capsys: pytest.CaptureFixture[str]
) -> None:
    with as_lists():
        assert main(["unit", "U009", "--name", "虚构区水务站"]) == 0
    with acting_as("owner", databases):
        assert main(["clerk", "name", "Water1", "--unit", "U009"]) == 0
    said = capsys.readouterr().out
    account = account_named("water1")
    at = SystemClock().now()
    assert account is not None
    named = clerk_of(account, at=at)
    with acting_as("owner", databases):
        assert main(["clerk", "end", "water1"]) == 0

    assert named is not None
    assert (named.unit, re.search(r"password ([a-z0-9-]{19})", said) is not None) == ("U009", True)


def test_nobody_is_named_for_a_unit_that_is_not_there_and_no_account_is_left(databases: TestDatabases) -> None:
    with acting_as("owner", databases), pytest.raises(FilingRefused):
        main(["clerk", "name", "water2", "--unit", "U404"])

    assert account_named("water2") is None


def test_what_is_opened_from_the_console_stands_on_record(
    as_lists: AsLists, databases: TestDatabases, capsys: pytest.CaptureFixture[str]
) -> None:
    with as_lists():
        main(["source", "open", "court", "--name", "虚构法院", "--list", "EXIT_BAR"])
        main(["source", "renew", "court"])
        main(["source", "close", "court", "--last", "2026-12-31"])
        main(["unit", "U009", "--name", "虚构区水务站"])
    with acting_as("owner", databases):
        main(["clerk", "name", "water1", "--unit", "U009"])
        main(["clerk", "end", "water1", "--last", "2026-12-31"])
        with pytest.raises(DeliveryRefused):
            main(["source", "renew", "nobody"])

    clerk = f"list_clerk:{account_named('water1')}"
    kept = run(
        "SELECT thing, act, detail ->> 'last_day', detail ->> 'account', actor_kind || ' ' || actor_id FROM audit_act"
        " WHERE thing LIKE 'list\\_%%' ORDER BY id"
    )
    assert kept == [
        (thing, act, last, getpass.getuser(), "machine console")
        for thing, act, last in (
            ("list_source:court", "opened", None),
            ("list_source:court", "token_renewed", None),
            ("list_source:court", "closed", "2026-12-31"),
            ("list_unit:U009", "opened", None),
            (clerk, "named", None),
            (clerk, "ended", "2026-12-31"),
        )
    ]
    opened = run("SELECT detail::text FROM audit_act WHERE thing = 'list_source:court' AND act IN ('opened', 'token_renewed')")
    said = capsys.readouterr().out
    assert all(token not in str(opened) for token in re.findall(r": (\S{43})$", said, re.MULTILINE))
