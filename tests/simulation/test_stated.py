"""What people of the town state, against the rulebook of the office."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mumian.catalogue.rules.answers import answer
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.reading import read_rulebook
from mumian.catalogue.terms import Audience
from mumian.simulation.parts.cases import stated
from mumian.simulation.town.applicants import applicant
from mumian.simulation.town.demand import era_of, mix_on
from mumian.simulation.town.steps import is_offered
from mumian.simulation.volumes import read_volumes

FOLDER = Path(__file__).resolve().parents[2] / "rulebooks" / "guangzhou"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return read_rulebook(FOLDER).book


@pytest.mark.parametrize("on", [date(2005, 9, 30), date(2026, 3, 2)])
def test_whoever_comes_for_whatever_has_stated_all_that_the_rulebook_asks(on: date, book: Rulebook) -> None:
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    volumes = read_volumes(FOLDER / "volumes.yaml")
    mix = mix_on(era_of(volumes, on).mix, lambda code: code in book.service_of and is_offered(book, code, on))

    asked = {}
    for service in mix:
        for number in (1, 2):
            who = applicant(number, seed=1, service=service, district="440104", on=on)
            facts = {**stated({"service": service}, who, book), "office.district": "440104"}
            said = answer(book, service, on=on, facts=facts, channel="counter", accepted_at=at, audience=Audience.COUNTER)
            if said.questions:
                asked[service] = [question.fact for question in said.questions]
    assert (len(mix) >= 15, asked) == (True, {})
