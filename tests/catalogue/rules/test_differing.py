"""What changed between two answers is said part by part."""

from __future__ import annotations

from datetime import date

from mumian.catalogue.rules.answers.differing import changes, reforms_between
from tests.catalogue.small import ask, small


def test_same_question_twice_has_no_change() -> None:
    assert changes(ask(), ask()) == ()


def test_reform_shows_in_every_part_that_it_changed() -> None:
    before, after = ask(on=date(2009, 6, 1), channel=None), ask(on=date(2016, 6, 1), channel=None)

    assert {change.part: (change.before.en, change.after.en) for change in changes(before, after)} == {
        "verdict": ("ask", "grant"),
        "order": ("by_reason with a quota", "on_demand"),
        "perhaps": ("CONSENT, LETTER", "CONSENT, LETTER, RECEIPT"),
        "fee": ("200 yuan in all.", "120 yuan in all."),
        "urgent": ("-", "1 working day"),
        "lists": ("-", "BAR"),
        "channels": ("counter", "counter, kiosk"),
        "territory": ("own_district", "own_city"),
        "counter_approval": ("-", "not settled"),
        "express": ("no", "yes"),
    }


def test_reforms_between_two_days_are_those_that_concern_the_service() -> None:
    found = [reforms_between(small(), service, date(2009, 1, 1), date(2012, 1, 1)) for service in ("PASS-NEW", "VISA")]

    assert [[reform.code for reform in reforms] for reforms in found] == [["ON-DEMAND"], []]


def test_reform_before_the_first_day_is_left_out() -> None:
    assert reforms_between(small(), "PASS-NEW", date(2010, 1, 2), date(2012, 1, 1)) == ()
