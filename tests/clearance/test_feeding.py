"""Deliveries are kept as they came and loaded once; a silent feed clears nobody; units file only for themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from mumian.accounts.models import Account
from mumian.clearance.errors import FilingRefused, MatchRefused
from mumian.clearance.queries import answers_for, matches_of
from mumian.clearance.queries.feeding import caller_of, delivery_said, silent_feeds
from mumian.clearance.queries.filing import clerk_of, consents_asked, filings_of
from mumian.clearance.services import decide_match, feeding, filing
from mumian.clearance.services.adjudicating import ask_unit_for_consent
from mumian.clearance.terms import Judgement
from tests.clearance.conftest import AsLists, Watch
from tests.factories.clearance import LISTED_NOWHERE, STATE_STAFF
from tests.factories.sql import run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

AT = datetime(2026, 9, 1, 1, 0, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HEAD = b"entry_id,name,aliases,dob,id_number,doc_number,nationality,sex,ground,valid_from,valid_to,owner\n"
LINE = "E9,木棉新,,1991-02-02,,EB7654321,CHN,M,虚构,,,虚构单位\n".encode()
NEW = filing.Filed(name="木棉空", birth_date="1991-02-02", doc_number="EB7654321", post="虚构职务")


def test_source_sends_its_list_and_it_is_loaded_once(as_lists: AsLists) -> None:
    with as_lists():
        token = feeding.open_source(code="court", name="虚构法院", streams=["EXIT_BAR"], opened_on=date(2026, 1, 1))
    sent: dict[str, Any] = {"token": token, "stream": "EXIT_BAR", "key": "k1", "version": "court 1", "whole": False, "at": AT}

    first = feeding.receive(**sent, body=HEAD + LINE)
    again = feeding.receive(**sent, body=HEAD + LINE)
    with pytest.raises(MatchRefused, match="used for another delivery"):
        feeding.receive(**sent, body=HEAD)
    with pytest.raises(MatchRefused, match="may not send"):
        feeding.receive(**{**sent, "stream": "WANTED"}, body=HEAD)
    with as_lists():
        loaded = [feeding.take_deliveries(at=lambda: AT) for _ in range(2)]

    assert (first[1], again, loaded) == (True, (first[0], False), [1, 0])
    said = delivery_said(first[0], token=token, at=AT)
    assert said is not None
    assert (said["outcome"], said["counts"]["added"]) == ("loaded", 1)


def test_file_that_cannot_be_loaded_says_why_and_holds_nothing_up(as_lists: AsLists) -> None:
    with as_lists():
        token = feeding.open_source(code="court", name="虚构法院", streams=["EXIT_BAR"], opened_on=date(2026, 1, 1))
    numbers = [
        feeding.receive(token=token, stream="EXIT_BAR", key=key, version=key, whole=False, body=body, at=AT)[0]
        for key, body in (("bad", b"a,b\n1,2\n"), ("good", HEAD + LINE))
    ]

    with as_lists():
        feeding.take_deliveries(at=lambda: AT)

    said = [delivery_said(number, token=token, at=AT) for number in numbers]
    assert [(one["outcome"], bool(one["said_zh"]), bool(one["said_en"])) for one in said if one] == [
        ("refused", True, True),
        ("loaded", False, False),
    ]


def test_token_is_kept_as_its_hash_and_counts_its_calls(as_lists: AsLists, owner_sql: psycopg.Connection) -> None:
    with as_lists():
        token = feeding.open_source(code="court", name="虚构法院", streams=["WANTED"], opened_on=date(2026, 1, 1), per_minute=2)

    calls = [caller_of(token, at=AT) for _ in range(3)]

    assert [one and one.is_too_often for one in calls] == [False, False, True]
    assert caller_of("x" * 43, at=AT) is None
    assert owner_sql.execute("SELECT count(*) FROM lists.source WHERE source::text LIKE %s", [f"%{token}%"]).fetchone() == (0,)


def test_silent_feed_lets_nobody_pass_until_it_is_heard_again(as_lists: AsLists, watch: Watch) -> None:
    watch(LISTED_NOWHERE, "WANTED")
    later, silent = AT + MINUTE, AT + 11 * MINUTE
    with as_lists():
        feeding.keep_feed(stream="WANTED", source="province", name="虚构省厅", silent_after=10 * MINUTE, at=AT)

    def cleared(at: datetime) -> bool:
        [answer] = answers_for("case:1", at=at)
        return answer.is_cleared

    before = cleared(later)
    while_silent = (cleared(silent), [feed.stream for feed in silent_feeds(at=silent)])
    with as_lists():
        feeding.hear(stream="WANTED", sequence=0, version="", whole=False, body=None, at=silent)

    assert (before, while_silent, cleared(silent)) == (True, (False, ["WANTED"]), True)


def test_message_of_a_feed_is_kept_once_and_none_is_passed_over(as_lists: AsLists) -> None:
    with as_lists():
        feeding.keep_feed(stream="EXIT_BAR", source="province", name="虚构省厅", silent_after=MINUTE, at=AT)
        message: dict[str, Any] = {"stream": "EXIT_BAR", "version": "p 1", "whole": False, "body": HEAD + LINE, "at": AT}
        told = [feeding.hear(sequence=1, **message), feeding.hear(sequence=1, **message)]
        with pytest.raises(Exception, match="passed over"):
            feeding.hear(sequence=3, **message)
        loaded = feeding.take_deliveries(at=lambda: AT)

        assert (told, loaded, feeding.heard_up_to("EXIT_BAR")) == ([True, False], 1, 1)


def test_mirror_of_the_register_arrives_in_the_same_way(as_lists: AsLists) -> None:
    body = "number,name,sex,birth_date,division,state\n440199199001010017,木棉一,M,1990-01-01,440103,registered\n"
    with as_lists():
        feeding.keep_feed(stream=feeding.MIRROR, source="province", name="虚构省厅", silent_after=MINUTE, at=AT)
        feeding.hear(stream=feeding.MIRROR, sequence=1, version="m1", whole=True, body=body.encode(), at=AT)
        feeding.take_deliveries(at=lambda: AT)
        [(outcome, said)] = run("SELECT outcome, said_en FROM lists.delivery WHERE stream = %s", feeding.MIRROR)

    assert (outcome, said) == ("loaded", "")
    assert run("SELECT name FROM people_registerversion ORDER BY id DESC LIMIT 1") == [("m1",)]


@pytest.fixture
def clerk(as_lists: AsLists) -> str:
    """The token of a clerk who files for the unit U001."""
    account = Account.objects.create(username="clerk", password="!")
    Account.objects.create(username="other", password="!")
    with as_lists():
        for code in ("U001", "U002"):
            filing.open_unit(code=code, name=f"虚构单位{code}", opened_on=date(2026, 1, 1))
        filing.name_clerk(unit="U001", username="clerk", valid_from=date(2026, 1, 1))
        filing.name_clerk(unit="U002", username="other", valid_from=date(2026, 1, 1))
    return token_of(account.pk)


def token_of(account_id: int) -> str:
    found = clerk_of(account_id, at=AT)
    assert found is not None
    token = f"token of the clerk {found.actor} that nobody can guess"
    run("SELECT audit_open_session(%s, 'applicant', %s, '', 'test', '2026-09-01', '2026-12-01')", token, found.actor)
    return token


def test_filing_is_on_the_list_and_withdrawn_at_the_end_of_the_day(clerk: str, as_lists: AsLists, watch: Watch) -> None:
    entry = filing.submit_filing(filed=NEW, token=clerk, at=AT, key="k1")
    again = filing.submit_filing(filed=NEW, token=clerk, at=AT, key="k1")
    with as_lists():
        feeding.take_deliveries(at=lambda: AT)
    watch(LISTED_NOWHERE, "FILED_STAFF")
    listed = answers_for("case:1", at=AT + MINUTE)[0].is_cleared
    filing.withdraw_filing(entry_id=entry, token=clerk, at=AT, key="k2")
    with as_lists():
        feeding.take_deliveries(at=lambda: AT)
        [(until,)] = run("SELECT valid_to FROM lists.entry WHERE entry_id = %s AND ended_version IS NULL", entry)

    assert (entry, again, listed, until) == ("U001-00001", entry, False, date(2026, 9, 1))
    assert [(one.act, one.outcome) for one in filings_of(token=clerk, at=AT)] == [("withdraw", "loaded")]


def test_filing_that_is_changed_stands_changed_on_the_list(clerk: str, as_lists: AsLists) -> None:
    entry = filing.submit_filing(filed=NEW, token=clerk, at=AT, key="k1")
    filing.change_filing(entry_id=entry, filed=replace(NEW, name="木棉新名"), token=clerk, at=AT, key="k2")
    with as_lists():
        feeding.take_deliveries(at=lambda: AT)
        standing = run("SELECT name FROM lists.entry WHERE entry_id = %s AND ended_version IS NULL", entry)

    assert standing == [("木棉新名",)]
    assert [(one.act, one.outcome) for one in filings_of(token=clerk, at=AT)] == [("change", "loaded")]


def test_unit_neither_sees_nor_changes_what_another_filed(clerk: str) -> None:
    entry = filing.submit_filing(filed=NEW, token=clerk, at=AT, key="k1")
    stranger = token_of(Account.objects.get(username="other").pk)

    assert filings_of(token=stranger, at=AT) == ()
    with pytest.raises(MatchRefused, match="no such filing"):
        filing.change_filing(entry_id=entry, filed=NEW, token=stranger, at=AT, key="k1")
    with pytest.raises(FilingRefused, match="neither a date nor a year"):
        filing.submit_filing(filed=filing.Filed(name="甲", birth_date="1987-02-30"), token=clerk, at=AT, key="k3")
    with pytest.raises(FilingRefused, match="校验码不符") as refused_for:
        filing.submit_filing(
            filed=filing.Filed(name="甲", birth_date="1987-02-28", id_number="440199198702280010"), token=clerk, at=AT, key="k4"
        )
    assert "。。" not in refused_for.value.sentence.zh
    assert ".." not in refused_for.value.sentence.en


def test_clerk_sees_no_match_and_holder_files_nothing(clerk: str, holders: tuple[str, str], watch: Watch) -> None:
    watch(STATE_STAFF, "FILED_STAFF")

    with pytest.raises(MatchRefused, match="do not hold"):
        matches_of("case:1", token=clerk, reason="想看一看", at=AT)
    with pytest.raises(MatchRefused, match="do not file"):
        filing.submit_filing(filed=NEW, token=holders[0], at=AT, key="k")


def test_unit_is_asked_only_about_a_true_match_and_answers_once(
    clerk: str, holders: tuple[str, str], as_lists: AsLists, watch: Watch
) -> None:
    filing.submit_filing(filed=NEW, token=clerk, at=AT, key="k1")
    with as_lists():
        feeding.take_deliveries(at=lambda: AT)
    watch(LISTED_NOWHERE, "FILED_STAFF")
    [found] = matches_of("case:1", token=holders[0], reason="核对备案", at=AT)
    asking: dict[str, Any] = {"match_id": found.match_id, "reference": "case:1", "letter": "L1", "answer_by": date(2026, 9, 11)}

    with pytest.raises(MatchRefused, match="not found true"):
        ask_unit_for_consent(**asking, token=holders[0], at=AT)
    decide_match(match_id=found.match_id, judgement=Judgement.SAME_PERSON, note="本人无误", token=holders[0], at=AT)
    number = ask_unit_for_consent(**asking, token=holders[0], at=AT)
    with pytest.raises(MatchRefused, match="says why"):
        filing.answer_request(consent_id=number, given=False, note="", token=clerk, at=AT)
    filing.answer_request(consent_id=number, given=True, note="", token=clerk, at=AT)
    with pytest.raises(MatchRefused, match="answered already"):
        filing.answer_request(consent_id=number, given=False, note="改变主意", token=clerk, at=AT)

    assert [(one.letter, one.given) for one in consents_asked(token=clerk, at=AT)] == [("L1", True)]
    assert run(
        "SELECT payload ->> 'reference', payload ->> 'given' FROM outbox_event WHERE topic = 'clearance.consent_answered'"
    ) == [("case:1", "true")]
