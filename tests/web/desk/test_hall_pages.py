"""A hall's manager, service days, figures and the outside survey, and the open ticket as the reason for a look."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from mumian.audit.queries.acts import looks_at
from mumian.audit.terms import Reason, Thing
from mumian.cases.models import Case
from mumian.cases.terms import STAGE_NAMES, CaseStage, case_key
from mumian.offices.models import Bureau
from mumian.offices.queries import OfficerSheet, officer_by_badge
from mumian.offices.services import appoint_officers
from mumian.offices.terms import Role
from mumian.people.terms import person_key
from mumian.queueing.queries import flow, service_days
from mumian.queueing.services import begin_service, call_next, end_service, open_window, rate, set_reference, take_ticket
from mumian.queueing.terms import Answer, RatingReason
from mumian.web.shared.devices import COOKIE
from tests.factories import cases
from tests.factories.cases import AT, HOUR, Office
from tests.factories.offices import appointment, posting
from tests.web.desk.conftest import AtDesk

pytestmark = pytest.mark.django_db

NOW = AT + HOUR
WINDOW = "H01-W01"
ENGLISH = {"accept-language": "en"}
DAY = {
    "code": "D26A",
    "zh": "花城广场便民日",
    "en": "Day on the square",
    "place_zh": "虚构广场",
    "first_on": f"{NOW:%Y-%m-%d}",
    "last_on": f"{NOW:%Y-%m-%d}",
    "hours": "09:00-12:00",
    "windows": "2",
    "service": ["ENDORSE"],
}


def holder(badge: str, role: Role, **place: str) -> OfficerSheet:
    bureau = Bureau.objects.get(parent=None).code
    appoint_officers(appointments=[appointment(badge, posting(role, bureau=bureau, **place))])
    found = officer_by_badge(badge, on=NOW.date())
    assert found is not None
    return found


@pytest.fixture
def manager(staffed: Office, at_desk: AtDesk) -> Client:
    return at_desk(holder("300009", Role.HALL_MANAGER, hall="H01"))


def served(officer: OfficerSheet, *, reference: str = "", contact: str = "") -> tuple[str, str]:
    """A visit from the number to the end; answers what is printed on the ticket and the key of its rating."""
    open_window(window=WINDOW, officer=officer.officer_id, at=NOW, skills=["ENDORSE"])
    slip = take_ticket(hall="H01", services=["ENDORSE"], at=NOW, contact=contact)
    call_next(window=WINDOW, officer=officer.officer_id, at=NOW + timedelta(seconds=5))
    begin_service(window=WINDOW, officer=officer.officer_id, at=NOW + timedelta(seconds=30))
    if reference:
        set_reference(window=WINDOW, officer=officer.officer_id, reference=reference, at=NOW + timedelta(seconds=40))
    return slip.label, end_service(window=WINDOW, officer=officer.officer_id, at=NOW + timedelta(seconds=300)).rating_key


def test_a_manager_opens_a_window_for_whoever_sits_down_there(manager: Client, staffed: Office) -> None:
    badge = staffed.acceptor.badge_number

    opened = manager.post("/desk/hall/H01", {"act": "open", "window": WINDOW, "badge": badge})

    assert opened.status_code == 303
    slip = take_ticket(hall="H01", services=["ENDORSE"], at=NOW)
    called = call_next(window=WINDOW, officer=staffed.acceptor.officer_id, at=NOW + timedelta(seconds=5))
    assert called is not None
    assert called.label == slip.label


@pytest.mark.parametrize(("badge", "says"), [("000000", "nobody has this badge"), ("", "nobody has this badge")])
def test_a_badge_that_is_nobodys_opens_no_window_and_stays_typed(manager: Client, badge: str, says: str) -> None:
    answer = manager.post("/desk/hall/H01", {"act": "open", "window": WINDOW, "badge": badge}, headers=ENGLISH)

    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{badge}"' in answer.text


def test_a_service_day_has_its_own_machine_windows_and_figures(
    manager: Client, at_desk: AtDesk, settings: Settings, staffed: Office
) -> None:
    settings.DEMO_MODE = True
    settings.PRINTED_FOLDER = None
    opened = manager.post("/desk/service-days", {**DAY, "staff": "200001 200012"})
    taken = Client().post("/machine/D26A/take", {"s": "ENDORSE"})
    window = at_desk(staffed.acceptor2)
    done = [window.post("/counter/window/", {"act": act}).status_code for act in ("open", "next", "begin", "end")]

    page = manager.get("/desk/service-days", headers=ENGLISH).text

    assert (opened.status_code, taken.status_code, done) == (303, 303, [303] * 4)
    assert [(one.hall, one.staff, one.tickets, one.served) for one in service_days()] == [("D26A", 2, 1, 1)]
    assert {line.hall for line in flow(first_on=NOW.date(), last_on=NOW.date())} == {"D26A"}
    assert "Day on the square" in page


@pytest.mark.parametrize(
    "wrong",
    [{"code": "?"}, {"hours": "9-12"}, {"last_on": ""}, {"staff": "999999"}, {"windows": "0"}, {"service": []}, {"code": "H01"}],
)
def test_a_service_day_that_makes_no_sense_is_refused_with_what_was_typed(manager: Client, wrong: dict[str, str]) -> None:
    answer = manager.post("/desk/service-days", {**DAY, **wrong}, headers=ENGLISH)

    assert (answer.status_code, service_days()) == (422, ())
    assert "花城广场便民日" in answer.text


def test_a_sample_goes_out_once_and_signed_results_stand_beside_our_own(staffed: Office, at_desk: AtDesk) -> None:
    label, key = served(staffed.acceptor, contact="13900000017")
    rate(rating_key=key, answer=Answer.SATISFIED, at=NOW + timedelta(seconds=310))
    centre = Ed25519PrivateKey.generate()
    public = centre.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    leader = at_desk(staffed.leader)
    days = {"first_on": DAY["first_on"], "last_on": DAY["last_on"]}

    file = leader.post("/desk/survey", {"act": "draw", "name": "2026", "seed": "7", "size": "1", "public_key": public, **days})
    blind = file.text.splitlines()[1].split(",")[0]
    body = f"sample: 2026\nblind,hall,environment,efficiency,attitude\n{blind},H01,1,1,0\n"
    forged, signed = (
        leader.post("/desk/survey", {"act": "take", "sample": "2026", "file": SimpleUploadedFile("r.csv", sent.encode())})
        for sent in (f"{body}signature: {'00' * 64}\n", f"{body}signature: {centre.sign(body.encode()).hex()}\n")
    )
    page = leader.get("/desk/survey", headers=ENGLISH).text

    assert "13900000017" in file.text
    assert label not in file.text
    assert (forged.status_code, signed.status_code) == (422, 303)
    assert re.search(r"manner of service</th>\s*<td[^>]*>1</td>\s*<td[^>]*>0.0</td>", page)
    assert "100.0 (20.7–100.0, n 1)" in page


def test_who_works_in_halls_does_not_see_the_survey(manager: Client, staffed: Office, at_desk: AtDesk) -> None:
    assert [client.get("/desk/survey").status_code for client in (manager, at_desk(staffed.acceptor))] == [403, 403]


def test_a_sample_that_cannot_be_drawn_is_refused(staffed: Office, at_desk: AtDesk) -> None:
    leader = at_desk(staffed.leader)
    whole = {"act": "draw", "name": "2026", "seed": "7", "size": "5", "public_key": "00" * 32, "first_on": DAY["first_on"]}

    answers = [leader.post("/desk/survey", typed).status_code for typed in (whole, {**whole, "last_on": DAY["last_on"]}, {})]

    assert answers == [422, 422, 422]


def test_ratings_are_joined_to_the_document_of_the_case(manager: Client, staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    _label, key = served(staffed.acceptor, reference=case_key(case_id))
    rate(rating_key=key, answer=Answer.FAIR, reasons=[RatingReason.LONG_WAIT], at=NOW + timedelta(seconds=310))

    page = manager.get("/desk/visit-figures?by=document", headers=ENGLISH).text
    table = manager.get("/desk/visit-ratings.csv?by=document", headers=ENGLISH).text
    flows = manager.get("/desk/visit-figures.csv").text

    assert "Ordinary passport" in page
    assert table.splitlines()[1] == "PASSPORT,Ordinary passport,1,0,1,0,0.0,0.0,0.7935,"
    assert flows.splitlines()[1].startswith("H01,ENDORSE,")


@pytest.mark.parametrize("by", ["hall", "service", "officer", "document"])
def test_a_manager_sees_ratings_of_his_own_hall_alone(staffed: Office, at_desk: AtDesk, by: str) -> None:
    case_id = cases.accepted(staffed)
    _label, key = served(staffed.acceptor, reference=case_key(case_id))
    rate(rating_key=key, answer=Answer.FAIR, reasons=[RatingReason.LONG_WAIT], at=NOW + timedelta(seconds=310))
    lines = {
        hall: at_desk(holder(badge, Role.HALL_MANAGER, hall=hall)).get(f"/desk/visit-ratings.csv?by={by}").text.splitlines()[1:]
        for badge, hall in (("300009", "H01"), ("300010", "H02"))
    }

    assert [len(lines["H01"]), len(lines["H02"])] == [1, 0]


def test_the_ticket_that_is_served_is_the_reason_for_a_look(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    officer = holder("300001", Role.ACCEPTANCE_OFFICER, hall="H01", window=WINDOW)
    client = at_desk(officer)
    address = f"/desk/persons/{staffed.applicant}"
    open_window(window=WINDOW, officer=officer.officer_id, at=NOW, skills=["ENDORSE"])
    slip = take_ticket(hall="H01", services=["ENDORSE"], at=NOW, references=[case_key(case_id)])

    before = client.post(address, {"show": ""}).status_code
    call_next(window=WINDOW, officer=officer.officer_id, at=NOW)
    called = client.post(address, {"show": ""}).status_code
    begin_service(window=WINDOW, officer=officer.officer_id, at=NOW)
    serving = client.post(address, {"show": ""}).status_code
    end_service(window=WINDOW, officer=officer.officer_id, at=NOW)
    after = client.post(address, {"show": ""}).status_code

    assert (before, called, serving, after) == (422, 422, 200, 422)
    [look] = looks_at(Thing(person_key(staffed.applicant)))
    assert look.reason == Reason.open_ticket(f"ticket:{slip.ticket_id}")


def test_a_manager_runs_the_hall_live(manager: Client, staffed: Office) -> None:
    served(staffed.acceptor)

    def act(what: str, **values: object) -> int:
        return manager.post("/desk/hall/H01", {"act": what, **values}).status_code

    done = [
        act("skills", window=WINDOW, skill=["NEW", "COLLECT"]),
        act("close", window=WINDOW),
        act("notice", zh="今日人多", en="Many people today"),
        act("fault", amenity="1/toilet", because="leaks"),
        act("notice", zh="", en=""),
        act("alarm", number="999"),
        act("nonsense"),
    ]
    page = manager.get("/desk/hall/H01", headers=ENGLISH).text

    assert done[:3] == [303, 303, 303]
    assert done[4:] == [422, 422, 422]
    assert "Many people today" in page
    assert manager.post("/desk/hall/H01", {"act": "close", "window": "H02-W01"}).status_code == 404
    assert manager.get("/desk/hall/H02").status_code == 403


def test_a_manager_makes_a_browser_a_device_of_his_hall_and_of_no_other(manager: Client, settings: Settings) -> None:
    answers = [
        manager.post("/desk/hall/H01/device", {"kind": kind, "place": place})
        for kind, place in (("machine", "H01"), ("machine", "H02"), ("door", "H01"))
    ]
    settings.DEMO_MODE = False
    before = Client().get("/machine/H01/").status_code
    answer = answers[0]
    paper = {"cookie": f"{COOKIE}={answer.cookies[COOKIE].value}"}

    assert (before, [one.status_code for one in answers]) == (403, [303, 404, 404])
    assert [Client().get(f"/machine/{hall}/", headers=paper).status_code for hall in ("H01", "H02")] == [200, 403]


def test_a_window_shows_the_case_that_is_joined_to_its_ticket(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    receipt = Case.objects.get(pk=case_id).receipt_number
    window = at_desk(staffed.acceptor)
    open_window(window=WINDOW, officer=staffed.acceptor.officer_id, at=NOW, skills=["ENDORSE"])
    take_ticket(hall="H01", services=["ENDORSE"], at=NOW)

    acts = [window.post("/counter/window/", {"act": act, "q": receipt}).status_code for act in ("next", "begin", "bind")]
    page = window.get("/counter/window/", headers=ENGLISH)

    assert (acts, page.status_code) == ([303, 303, 303], 200)
    assert str(STAGE_NAMES[CaseStage.ACCEPTED].en) in page.text


def test_a_window_that_was_handed_over_is_the_successors_and_no_longer_ones_own(staffed: Office, at_desk: AtDesk) -> None:
    successor = holder("300011", Role.ACCEPTANCE_OFFICER, hall="H01")
    window = at_desk(staffed.acceptor)
    open_window(window=WINDOW, officer=staffed.acceptor.officer_id, at=NOW, skills=["ENDORSE"])
    take_ticket(hall="H01", services=["ENDORSE"], at=NOW)

    given = window.post("/counter/window/", {"act": "hand_over", "badge": "300011"})
    left = window.get("/counter/window/", headers=ENGLISH).text
    called = at_desk(successor).post("/counter/window/", {"act": "next"})

    assert (given.status_code, called.status_code) == (303, 303)
    assert 'value="next"' not in left
