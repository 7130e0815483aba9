"""Every service of the rulebook walks its path from draft to the archive."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path as File

import pytest

from mumian.cases.models import Case, FrozenList
from mumian.cases.services import (
    accept_application,
    approve_case,
    archive,
    hand_out_document,
    open_draft,
    pass_quality,
    start_production,
    submit_application,
    take_in_materials,
)
from mumian.cases.terms import CaseStage
from mumian.catalogue.rules.answers import answer
from mumian.catalogue.rules.book.time import AcceptanceExample
from mumian.catalogue.rules.reading import read_rulebook
from mumian.catalogue.terms import Outcome, Path
from mumian.foundation.clock import moment_at
from tests.factories.cases import Office, by_somebody, clear, needed, on_duty
from tests.factories.people import ADULT_NUMBER

pytestmark = [pytest.mark.django_db, pytest.mark.core]

BOOK = read_rulebook(File(__file__).resolve().parents[3] / "rulebooks" / "guangzhou").book
FIRST_YEAR_COUNTED = 2003


def _examples() -> list[AcceptanceExample]:
    """One example of each service, the latest that can be granted once all papers are there."""
    found: dict[str, AcceptanceExample] = {}
    for example in sorted(BOOK.examples, key=lambda one: (one.expect.verdict == Outcome.GRANT, one.on)):
        fits = example.expect.verdict in (Outcome.GRANT, Outcome.NOTICE) and example.on.year >= FIRST_YEAR_COUNTED
        if fits:
            found[example.service] = example
    return [found[service.code] for service in BOOK.services]


EXAMPLES = _examples()
LIFE = {
    Path.FULL: ["submitted", "accepted", "approved", "in_production", "ready", "collected", "archived"],
    Path.DECISION: ["submitted", "accepted", "approved", "archived"],
    Path.REGISTRATION: ["submitted", "registered", "archived"],
}


def test_there_is_an_example_of_every_service() -> None:
    assert len({example.service for example in EXAMPLES}) == len(BOOK.services) == 77


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.service for example in EXAMPLES])
def test_service_walks_its_path_from_draft_to_the_archive(example: AcceptanceExample, staffed: Office) -> None:
    at = moment_at(example.on, time(10))

    case = walk(example, staffed, at)

    lists = {code for span in BOOK.service_of[example.service].lists if span.holds_on(example.on) for code in span.codes}
    frozen = set(FrozenList.objects.filter(case=case).values_list("list_id", flat=True))
    stages = [move.to_stage for move in case.moves_made.order_by("number")]
    assert (stages, frozen) == (LIFE[Path(case.path)], lists)


def right_hall(example: AcceptanceExample) -> str:
    """A hall to which the rulebook sends the applicant of the example."""
    said = answer(BOOK, example.service, on=example.on, facts=example.facts, channel=example.channel or "counter")
    return said.territory.halls[0] if said.territory else "H01"


def walk(example: AcceptanceExample, of: Office, at: datetime) -> Case:
    """All commands of the path, each by its own officer."""
    case_id = open_draft(
        service=example.service,
        channel=example.channel or "counter",
        applicant=of.applicant,
        applied_with=ADULT_NUMBER.value,
        facts={name: value for name, value in example.facts.items() if name != "case.materials"},
        by=by_somebody(),
        at=at,
    )
    submit_application(case_id=case_id, by=by_somebody(), at=at)
    take_in_materials(case_id=case_id, materials=needed(case_id, at=at), by=on_duty(of.acceptor), at=at)
    accept_application(case_id=case_id, hall=right_hall(example), identity_checked=True, by=on_duty(of.acceptor), at=at)
    case = Case.objects.get(pk=case_id)
    if case.stage == CaseStage.ACCEPTED:
        clear(of, case_id, at=at)
        approve_case(case_id=case_id, by=on_duty(of.approver), at=at)
    if Path(case.path) is Path.FULL:
        start_production(case_id=case_id, by=on_duty(of.producer), at=at)
        pass_quality(case_id=case_id, by=on_duty(of.checker), at=at)
        hand_out_document(case_id=case_id, identity_checked=True, by=on_duty(of.hander), at=at)
    archive(case_id=case_id, at=at + timedelta(days=31))
    return Case.objects.get(pk=case_id)
