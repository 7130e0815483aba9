from __future__ import annotations

from datetime import date

import pytest

from mumian.cases.rules.validity import valid_until
from mumian.catalogue.rules.book.services import ValiditySpan, Variant

TODAY = date(2026, 11, 20)
GROWN, FIFTEEN, SIXTEEN = date(1990, 1, 1), date(2010, 11, 21), date(2010, 11, 20)
PASSPORT = ValiditySpan.model_validate({"under_16_years": 5, "from_16_years": 10})


def variant(**facts: object) -> Variant:
    return Variant.model_validate({"code": "V", "name": {"zh": "种", "en": "kind"}, **facts})


def ends(span: ValiditySpan, *, born_on: date = GROWN, kind: Variant | None = None, carrier: date | None = None) -> date | None:
    return valid_until([span], variant=kind, born_on=born_on, issued_on=TODAY, carrier_ends=carrier)


@pytest.mark.parametrize(
    ("born_on", "last"),
    [(GROWN, date(2036, 11, 19)), (SIXTEEN, date(2036, 11, 19)), (FIFTEEN, date(2031, 11, 19))],
)
def test_passport_is_good_for_ten_years_from_sixteen_and_five_before(born_on: date, last: date) -> None:
    assert ends(PASSPORT, born_on=born_on) == last


@pytest.mark.parametrize(
    ("says", "last"),
    [
        ({"years": 5}, date(2031, 11, 19)),
        ({"months": 3}, date(2027, 2, 19)),
        ({"days": 30}, date(2026, 12, 19)),
        ({"max_days": 180}, date(2027, 5, 18)),
        ({"min_days": 90, "max_years": 5}, date(2031, 11, 19)),
        ({"permanent": True}, None),
        ({"none": True}, None),
        ({}, None),
    ],
)
def test_rule_says_how_long(says: dict[str, object], last: date | None) -> None:
    assert ends(ValiditySpan.model_validate(says)) == last


@pytest.mark.parametrize(
    ("facts", "last"),
    [
        ({"months": 12}, date(2027, 11, 19)),
        ({"months_to": 6}, date(2027, 5, 19)),
        ({"stay_days": 30}, date(2026, 12, 19)),
        ({}, None),
    ],
)
def test_variant_says_how_long(facts: dict[str, object], last: date | None) -> None:
    assert ends(ValiditySpan(by_variant=True), kind=variant(**facts)) == last


def test_nothing_outlives_what_carries_it() -> None:
    assert ends(ValiditySpan(by_variant=True), kind=variant(months=12), carrier=date(2027, 1, 1)) == date(2027, 1, 1)


def test_rule_of_the_service_comes_before_that_of_the_document() -> None:
    spans = [None, ValiditySpan(none=True), ValiditySpan(days=1), PASSPORT]

    assert valid_until(spans, variant=None, born_on=GROWN, issued_on=TODAY) == TODAY


def test_month_without_that_day_ends_a_day_before_its_last() -> None:
    assert valid_until([ValiditySpan(months=3)], variant=None, born_on=GROWN, issued_on=date(2026, 11, 30)) == date(2027, 2, 27)
