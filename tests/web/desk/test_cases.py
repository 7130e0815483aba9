"""Work lists: what they show, to whom, in how many queries, and bulk approval."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.audit.models import Act
from mumian.cases.models import Case
from mumian.cases.queries.work_lists import Wanted, seen_alike
from mumian.cases.services import open_group, pause_clock
from mumian.cases.terms import CaseId, CaseStage, StopGround
from mumian.foundation.identifiers.codes import LETTERS
from mumian.offices.queries import officer_by_badge
from mumian.offices.services import appoint_officers
from mumian.offices.terms import Role
from mumian.people.models import Person
from mumian.people.rules.masking import masked_name
from mumian.web.shared.drawing import Drawings
from tests.factories import cases
from tests.factories.cases import AT, Office, on_duty
from tests.factories.offices import appointment, posting
from tests.factories.people import ADULT_NUMBER
from tests.web.desk.conftest import AtDesk

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
LIST = "/desk/cases"
QUERIES = 14


def receipt(case_id: CaseId) -> str:
    return LETTERS.shown(Case.objects.get(pk=case_id).receipt_number or "")


def shown(page: str) -> list[int]:
    """The cases of a list, in order."""
    return [int(found) for found in re.findall(r'<tr id="case-(\d+)"', page)]


def test_list_shows_the_cases_of_a_stage_with_the_name_covered(staffed: Office, at_desk: AtDesk) -> None:
    here, _ = cases.accepted(staffed), cases.approved(staffed)

    page = at_desk(staffed.approver).get(LIST, {"stage": "accepted"}, headers=ENGLISH).text

    name = Person.objects.get(pk=staffed.applicant).name
    assert (shown(page), receipt(here) in page, masked_name(name) in page, name in page) == ([here], True, True, False)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"hall": "H01"}, True),
        ({"hall": "H02"}, False),
        ({"service": "PP-NEW"}, True),
        ({"service": "HM-G"}, False),
        ({"due_until": "2026-12-31"}, True),
        ({"due_until": "2026-11-21"}, False),
        ({"colour": "green"}, True),
        ({"colour": "red"}, False),
        ({"stopped": "yes"}, False),
        ({"urgent": "yes"}, False),
        ({"mine": "yes"}, False),
        ({"group": "1"}, False),
        ({"colour": "no such", "hall": "", "due_until": "soon"}, True),
    ],
)
def test_filters_stand_in_the_address(staffed: Office, at_desk: AtDesk, filters: dict[str, str], found: bool) -> None:
    case_id = cases.accepted(staffed)

    page = at_desk(staffed.approver).get(LIST, {"stage": "accepted", **filters}).text

    assert shown(page) == ([case_id] if found else [])


def test_time_left_of_the_stage_stands_beside_that_of_the_whole_in_its_own_colour(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed, at=AT - timedelta(days=7))
    client = at_desk(staffed.approver)

    row = client.get(LIST, {"stage": "accepted"}).text.partition(f'<tr id="case-{case_id}"')[2].partition("</tr>")[0]
    sheet = client.get(f"{LIST}/{case_id}").text

    assert re.findall(r'class="time-left ([a-z-]+)"', row) == ["two-days", "overdue"]
    assert set(re.findall(r'class="time-left ([a-z-]+)"', sheet)) >= {"two-days", "overdue"}


def test_contact_finds_his_cases_among_his_own(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    assert shown(at_desk(staffed.acceptor).get(LIST, {"mine": "yes"}).text) == [case_id]


def test_stopped_clock_is_said_in_words(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    pause_clock(case_id=case_id, ground=StopGround.HEARING, reason="听证", by=on_duty(staffed.approver), at=AT)

    page = at_desk(staffed.approver).get(LIST, {"stage": "accepted", "stopped": "yes"}, headers=ENGLISH).text

    assert (shown(page), "clock stopped" in page) == ([case_id], True)


def test_another_hall_sees_nothing_of_it(staffed: Office, at_desk: AtDesk) -> None:
    cases.accepted(staffed)
    appoint_officers(appointments=[appointment("300002", posting(Role.ACCEPTANCE_OFFICER, hall="H02"))])
    officer = officer_by_badge("300002", on=AT.date())
    assert officer

    assert shown(at_desk(officer).get(LIST, {"stage": "accepted"}).text) == []


@pytest.mark.parametrize("number", [1, 4])
def test_list_costs_the_same_for_few_and_many(
    staffed: Office, at_desk: AtDesk, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        cases.accepted(staffed)
    client = at_desk(staffed.approver)

    with django_assert_num_queries(QUERIES):
        client.get(LIST, {"stage": "accepted"})


# ---- approving together


def test_harmless_are_those_that_nothing_speaks_against(staffed: Office, at_desk: AtDesk) -> None:
    open_lists, clear, stopped = cases.accepted(staffed), cases.cleared(staffed), cases.cleared(staffed)
    pause_clock(case_id=stopped, ground=StopGround.HEARING, reason="听证", by=on_duty(staffed.approver), at=AT)

    found = shown(at_desk(staffed.approver).get(LIST, {"stage": "accepted", "harmless": "yes"}).text)

    assert (set(found) <= {clear}, open_lists in found) == (True, False)


def test_nobody_else_learns_from_a_filter_what_lists_say(staffed: Office, at_desk: AtDesk) -> None:
    cases.cleared(staffed)

    assert shown(at_desk(staffed.acceptor).get(LIST, {"stage": "accepted", "harmless": "yes"}).text) == []


def test_ticked_cases_are_approved_each_with_its_own_act(staffed: Office, at_desk: AtDesk) -> None:
    wanted = [cases.cleared(staffed) for _ in range(2)]

    answer = at_desk(staffed.approver).post(f"{LIST}?stage=accepted", {"case": wanted, "key": "k"})

    acts = Act.objects.filter(act="approve_case").order_by("thing").values_list("thing", "actor_id")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}?stage=accepted&approved=2")
    assert sorted(acts) == sorted((f"case:{case_id}", "200003") for case_id in wanted)


def test_what_was_not_approved_is_shown_with_its_sentence(staffed: Office, at_desk: AtDesk) -> None:
    clear, not_clear = cases.cleared(staffed), cases.accepted(staffed)

    answer = at_desk(staffed.approver).post(f"{LIST}?stage=accepted", {"case": [clear, not_clear]}, headers=ENGLISH)

    assert (answer.status_code, cases.stage(clear), cases.stage(not_clear)) == (200, "approved", "accepted")
    assert "not every reference list is cleared" in answer.text


def test_nothing_ticked_is_an_answer(staffed: Office, at_desk: AtDesk) -> None:
    answer = at_desk(staffed.approver).post(f"{LIST}?stage=accepted", {}, headers=ENGLISH)

    assert (answer.status_code, "no case is ticked" in answer.text) == (422, True)


@pytest.mark.parametrize("who", ["acceptor", "second", "countersigner", "producer", "checker", "hander", "supervisor", "leader"])
def test_nobody_but_approval_ticks_or_approves(staffed: Office, at_desk: AtDesk, who: str) -> None:
    case_id = cases.cleared(staffed)
    client = at_desk(getattr(staffed, who))

    page = client.get(LIST, {"stage": "accepted"}).text
    answer = client.post(f"{LIST}?stage=accepted", {"case": [case_id]}, headers=ENGLISH)

    assert ("approve-many" in page, answer.status_code, cases.stage(case_id)) == (False, 422, "accepted")


# ---- search


def test_search_by_receipt_goes_straight_to_the_case(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    answer = at_desk(staffed.approver).get(f"{LIST}/search?q={quote(receipt(case_id))}")

    assert answer.headers["Location"] == f"{LIST}/{case_id}"


def test_search_that_finds_several_lists_them(staffed: Office, at_desk: AtDesk) -> None:
    found = {cases.accepted(staffed), cases.accepted(staffed)}

    page = at_desk(staffed.approver).get(f"{LIST}/search", {"q": ADULT_NUMBER.value}).text

    assert set(shown(page)) == found


def test_search_that_finds_nothing_says_so(staffed: Office, at_desk: AtDesk) -> None:
    page = at_desk(staffed.approver).get(f"{LIST}/search?q=nobody", headers=ENGLISH).text

    assert "No case was found" in page


def test_landing_page_counts_the_officers_lists(staffed: Office, at_desk: AtDesk) -> None:
    cases.accepted(staffed)

    page = at_desk(staffed.approver).get("/desk/", headers=ENGLISH).text

    assert re.search(r'href="/desk/cases\?stage=accepted">To be decided.*?<strong>1</strong>', page, re.DOTALL)


def test_family_stands_on_one_list_with_its_sheet(staffed: Office, at_desk: AtDesk) -> None:
    group = open_group(by=on_duty(staffed.acceptor), at=AT)
    together = {cases.accepted(staffed, group_id=group) for _ in range(2)}
    cases.accepted(staffed)

    page = at_desk(staffed.approver).get(LIST, {"group": str(group)}, headers=ENGLISH).text

    assert (set(shown(page)), "Applications of a family" in page, f"/families/{group}.pdf" in page) == (together, True, True)


REFRESH = {"mumian-live": "refresh"}


@pytest.fixture
def nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> Drawings:
    """What earlier tests drew is not shown."""
    drawings = Drawings()
    monkeypatch.setattr("mumian.web.desk.views.cases.DRAWINGS", drawings)
    return drawings


def test_page_that_reads_itself_again_is_given_the_list_alone(staffed: Office, at_desk: AtDesk, nothing_drawn: Drawings) -> None:
    case_id, client = cases.accepted(staffed), at_desk(staffed.approver)
    whole = client.get(LIST, {"stage": "accepted"}).text

    alone = client.get(LIST, {"stage": "accepted"}, headers=REFRESH).text.strip()

    assert (alone in whole, alone.startswith("<section"), shown(alone)) == (True, True, [case_id])


def test_drawing_is_shared_by_those_who_see_the_same_and_by_nobody_else(
    staffed: Office, at_desk: AtDesk, nothing_drawn: Drawings
) -> None:
    case_id = cases.accepted(staffed)
    appoint_officers(appointments=[appointment("300002", posting(Role.ACCEPTANCE_OFFICER, hall="H02"))])
    elsewhere = officer_by_badge("300002", on=AT.date())
    assert elsewhere
    clients = [at_desk(one) for one in (staffed.approver, elsewhere, staffed.countersigner, staffed.approver2)]

    pages = [one.get(LIST, {"stage": "accepted"}, headers=REFRESH) for one in clients]

    assert [shown(page.text) for page in pages] == [[case_id], [], [case_id], [case_id]]
    assert ["approve-many" in page.text for page in pages] == [True, False, False, True]
    assert len(nothing_drawn._of) == 3  # the two who approve share one


def test_lists_of_his_own_and_of_what_is_not_accepted_are_drawn_for_each_officer(staffed: Office) -> None:
    lists = [Wanted(stage=CaseStage.ACCEPTED), Wanted(mine=True), Wanted(stage=CaseStage.ACCEPTED, harmless=True), Wanted()]

    alike = [seen_alike(one, staffed.approver) == seen_alike(one, staffed.approver2) for one in lists]

    assert alike == [True, False, False, False]
