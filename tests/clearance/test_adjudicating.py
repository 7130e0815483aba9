"""What holders do beside deciding, each thing tried from both sides: as it should go, and as somebody would get round it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from mumian.catalogue.models import RulebookEntry, RulebookLoad
from mumian.clearance.errors import MatchRefused
from mumian.clearance.queries import adjudicating, answers_for, matches_of
from mumian.clearance.queries.measuring import quality_of, second_look, second_looks_waiting
from mumian.clearance.services import adjudicating as beside
from mumian.clearance.services import confirm_decision, decide_match, sockets
from mumian.clearance.services.alarming import call_about_alarms, draw_second_looks, escalate_what_is_late, take_alarm
from mumian.clearance.terms import Judgement, MatchSheet
from mumian.foundation.words import Text
from tests.clearance.conftest import AsLists, AsWorker, Watch, token_of
from tests.factories.clearance import BARRED, STATE_STAFF, WANTED
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

AT = datetime(2026, 9, 1, 1, 0, 20, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Tokens = tuple[str, str]


def looked_at(token: str, reference: str = "case:1", at: datetime = AT) -> MatchSheet:
    [found] = matches_of(reference, token=token, reason="复核比对结果", at=at)
    return found


def test_queue_says_until_when_and_names_nobody(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    watch(WANTED, "WANTED", reference="case:2")

    lines = adjudicating.queue_of(token=holders[0], at=AT)

    assert [(one.reference, one.code, one.state.value, one.due_at - one.since) for one in lines] == [
        ("case:2", "WANTED", "open", timedelta(minutes=30)),
        ("case:1", "EXIT_BAR", "open", timedelta(hours=4)),
    ]
    assert all(BARRED.name not in repr(one) and WANTED.name not in repr(one) for one in lines)


def test_times_are_those_of_the_rulebook_on_the_day(holders: Tokens, owner_sql: psycopg.Connection) -> None:
    load = RulebookLoad.objects.latest("pk")
    times = [{"to": "2026-08-31", "decide_within": 30}, {"from": "2026-09-01", "decide_within": 45}]
    RulebookEntry.objects.create(
        rulebook=load.rulebook,
        kind="lists",
        code="TRIAL",
        content={"code": "TRIAL", "times": times},
        digest="",
        recorded_from=AT,
        load=load,
    )

    asked = "SELECT lists.minutes_for('TRIAL', 'decide_within', %s)"
    found = [owner_sql.execute(asked, [AT - days * DAY]).fetchone() for days in (2, 0)]

    assert found == [(timedelta(minutes=30),), (timedelta(minutes=45),)]


def test_who_decided_first_sees_that_it_waits_for_another(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    decide_match(
        match_id=looked_at(holders[0]).match_id, judgement=Judgement.OTHER_PERSON, note="号码系冒用", token=holders[0], at=AT
    )

    seen = [adjudicating.queue_of(token=token, at=AT)[0] for token in holders]

    assert [(one.state.value, one.is_for_another) for one in seen] == [("second", True), ("second", False)]


def test_what_is_late_is_escalated_once(holders: Tokens, watch: Watch, as_worker: AsWorker) -> None:
    watch(BARRED, "EXIT_BAR")

    with as_worker():
        told = [escalate_what_is_late(at=AT + wait) for wait in (HOUR, 5 * HOUR, 6 * HOUR)]

    assert told == [0, 1, 0]
    assert adjudicating.queue_of(token=holders[0], at=AT + 6 * HOUR)[0].is_escalated
    assert adjudicating.decisions_standing(at=AT + 6 * HOUR) == (1, 1)


def test_who_is_the_person_on_the_list_is_decided_and_no_longer_late(holders: Tokens, watch: Watch, as_worker: AsWorker) -> None:
    watch(BARRED, "EXIT_BAR")
    found = looked_at(holders[0])
    decision = decide_match(match_id=found.match_id, judgement=Judgement.SAME_PERSON, note="本人无误", token=holders[0], at=AT)
    confirm_decision(decision_id=decision, token=holders[1], at=AT)

    with as_worker():
        told = escalate_what_is_late(at=AT + 6 * HOUR)

    [waits] = adjudicating.queue_of(token=holders[0], at=AT + 6 * HOUR)
    assert (told, waits.state.value, waits.is_escalated) == (0, "true", False)
    assert adjudicating.decisions_standing(at=AT + 6 * HOUR) == (0, 0)


def test_notes_are_read_only_with_a_look_of_the_last_quarter_of_an_hour(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    beside.add_note(match_id=looked_at(holders[0]).match_id, says="已去函核实", token=holders[0], at=AT)

    with pytest.raises(MatchRefused, match="quarter of an hour"):
        adjudicating.notes_of("case:1", token=holders[1], at=AT)
    looked_at(holders[1])
    seen = [note.says for note in adjudicating.notes_of("case:1", token=holders[1], at=AT + 14 * MINUTE)]
    with pytest.raises(MatchRefused, match="quarter of an hour"):
        adjudicating.notes_of("case:1", token=holders[1], at=AT + 16 * MINUTE)

    assert seen == ["已去函核实"]


def test_officer_without_the_list_gets_neither_queue_nor_notes_nor_reviews(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    stranger = token_of("200003")

    assert adjudicating.queue_of(token=stranger, at=AT) == ()
    assert adjudicating.alarms_of(token=stranger, at=AT) == ()
    for ask in (adjudicating.reviews_waiting, adjudicating.corrections_waiting):
        with pytest.raises(MatchRefused, match="do not hold"):
            ask(token=stranger, at=AT)


def test_redress_number_travels_with_the_person_to_his_next_application(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    code = beside.object_to(reference="case:1", says="我已结案", channel="status_page", at=AT)
    watch(BARRED, "EXIT_BAR", reference="case:9")
    looked_at(holders[0], "case:9")

    [seen] = adjudicating.reviews_of("case:9", token=holders[0], at=AT)

    assert (seen.code, seen.is_here, beside.object_to(reference="case:9", says="还是我", channel="desk", at=AT)) == (
        code,
        False,
        code,
    )


def test_objection_is_answered_alike_for_somebody_on_no_list(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    watch(STATE_STAFF, "EXIT_BAR", reference="case:2")
    for reference in ("case:1", "case:2"):
        beside.object_to(reference=reference, says="请复核", channel="status_page", at=AT)

    told = [
        [(len(one.code), one.answer_by, one.reviewed_at) for one in adjudicating.objections_of(key)]
        for key in ("case:1", "case:2")
    ]

    assert told[0] == told[1] != []


def test_objection_and_correction_are_due_by_the_rulebook_of_the_day(holders: Tokens, watch: Watch) -> None:
    said = RulebookEntry.objects.get(
        rulebook=RulebookLoad.objects.latest("pk").rulebook, kind="lists", code="EXIT_BAR", recorded_to=None
    )
    first = {"to": "2026-09-01", "decide_within": 30, "review_within": 10, "correct_within": 20}
    then = {"from": "2026-09-02", "decide_within": 30, "review_within": 40, "correct_within": 50}
    changed = said.recorded_from + DAY
    RulebookEntry.objects.filter(pk=said.pk).update(recorded_to=changed, ended_by=said.load)
    said.content["times"], said.pk, said.recorded_from = [first, then], None, changed
    said.save(force_insert=True)
    watch(BARRED, "EXIT_BAR", "FILED_STAFF")
    watch(BARRED, "EXIT_BAR", "FILED_STAFF", reference="case:2")
    watch(STATE_STAFF, "FILED_STAFF", reference="case:3")

    for reference, at in (("case:1", AT), ("case:2", AT + DAY), ("case:3", AT)):
        beside.object_to(reference=reference, says="请复核", channel="status_page", at=at)
    match = looked_at(holders[0], at=AT + DAY).match_id
    beside.ask_for_correction(match_id=match, says="该案已结", token=holders[0], at=AT + DAY)
    objections = [adjudicating.objections_of(reference)[0] for reference in ("case:1", "case:2", "case:3")]
    [correction] = adjudicating.corrections_waiting(token=holders[1], at=AT + DAY)

    assert [one.answer_by - one.opened_at for one in objections] == [10 * MINUTE, 40 * MINUTE, 5 * DAY]
    assert correction.answer_by - correction.asked_at == 50 * MINUTE


def test_objection_is_reviewed_by_somebody_who_has_not_decided(holders: Tokens, watch: Watch, as_lists: AsLists) -> None:
    watch(STATE_STAFF, "FILED_STAFF")
    decide_match(
        match_id=looked_at(holders[0]).match_id, judgement=Judgement.SAME_PERSON, note="本人无误", token=holders[0], at=AT
    )
    beside.object_to(reference="case:1", says="已离职", channel="status_page", at=AT)
    [waiting] = adjudicating.reviews_waiting(token=holders[0], at=AT)

    with pytest.raises(MatchRefused, match="decided about this person yourself"):
        beside.review_objection(review_id=waiting.review_id, take_back=True, note="复核一次", token=holders[0], at=AT)
    with as_lists():
        run(
            "INSERT INTO lists.holder (list_code, officer_id, valid_from) SELECT 'FILED_STAFF', officer_id, '2026-01-01'"
            " FROM lists.holder WHERE list_code = 'WANTED' AND officer_id NOT IN (SELECT officer_id FROM lists.holder"
            " WHERE list_code = 'FILED_STAFF')"
        )
    looked_at(holders[1])
    beside.review_objection(review_id=waiting.review_id, take_back=True, note="离职文件属实", token=holders[1], at=AT)

    assert looked_at(holders[0]).decision is None
    assert [one.reviewed_at for one in adjudicating.objections_of("case:1")] == [AT]


def test_owner_answers_a_request_for_correction_and_the_entry_goes_out(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    beside.ask_for_correction(match_id=looked_at(holders[0]).match_id, says="该案已结", token=holders[0], at=AT)
    [asked] = adjudicating.corrections_waiting(token=holders[1], at=AT)

    with pytest.raises(MatchRefused, match="nobody answers his own"):
        beside.answer_correction(correction_id=asked.correction_id, answer="ended", note="该案已结", token=holders[0], at=AT)
    beside.answer_correction(correction_id=asked.correction_id, answer="ended", note="该案已结", token=holders[1], at=AT)

    assert run("SELECT source_name, stream, outcome FROM lists.deliveries_standing(5)") == [("名单管理岗", "EXIT_BAR", "waiting")]


class Telephone:
    """A second channel that keeps what it was told; while `is_dead` nothing goes out."""

    name = "test"

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.is_dead = False

    def tell(self, *, badge: str, says: Text, at: datetime) -> None:
        if self.is_dead:
            raise OSError("dead")
        self.told.append((badge, says.en))


@pytest.fixture
def telephone(monkeypatch: pytest.MonkeyPatch) -> Telephone:
    one = Telephone()
    monkeypatch.setattr(sockets, "second_channel", one)
    return one


def test_wanted_hit_calls_the_holders_by_a_number_alone(
    holders: Tokens, watch: Watch, as_worker: AsWorker, telephone: Telephone
) -> None:
    watch(WANTED, "WANTED")
    watch(BARRED, "EXIT_BAR", reference="case:2")

    with as_worker():
        calls = [call_about_alarms(at=AT), call_about_alarms(at=AT + MINUTE)]

    assert (calls, [badge for badge, _ in telephone.told]) == ([2, 0], ["200001", "200002"])
    assert all(WANTED.name not in words and "case" not in words for _, words in telephone.told)


def test_alarm_that_could_not_be_sent_is_sent_at_the_next_round(
    holders: Tokens, watch: Watch, as_worker: AsWorker, telephone: Telephone
) -> None:
    watch(WANTED, "WANTED")
    telephone.is_dead = True

    with as_worker():
        first = call_about_alarms(at=AT)
        telephone.is_dead = False
        second = call_about_alarms(at=AT + MINUTE)

    assert (first, second) == (0, 2)


def test_alarm_is_taken_once_and_only_by_who_holds_the_list_or_was_called(
    holders: Tokens, watch: Watch, as_worker: AsWorker, telephone: Telephone
) -> None:
    watch(WANTED, "WANTED")
    with as_worker():
        call_about_alarms(at=AT)
    [alarm] = adjudicating.alarms_of(token=holders[0], at=AT)

    with pytest.raises(MatchRefused, match="do not hold"):
        take_alarm(alarm_id=alarm.alarm_id, token=token_of("200003"), at=AT)
    take_alarm(alarm_id=alarm.alarm_id, token=holders[0], at=AT + MINUTE)
    with pytest.raises(MatchRefused, match="taken this alarm"):
        take_alarm(alarm_id=alarm.alarm_id, token=holders[1], at=AT + MINUTE)

    assert adjudicating.alarms_of(token=holders[1], at=AT + MINUTE)[0].taken_by == "200001"


def decided(watch: Watch, tokens: Tokens, owner_sql: psycopg.Connection) -> None:
    """A match near the border that two holders have decided, drawn for a second look."""
    watch(BARRED, "EXIT_BAR")
    found = looked_at(tokens[0])
    number = decide_match(match_id=found.match_id, judgement=Judgement.OTHER_PERSON, note="核对无误", token=tokens[0], at=AT)
    confirm_decision(decision_id=number, token=tokens[1], at=AT + MINUTE)
    owner_sql.execute("INSERT INTO lists.second_look (decision_id, drawn_at) VALUES (%s, %s)", [number, AT])
    owner_sql.commit()


def test_second_look_is_for_another_than_who_decided(
    holders: Tokens, watch: Watch, as_lists: AsLists, owner_sql: psycopg.Connection
) -> None:
    decided(watch, holders, owner_sql)
    with as_lists():
        run(
            "INSERT INTO lists.holder (list_code, officer_id, valid_from) SELECT 'EXIT_BAR', id, '2026-01-01'"
            " FROM offices_officer WHERE badge_number = '200003'"
        )
    third = token_of("200003")

    assert [second_looks_waiting(token=token, at=AT) for token in holders] == [(), ()]
    [drawn] = second_looks_waiting(token=third, at=AT)
    shown = second_look(drawn.look_id, token=third, at=AT)
    beside.look_again_blind(look_id=drawn.look_id, judgement=Judgement.OTHER_PERSON, note="不是同一人", token=third, at=AT)

    assert shown.person == BARRED
    [line] = quality_of(first=AT.date(), last=AT.date())
    assert (line.code, line.decided, line.same, line.other, line.looked_again, line.agreed) == ("EXIT_BAR", 1, 0, 1, 1, 1)


def test_only_decisions_near_the_border_are_drawn(
    holders: Tokens, watch: Watch, as_worker: AsWorker, owner_sql: psycopg.Connection
) -> None:
    watch(BARRED, "EXIT_BAR")
    number = decide_match(
        match_id=looked_at(holders[0]).match_id, judgement=Judgement.OTHER_PERSON, note="核对无误", token=holders[0], at=AT
    )
    confirm_decision(decision_id=number, token=holders[1], at=AT)

    with as_worker():
        assert draw_second_looks(at=AT + HOUR) == 0  # it was a hit


def test_attacks_on_what_hangs_on_a_match_are_refused(holders: Tokens, watch: Watch, owner_sql: psycopg.Connection) -> None:
    watch(BARRED, "EXIT_BAR")
    found = looked_at(holders[0])
    beside.ask_for_correction(match_id=found.match_id, says="该案已结", token=holders[0], at=AT)
    beside.object_to(reference="case:1", says="请复核", channel="desk", at=AT)
    decide_match(match_id=found.match_id, judgement=Judgement.OTHER_PERSON, note="号码系冒用", token=holders[0], at=AT)
    attacks = {
        "nobody_answers_his_own_request": "UPDATE lists.correction SET answer = 'stands', answered_by = asked_by,"
        " answered_at = now(), note = '没有问题'",
        "nobody_reviews_his_own_decision": "UPDATE lists.review SET reviewed_by ="
        " (SELECT decided_by FROM lists.decision LIMIT 1), reviewed_at = now(), outcome = 'stands', note = '没有问题'",
        "what_was_said_stays_said": "DELETE FROM lists.review",
        "a_redress_number_cannot_be_guessed": "INSERT INTO lists.redress (code, given_at) VALUES ('1', now())",
        "a_review_is_done_once": "UPDATE lists.review SET says = '别的'",
        "a_second_look_is_anothers": "WITH drawn AS (INSERT INTO lists.second_look (decision_id, drawn_at)"
        " SELECT id, now() FROM lists.decision RETURNING id) SELECT 1; UPDATE lists.second_look SET looked_at = now(),"
        " looked_by = (SELECT decided_by FROM lists.decision LIMIT 1), judgement = 'other_person', note = '没有问题'",
        "two_different_people_decide": "UPDATE lists.decision SET confirmed_by = decided_by, confirmed_at = now()",
    }

    for name, attack in attacks.items():
        with pytest.raises(psycopg.errors.DatabaseError, match=name):
            owner_sql.execute(attack)
        owner_sql.rollback()


def test_pages_write_none_of_it_directly() -> None:
    for table in (
        "note",
        "review",
        "redress",
        "correction",
        "alarm",
        "second_look",
        "consent",
        "filing",
        "clerk",
        "delivery",
        "feed",
    ):
        with refused("permission denied"):
            run(f"SELECT count(*) FROM lists.{table}")  # noqa: S608  # a name of the test
        with refused("permission denied"):
            run(f"INSERT INTO lists.{table} DEFAULT VALUES")  # a name of the test


def test_pages_neither_raise_alarms_nor_escalate_nor_draw() -> None:
    for call in ("raise_alarms(now())", "escalate(now())", "draw_second_looks(now())", "undecided()", "redress_of(1)"):
        with refused("permission denied"):
            run(f"SELECT lists.{call}")  # a call of the test


def test_cleared_pair_stays_cleared_after_an_objection_that_changes_nothing(holders: Tokens, watch: Watch) -> None:
    watch(BARRED, "EXIT_BAR")
    number = decide_match(
        match_id=looked_at(holders[0]).match_id, judgement=Judgement.OTHER_PERSON, note="号码系冒用", token=holders[0], at=AT
    )
    confirm_decision(decision_id=number, token=holders[1], at=AT)
    beside.object_to(reference="case:1", says="请复核", channel="desk", at=AT)

    [answer] = answers_for("case:1", at=AT + MINUTE)

    assert answer.is_cleared
