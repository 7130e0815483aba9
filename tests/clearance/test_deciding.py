"""Holders of a list see its matches, decide alone or in two, and what they decided stays until either side changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mumian.clearance.errors import MatchRefused
from mumian.clearance.queries import answers_for, matches_of, waiting_matches
from mumian.clearance.rules.lines import COLUMNS
from mumian.clearance.services import confirm_decision, decide_match, load_list, withdraw_decision
from mumian.clearance.terms import Judgement, MatchSheet
from tests.clearance.conftest import AsLists, Watch, token_of
from tests.factories.clearance import BARRED, LISTED_NOWHERE, REGISTERED, STATE_STAFF
from tests.factories.sql import run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

AT = datetime(2026, 9, 1, 1, 0, 20, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
Tokens = tuple[str, str]
KEYS = (
    *("C440199198005050716", "N木棉禁|0505", "N木棉禁|1980", "PMAKMANAM|0505", "PMAKMANAM|1980", "PMAMANCAN|0505"),
    *("PMAMANCAN|1980", "S木|19800505", "X木棉禁"),
)


def match(token: str, reference: str = "case:1") -> MatchSheet:
    [found] = matches_of(reference, token=token, reason="复核比对结果", at=AT)
    return found


def cleared(reference: str = "case:1", at: datetime = LATER) -> bool:
    [answer] = answers_for(reference, at=at)
    return answer.is_cleared


def test_holder_sees_the_entry_and_the_keys_that_met(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")

    seen = match(holders[0])

    assert (seen.code, seen.entry.entry_id, seen.entry.ground, seen.keys_met, seen.person, seen.decision) == (
        "EXIT_BAR",
        "E1",
        "未了结的民事案件",
        KEYS,
        BARRED,
        None,
    )


def test_look_is_written_down_with_its_reason(holders: Tokens, as_lists: object, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")

    match(holders[0])

    assert run("SELECT act, actor_id FROM audit_act WHERE thing LIKE 'list_look:%%'") == [("list_details_looked_at", "200001")]


def test_look_without_a_reason_shows_nothing(holders: Tokens) -> None:
    with pytest.raises(MatchRefused, match="no reason"):
        matches_of("case:1", token=holders[0], reason=" ", at=AT)


def test_officer_who_holds_no_list_sees_nothing(holders: Tokens) -> None:
    with pytest.raises(MatchRefused, match="do not hold"):
        matches_of("case:1", token=token_of("200003"), reason="想看一看", at=AT)


def test_token_that_was_never_given_opens_nothing(holders: Tokens) -> None:
    with pytest.raises(MatchRefused, match="session has ended"):
        matches_of("case:1", token="x" * 40, reason="想看一看", at=AT)


def test_holder_sees_only_the_lists_he_holds(holders: Tokens, watch: Watch) -> None:
    watch(STATE_STAFF, "FILED_STAFF", "EXIT_BAR")

    assert matches_of("case:1", token=holders[1], reason="复核比对结果", at=AT) == ()


def test_one_decides_where_the_list_asks_for_one(holders: Tokens, watch: Watch) -> None:
    watch(STATE_STAFF, "FILED_STAFF")

    decide_match(
        match_id=match(holders[0]).match_id, judgement=Judgement.OTHER_PERSON, note="单位已证明", token=holders[0], at=AT
    )

    assert (cleared(at=AT), cleared()) == (False, True)


def test_barred_list_waits_for_a_second_person(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    found = match(holders[0])

    decision = decide_match(match_id=found.match_id, judgement=Judgement.OTHER_PERSON, note="号码系冒用", token=holders[0], at=AT)
    alone = cleared()
    confirm_decision(decision_id=decision, token=holders[1], at=AT)

    assert (alone, cleared()) == (False, True)


def test_nobody_confirms_his_own_decision(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    decision = decide_match(
        match_id=match(holders[0]).match_id, judgement=Judgement.OTHER_PERSON, note="号码系冒用", token=holders[0], at=AT
    )

    with pytest.raises(MatchRefused, match="confirms his own"):
        confirm_decision(decision_id=decision, token=holders[0], at=AT)


def test_cleared_pair_stays_cleared_for_the_next_application(holders: Tokens, watch: Watch) -> None:
    watch(STATE_STAFF, "FILED_STAFF")
    decide_match(
        match_id=match(holders[0]).match_id, judgement=Judgement.OTHER_PERSON, note="单位已证明", token=holders[0], at=AT
    )

    watch(STATE_STAFF, "FILED_STAFF", reference="case:2")

    assert cleared("case:2")


def test_cleared_pair_is_open_again_when_the_person_changes(holders: Tokens, watch: Watch) -> None:
    watch(STATE_STAFF, "FILED_STAFF")
    decide_match(
        match_id=match(holders[0]).match_id, judgement=Judgement.OTHER_PERSON, note="单位已证明", token=holders[0], at=AT
    )

    watch(replace(STATE_STAFF, name="木棉官二"), "FILED_STAFF", at=LATER)

    assert not cleared(at=LATER + timedelta(minutes=1))


def test_cleared_pair_is_open_again_when_the_entry_changes(
    holders: Tokens, watch: Watch, as_lists: AsLists, tmp_path: Path
) -> None:
    watch(BARRED, "EXIT_BAR")
    decision = decide_match(
        match_id=match(holders[0]).match_id, judgement=Judgement.OTHER_PERSON, note="号码系冒用", token=holders[0], at=AT
    )
    confirm_decision(decision_id=decision, token=holders[1], at=AT)
    before = cleared()
    file = tmp_path / "list.csv"
    changed = "E1,木棉禁,,1980-05-05,440199198005050716,,CHN,M,另一案件,2001-01-01,,虚构单位"
    file.write_text(f"{','.join(COLUMNS)}\n{changed}\n", encoding="utf-8")

    with as_lists():
        load_list(path=file, code="EXIT_BAR", version="v2", whole=False, at=LATER, by="test", reject=lambda *_: None)

    assert (before, cleared(at=LATER + timedelta(minutes=1))) == (True, False)


def test_consent_clears_a_true_match_for_one_reference_only(holders: Tokens, watch: Watch) -> None:
    watch(STATE_STAFF, "FILED_STAFF")
    watch(STATE_STAFF, "FILED_STAFF", reference="case:2")
    found = match(holders[0])
    decide_match(match_id=found.match_id, judgement=Judgement.SAME_PERSON, note="本人无误", token=holders[0], at=AT)
    before = cleared()

    decide_match(
        match_id=found.match_id,
        judgement=Judgement.CONSENT_HELD,
        note="单位同意函",
        token=holders[0],
        at=AT,
        reference="case:1",
    )

    assert (before, cleared("case:1"), cleared("case:2")) == (False, True, False)


def test_condition_is_not_recorded_before_the_match_is_true(holders: Tokens, watch: Watch) -> None:
    watch(STATE_STAFF, "FILED_STAFF")

    with pytest.raises(MatchRefused, match="after the match was found true"):
        decide_match(
            match_id=match(holders[0]).match_id,
            judgement=Judgement.CONSENT_HELD,
            note="单位同意函",
            token=holders[0],
            at=AT,
            reference="case:1",
        )


def test_withdrawn_decision_opens_the_match_at_once(holders: Tokens, watch: Watch) -> None:
    watch(STATE_STAFF, "FILED_STAFF")
    decision = decide_match(
        match_id=match(holders[0]).match_id, judgement=Judgement.OTHER_PERSON, note="单位已证明", token=holders[0], at=AT
    )
    before = cleared()

    withdraw_decision(decision_id=decision, token=holders[0], at=LATER)

    assert (before, cleared()) == (True, False)


def test_register_that_writes_the_name_otherwise_is_agreed_with_by_a_person(holders: Tokens, watch: Watch) -> None:
    watch(replace(REGISTERED, name="木棉壹"), "POPULATION")
    before = cleared()

    decide_match(
        match_id=match(holders[0]).match_id, judgement=Judgement.SAME_PERSON, note="曾用名，已核对", token=holders[0], at=AT
    )

    assert (before, cleared()) == (False, True)


def test_holder_is_told_what_waits_for_him(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    watch(LISTED_NOWHERE, "EXIT_BAR", "POPULATION", reference="case:2")

    waiting = waiting_matches(token=holders[0], at=AT)

    assert [(one.reference, one.code) for one in waiting] == [("case:1", "EXIT_BAR"), ("case:2", "POPULATION")]


def test_answer_that_changed_is_published_without_what_it_says(holders: Tokens, watch: Watch) -> None:
    watch(STATE_STAFF, "FILED_STAFF")
    decide_match(
        match_id=match(holders[0]).match_id, judgement=Judgement.OTHER_PERSON, note="单位已证明", token=holders[0], at=AT
    )

    told = run("SELECT (payload - 'at')::text FROM outbox_event WHERE topic = 'clearance.answer_changed' ORDER BY id")

    assert told == [('{"lists": ["FILED_STAFF"], "reference": "case:1"}',)] * 2
