"""What the rulebook answers, part by part, from the small rulebook."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.catalogue.rules.answers.answering import UnknownChannel, UnknownService
from mumian.catalogue.rules.answers.values import (
    FeeLine,
    NeedState,
    ReasonState,
    StageDays,
)
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.rules.knowledge import FactsUnreadable
from mumian.catalogue.terms import Audience, Order, Outcome, Stage
from mumian.foundation.words import Text
from tests.catalogue.small import ADULT, ask, moment, small

CHILD: dict[str, FactValue] = {**ADULT, "applicant.birth_date": "2014-05-01"}
NEW_PASSPORT = {**ADULT, "document.version": "NEW"}


def test_adult_resident_is_granted_what_the_law_grants() -> None:
    given_answer = ask()

    assert (given_answer.verdict, given_answer.sentence) == (Outcome.GRANT, Text("可以办理。", "This can be done."))


def test_each_rule_says_what_it_came_to() -> None:
    assert {reason.rule: reason.state for reason in ask().reasons} == {
        "RESIDENT": ReasonState.HOLDS,
        "GUARDIAN": ReasonState.NOT_CONCERNED,
        "BAR": ReasonState.BY_OFFICE,
        "YEARS": ReasonState.SETS,
        "SOLDIER": ReasonState.HOLDS,
    }


def test_rule_that_has_ended_is_not_asked() -> None:
    before = ask(on=date(2018, 12, 31)).reasons
    after = ask(on=date(2019, 1, 1)).reasons

    assert [reason.rule for reason in before if reason not in after and reason.rule == "CITY"] == ["CITY"]
    assert "CITY" not in [reason.rule for reason in after]


def test_reason_cites_only_the_law_in_force_on_the_day() -> None:
    old = next(reason for reason in ask(on=date(2009, 12, 31)).reasons if reason.rule == "RESIDENT")
    new = next(reason for reason in ask(on=date(2010, 1, 1)).reasons if reason.rule == "RESIDENT")

    assert ([law.code for law in old.basis], [law.code for law in new.basis]) == (["LAW-A"], ["LAW-B"])


def test_who_is_not_eligible_hears_the_sentence_of_the_rule() -> None:
    given_answer = ask(facts={**ADULT, "applicant.resident": False})

    assert given_answer.verdict is Outcome.NOT_ELIGIBLE
    assert [(reason.rule, reason.sentence.en) for reason in given_answer.deciding] == [("RESIDENT", "Only residents may apply.")]


def test_missing_fact_is_asked_for_with_its_own_question() -> None:
    given_answer = ask(facts={name: value for name, value in ADULT.items() if name != "applicant.birth_date"})

    assert given_answer.verdict is Outcome.ASK
    assert [(question.fact, question.ask.en) for question in given_answer.questions] == [
        ("applicant.birth_date", "When were you born?"),
        ("document.version", "Which version is the document?"),
    ]


def test_known_ground_against_it_counts_before_a_missing_fact() -> None:
    assert ask(facts={"applicant.resident": False}).verdict is Outcome.NOT_ELIGIBLE


def test_warning_decides_nothing() -> None:
    given_answer = ask(facts={**ADULT, "applicant.soldier": True})

    assert given_answer.verdict is Outcome.GRANT
    assert [reason.sentence.en for reason in given_answer.reasons if reason.rule == "SOLDIER"] == ["Please ask your unit first."]


def test_public_hears_what_to_bring_where_the_counter_would_ask_for_the_papers() -> None:
    public = next(reason for reason in ask(facts=CHILD).reasons if reason.rule == "GUARDIAN")
    counter = ask(facts=CHILD, audience=Audience.COUNTER)

    assert (public.state, public.materials) == (ReasonState.TO_BRING, ("CONSENT",))
    assert (counter.verdict, [question.fact for question in counter.questions]) == (
        Outcome.ASK,
        ["case.materials", "document.version"],
    )


def test_incomplete_papers_end_in_a_notice_with_its_items() -> None:
    given_answer = ask(facts={**CHILD, "case.materials": ("FORM",)}, audience=Audience.COUNTER)

    assert given_answer.verdict is Outcome.NOTICE
    assert [(reason.materials, reason.notice_items) for reason in given_answer.deciding] == [(("CONSENT",), ("A01",))]


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.COUNTER])
def test_list_is_never_read_for_the_public_or_at_the_counter(audience: Audience) -> None:
    """Nobody there learns of a hit, even where somebody hands it in."""
    with_hit = ask(facts={**ADULT, "lists.bar_hit": True}, audience=audience)
    without = ask(facts={**ADULT, "lists.bar_hit": False}, audience=audience)

    assert with_hit == without
    assert with_hit.verdict is Outcome.GRANT


def test_office_gets_the_ground_for_the_approval_officer() -> None:
    given_answer = ask(facts={**ADULT, "lists.bar_hit": True}, audience=Audience.OFFICE)

    assert (given_answer.verdict, [reason.rule for reason in given_answer.deciding]) == (Outcome.REFUSE, ["BAR"])


def test_material_says_why_it_is_needed_or_not() -> None:
    assert {need.code: need.state for need in ask(facts=CHILD, channel="kiosk").materials} == {
        "FORM": NeedState.REQUIRED,
        "CONSENT": NeedState.BECAUSE,
        "RECEIPT": NeedState.REQUIRED,
        "LETTER": NeedState.BY_OFFICE,
    }
    assert {need.code: need.state for need in ask().materials} == {
        "FORM": NeedState.REQUIRED,
        "CONSENT": NeedState.NOT_NEEDED,
        "LETTER": NeedState.BY_OFFICE,
    }


def test_material_of_some_channels_only_says_so_where_no_channel_is_named() -> None:
    receipt = next(need for need in ask(channel=None).materials if need.code == "RECEIPT")

    assert (receipt.state, receipt.because) == (NeedState.ASKS, Text("通过自助机申请的", "when applying by Kiosk"))


def test_order_before_the_reform_asks_for_the_reason_and_its_papers() -> None:
    without = ask(on=date(2009, 6, 1))
    with_reason = ask(on=date(2009, 6, 1), facts={**ADULT, "case.reason": "STUDY"})

    assert without.order is not None
    assert (without.verdict, without.order.kind, without.order.quota) == (Outcome.ASK, Order.BY_REASON, True)
    assert [reason.code for reason in without.order.reasons] == ["VISIT", "STUDY"]
    assert with_reason.verdict is Outcome.GRANT
    assert [(need.code, need.because and need.because.en) for need in with_reason.needed] == [
        ("FORM", None),
        ("ADMISSION", "because of the stated reason: Study"),
    ]


def test_reason_that_is_the_only_one_of_its_day_is_stated_by_asking_for_the_service() -> None:
    order = ask(on=date(2000, 6, 1)).order

    assert order is not None
    assert ([reason.code for reason in order.reasons], order.chosen, order.question) == (["STUDY"], "STUDY", None)


@pytest.mark.parametrize("turned", [False, True])
def test_material_asked_for_on_two_grounds_is_named_once_with_the_stronger(turned: bool) -> None:
    service = small().service_of["PASS-NEW"]
    twice = (*service.materials, service.materials[1].model_copy(update={"when": None}))
    changed = service.model_copy(update={"materials": twice[::-1] if turned else twice})
    book = small().model_copy(update={"services": (changed,)})

    assert [need.state for need in ask(book=book).materials if need.code == "CONSENT"] == [NeedState.REQUIRED]


def test_order_after_the_reform_asks_for_no_reason() -> None:
    order = ask(on=date(2010, 1, 1)).order

    assert order is not None
    assert (order.kind, order.reasons, order.question) == (Order.ON_DEMAND, (), None)


def test_fee_is_that_of_the_day_and_of_the_person() -> None:
    fees = [ask(on=date(2009, 1, 1)).fee, ask().fee, ask(facts=CHILD).fee]

    assert [fee and fee.total for fee in fees] == [200, 120, 140]


def test_fee_by_variant_asks_which_and_is_unknown_where_none_is_published() -> None:
    before = ask("VISA", on=date(2012, 6, 1)).fee
    single = ask("VISA", on=date(2012, 6, 1), facts={**ADULT, "case.variant": "ONE"}).fee
    many = ask("VISA", on=date(2013, 6, 1), facts={**ADULT, "case.variant": "MANY"}).fee

    assert before is not None
    assert single is not None
    assert many is not None
    assert (before.total, before.question and before.question.values) == (None, ("ONE", "MANY"))
    assert single.total == 100
    assert (many.total, many.lines) == (None, (FeeLine("endorsement", Text("签证费", "Visa"), None),))


def test_only_variant_offered_needs_no_choice() -> None:
    fee = ask("VISA", on=date(2004, 6, 1)).fee

    assert fee is not None
    assert fee.total == 100


def test_limits_end_on_days_of_the_calendar() -> None:
    limits = ask(accepted_at=moment(2024, 2, 8)).limits

    assert limits is not None
    assert limits.promised is not None
    assert limits.statutory is not None
    assert (limits.counted_from, limits.promised.due_on) == (date(2024, 2, 9), date(2024, 2, 19))
    assert (limits.statutory.due_on, limits.statutory.extended_due_on) == (date(2024, 3, 11), date(2024, 4, 8))


def test_acceptance_after_the_cut_off_hour_counts_as_the_next_working_day() -> None:
    in_time = ask(accepted_at=moment(2024, 1, 5, 17, 0)).limits
    late = ask(accepted_at=moment(2024, 1, 5, 17, 1)).limits

    assert [limits and limits.promised and limits.promised.due_on for limits in (in_time, late)] == [
        date(2024, 1, 10),
        date(2024, 1, 11),
    ]


def test_channel_has_its_own_promise() -> None:
    limits = ask(channel="kiosk", accepted_at=moment(2024, 1, 5)).limits

    assert limits is not None
    assert limits.promised is not None
    assert (limits.promised.value, limits.promised.due_on) == (1, date(2024, 1, 8))


def test_year_without_a_calendar_gives_the_limit_and_no_day() -> None:
    limits = ask(on=date(2012, 1, 5), accepted_at=moment(2012, 1, 5)).limits

    assert limits is not None
    assert limits.promised is not None
    assert (limits.promised.value, limits.promised.due_on, limits.note is not None) == (3, None, True)


def test_stages_share_out_the_promise() -> None:
    assert ask(accepted_at=moment(2024, 1, 5)).allowances == (
        StageDays(Stage.ACCEPTANCE, 0, date(2024, 1, 5)),
        StageDays(Stage.APPROVAL, 1, date(2024, 1, 8)),
        StageDays(Stage.PRODUCTION, 2, date(2024, 1, 10)),
    )


def test_registration_at_once_is_due_on_the_day_itself() -> None:
    limits = ask("VISA", on=date(2012, 6, 1)).limits

    assert limits is not None
    assert limits.promised is not None
    assert limits.promised.value == 0


def test_urgent_handling_is_open_to_whom_its_condition_holds_for() -> None:
    assert [answer.urgent and answer.urgent.is_open for answer in (ask(), ask(facts=CHILD), ask(on=date(2009, 1, 1)))] == [
        False,
        True,
        None,
    ]


def test_lists_are_exactly_those_of_the_day() -> None:
    assert [[need.code for need in ask(on=day).lists] for day in (date(2009, 12, 31), date(2010, 1, 1))] == [[], ["BAR"]]


def test_service_says_when_it_is_offered_and_what_followed_it() -> None:
    offers = [ask("VISA", on=day) for day in (date(1999, 1, 1), date(2003, 1, 1), date(2007, 1, 1), date(2020, 1, 1))]

    assert [given_answer.verdict for given_answer in offers] == [
        Outcome.NOT_OFFERED,
        Outcome.GRANT,
        Outcome.NOT_OFFERED,
        Outcome.NOT_OFFERED,
    ]
    assert [given_answer.offer.sentence.en for given_answer in offers] == [
        "This service is offered from 2000-01-01.",
        "This service is offered on that day.",
        "This service is offered from 2010-01-01.",
        "This service was offered until 2019-12-31. PASS-NEW has taken its place.",
    ]


def test_wrong_place_is_sent_to_the_right_one() -> None:
    facts = {**ADULT, "applicant.register_district": "990102", "office.district": "990101"}
    given_answer = ask(on=date(2012, 1, 1), facts=facts)

    assert given_answer.territory is not None
    assert (given_answer.verdict, given_answer.sentence.en) == (
        Outcome.ROUTE,
        "Please go to the hall of your own district.",
    )
    assert given_answer.territory.halls == ("H2",)


def test_district_that_was_renamed_leads_to_its_hall_of_the_day() -> None:
    facts = {**ADULT, "applicant.register_district": "990103"}
    territory = ask(on=date(2009, 6, 1), facts=facts).territory

    assert territory is not None
    assert territory.halls == ("H2",)


def test_most_particular_territory_counts() -> None:
    territories = [ask(channel="kiosk").territory, ask().territory, ask("VISA", on=date(2012, 1, 1)).territory]

    assert [territory and territory.code for territory in territories] == ["KIOSK", "CITY", "VISA"]


def test_channel_that_is_closed_on_the_day_is_a_wrong_place() -> None:
    facts = {**ADULT, "applicant.register_district": "990101", "office.district": "990101"}
    given_answer = ask(on=date(2012, 1, 1), channel="kiosk", facts=facts)

    assert (given_answer.verdict, given_answer.sentence.en) == (
        Outcome.ROUTE,
        "This channel does not take this service on that day.",
    )


def test_counter_approves_where_version_and_rule_allow_it() -> None:
    answers = [
        ask(facts=NEW_PASSPORT),
        ask(facts={**NEW_PASSPORT, "document.version": "OLD"}),
        ask(),
        ask(facts={**CHILD, "document.version": "NEW"}),
        ask(on=date(2009, 1, 1), facts=NEW_PASSPORT),
    ]

    assert [one.counter_approval and one.counter_approval.is_possible for one in answers] == [True, False, None, False, None]


def test_unknown_service_names_the_nearest() -> None:
    with pytest.raises(UnknownService) as refused:
        ask("PAS-NEW")

    assert refused.value.sentence.en == "There is no service “PAS-NEW”. Did you mean PASS-NEW?"


def test_unknown_channel_names_those_there_are() -> None:
    with pytest.raises(UnknownChannel, match="counter, kiosk"):
        ask(channel="telepathy")


def test_facts_that_are_not_declared_or_have_a_wrong_value_are_refused_together() -> None:
    with pytest.raises(FactsUnreadable) as refused:
        ask(facts={"applicant.height": 3, "applicant.resident": "yes", "case.reason": "HOLIDAY"})

    assert [problem.en for problem in refused.value.problems] == [
        "the rulebook knows no fact “applicant.height”",
        "“applicant.resident” should be of type bool",
        "“case.reason” cannot be “HOLIDAY” (known: VISIT, STUDY)",
    ]


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "applicant.birth_date": st.dates(date(1930, 1, 1), date(2024, 1, 1)).map(date.isoformat),
        "applicant.resident": st.booleans(),
        "applicant.soldier": st.booleans(),
        "applicant.register_city": st.sampled_from(["990100", "990200"]),
        "case.materials": st.sampled_from([(), ("FORM",), ("FORM", "CONSENT")]),
        "case.reason": st.sampled_from(["VISIT", "STUDY"]),
        "lists.bar_hit": st.booleans(),
    },
)


@given(
    st.sampled_from(["PASS-NEW", "VISA"]),
    st.dates(date(1998, 1, 1), date(2030, 1, 1)),
    FACTS,
    st.sampled_from(["counter", "kiosk", None]),
    st.sampled_from(list(Audience)),
)
def test_every_question_has_an_answer_that_explains_itself(
    service: str, on: date, facts: dict[str, FactValue], channel: str | None, audience: Audience
) -> None:
    given_answer = ask(service, on=on, facts=facts, channel=channel, audience=audience)

    assert all(reason.sentence.zh and reason.sentence.en for reason in given_answer.reasons)
    if given_answer.verdict is Outcome.ASK:
        assert given_answer.questions
    if given_answer.verdict in (Outcome.NOT_ELIGIBLE, Outcome.REFUSE, Outcome.NOTICE):
        assert given_answer.deciding


@given(FACTS, st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_answering_what_is_asked_comes_to_an_end(facts: dict[str, FactValue], on: date) -> None:
    """Each answered question is never put again."""
    replies: dict[str, FactValue] = {
        **ADULT,
        "case.materials": ("FORM", "CONSENT"),
        "case.reason": "VISIT",
        "document.version": "NEW",
        "office.district": "990101",
        "applicant.register_district": "990101",
    }
    known = dict(facts)
    for _ in range(len(replies) + 1):
        questions = ask(on=on, facts=known, audience=Audience.COUNTER).questions
        if not questions:
            break
        assert questions[0].fact not in known
        known[questions[0].fact] = replies[questions[0].fact]

    assert questions == ()


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_answer_changes_only_on_days_that_the_rulebook_names(on: date) -> None:
    """Between two days named in the rulebook everything but ages stays as it is."""
    named = {date(2010, 1, 1), date(2012, 1, 1), date(2015, 1, 1), date(2019, 1, 1)}
    following = on + timedelta(days=1)
    if following in named:
        return
    facts: dict[str, FactValue] = {**ADULT, "applicant.age": 40}

    before, after = (ask(on=day, facts=facts) for day in (on, following))

    assert (before.materials, before.fee, before.lists, before.channels, before.verdict) == (
        after.materials,
        after.fee,
        after.lists,
        after.channels,
        after.verdict,
    )


def test_answering_leaves_the_rulebook_as_it_was() -> None:
    before = small().model_dump_json()
    ask(facts=CHILD)

    assert small().model_dump_json() == before


def test_threads_share_a_rulebook() -> None:
    alone = ask()

    with ThreadPoolExecutor(max_workers=4) as threads:
        together = list(threads.map(lambda _: ask(), range(40)))

    assert together == [alone] * 40
