"""The services, rules and lists of the Guangzhou rulebook agree with each other and with the account of 2006."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mumian.catalogue.rules.book.facts import RuleVersion
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Service
from mumian.catalogue.rules.book.values import Span, all_on_day, on_day
from mumian.catalogue.rules.knowledge import READ_BY_PROGRAM, reads
from mumian.catalogue.rules.reading import read_rulebook
from mumian.catalogue.terms import LimitUnit
from mumian.catalogue.terms import Path as Way

FOLDER = Path(__file__).resolve().parents[2] / "rulebooks" / "guangzhou"
IN_2006 = date(2006, 6, 1)
LIST_OF_FACT = {
    "lists.filed_staff_hit": "FILED_STAFF",
    "lists.exit_bar_hit": "EXIT_BAR",
    "lists.hkmo_violation_hit": "HKMO_VIOLATION",
    "lists.wanted_hit": "WANTED",
    "lists.population_agrees": "POPULATION",
}
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return read_rulebook(FOLDER).book


def _days_of_change(service: Service) -> Iterator[date]:
    """The first day of every span of the service, as far as it is offered then, and a day of today."""
    spans: list[Span] = [
        *service.offered,
        *service.order,
        *service.eligibility,
        *service.lists,
        *service.materials,
        *service.fee,
        *service.limits,
        *service.channels,
    ]
    days = {span.from_on for span in spans if span.from_on} | {IN_2006, TODAY}
    yield from sorted(day for day in days if on_day(service.offered, day))


def _lists_read(version: RuleVersion) -> set[str]:
    return {LIST_OF_FACT[fact] for _, text in version.expressions for fact in reads(text) if fact in LIST_OF_FACT}


def test_the_rules_are_r01_to_r30(book: Rulebook) -> None:
    assert [rule.code for rule in book.rules] == [f"R{number:02}" for number in range(1, 31)]


def test_every_rule_is_asked_by_some_service(book: Rulebook) -> None:
    asked = {code for service in book.services for span in service.eligibility for code in span.rules}

    assert set(book.rule_of) - asked == set()


def test_every_condition_and_reason_is_used(book: Rulebook) -> None:
    conditions = {
        *(need.when for service in book.services for need in service.materials),
        *(urgent.when for service in book.services for urgent in service.urgent),
        *(item.when for service in book.services for span in service.fee for item in span.items),
        *(promise.when for service in book.services for span in service.limits for promise in span.promised),
    }
    reasons = {code for service in book.services for span in service.order for code in span.reasons}

    assert (set(book.condition_of) - conditions, set(book.reason_of) - reasons) == (set(), set())


def test_every_fact_is_read_or_set(book: Rulebook) -> None:
    versions = [version for rule in book.rules for version in rule.versions]
    texts = [
        *(text for version in versions for _, text in version.expressions),
        *(condition.when for condition in book.conditions),
        *(entry.holds for entry in book.territory),
        *(fact.derive for fact in book.facts),
    ]
    used = {fact for text in texts for fact in reads(text)} | {version.sets for version in versions} | set(READ_BY_PROGRAM)

    assert set(book.fact_of) - used == set()


def test_a_case_clears_every_list_that_its_rules_read(book: Rulebook) -> None:
    uncleared = []
    for service in book.services:
        for day in _days_of_change(service):
            rules = on_day(service.eligibility, day)
            lists = on_day(service.lists, day)
            versions = [on_day(book.rule_of[code].versions, day) for code in (rules.rules if rules else ())]
            read = {code for version in versions if version for code in _lists_read(version)}
            if missing := read - set(lists.codes if lists else ()):
                uncleared.append((service.code, day, missing))

    assert uncleared == []


def test_no_service_asks_for_a_paper_that_was_not_in_use(book: Rulebook) -> None:
    strange = [
        (service.code, need.code, day)
        for service in book.services
        for day in _days_of_change(service)
        for need in all_on_day(service.materials, day)
        if not book.material_of[need.code].holds_on(day)
    ]

    assert strange == []


def test_every_service_is_asked_in_the_examples(book: Rulebook) -> None:
    assert set(book.service_of) - {example.service for example in book.examples} == set()


def test_in_2006_approval_moved_forward_for_three_endorsements_on_the_2000_version(book: Rulebook) -> None:
    found = {
        service.code: span.document_versions
        for service in book.services
        if (span := on_day(service.counter_approval, IN_2006)) and on_day(service.offered, IN_2006)
    }

    assert found == {"HM-G-REPEAT": ("HM-2000",), "HM-T": ("HM-2000",), "HM-L": ("HM-2000",)}


def test_counter_approval_is_for_services_that_pass_three_departments(book: Rulebook) -> None:
    assert {service.path for service in book.services if service.counter_approval} == {Way.FULL}


def test_what_is_registered_at_once_clears_no_list(book: Rulebook) -> None:
    registered = {
        service.code: [span.codes for span in service.lists] for service in book.services if service.path is Way.REGISTRATION
    }

    assert registered == {"AR-REG": [()], "QY-RECORD": [()], "DC-LOSS": [()], "DC-COLLECT": [()]}


def test_passports_of_the_order_of_2003_clear_three_lists_and_hk_macao_permits_five(book: Rulebook) -> None:
    cleared = {code: on_day(book.service_of[code].lists, IN_2006) for code in ("PP-NEW", "HM-NEW")}

    assert {code: span.codes if span else None for code, span in cleared.items()} == {
        "PP-NEW": ("FILED_STAFF", "EXIT_BAR", "WANTED"),
        "HM-NEW": ("FILED_STAFF", "EXIT_BAR", "HKMO_VIOLATION", "WANTED", "POPULATION"),
    }


def test_urgent_handling_is_never_slower_than_the_ordinary_promise(book: Rulebook) -> None:
    slower = [
        (service.code, day)
        for service in book.services
        for day in _days_of_change(service)
        if (urgent := on_day(service.urgent, day)) and (limits := on_day(service.limits, day))
        for promise in limits.promised
        if promise.unit is LimitUnit.WORKING_DAY and urgent.days > promise.days
    ]

    assert slower == []


def test_every_fee_since_october_2004_states_its_basis_or_source(book: Rulebook) -> None:
    unfounded = [
        (service.code, span.from_on)
        for service in book.services
        for span in service.fee
        if span.items and span.to_on != date(2004, 10, 1) - timedelta(days=1) and not (span.basis or span.sources)
    ]

    assert unfounded == []


def test_reforms_that_sources_date_differently_name_both(book: Rulebook) -> None:
    disputed = {reform.code: [source.code for source in reform.sources] for reform in book.reforms if reform.disagree}

    assert disputed == {
        "RF-2003-08-INDIVIDUAL": ["PG-IVS", "DESC2006"],
        "RF-2004-08-HKMO": ["DESC2006", "PG-IVS"],
        "RF-2005-10-KIOSK": ["PG-KIOSK", "DESC2006"],
        "RF-2014-05-CARD": ["PG-CA", "OWN"],
    }
