"""A visit through all pages: the number is taken, called on the screen and telephone, served, and rated once."""

from __future__ import annotations

import re
from datetime import timedelta

from mumian.offices.models import Hall as Hall_
from mumian.offices.models import Officer
from mumian.offices.services import appoint_officers
from mumian.offices.terms import OfficerId, Role
from mumian.queueing.models import HallNotice
from mumian.queueing.services import close_window, hand_over_window
from tests.factories.offices import appointment, posting
from tests.web.kiosk.conftest import WINDOW, Hall, taken, words_of


def act(hall: Hall, what: str, **values: str) -> int:
    return hall.window.post("/counter/window/", {"act": what, **values}).status_code


def follow(hall: Hall, address: str) -> str:
    """The address on the slip's code, without the house."""
    [slip] = hall.printed.glob("*.txt")
    found = re.search(r"(/t/[^\]\s]+)", slip.read_text())
    assert found is not None
    return found[1]


def test_a_ticket_goes_from_the_machine_to_the_rating(hall: Hall) -> None:
    phone = follow(hall, taken(hall))
    waiting = words_of(hall.device.get(phone))

    statuses = [act(hall, "next")]
    called = words_of(hall.device.get(phone))
    screen = words_of(hall.device.get("/screens/H01/"))
    statuses += [act(hall, "recall"), act(hall, "begin"), act(hall, "end")]
    asked = hall.device.get(f"/rating/{WINDOW}/")
    key = re.search(r'name="rating_key" value="([^"]+)"', asked.content.decode())
    assert key is not None
    fair = hall.device.get(f"/rating/{WINDOW}/?answer=fair")
    rated = hall.device.post(f"/rating/{WINDOW}/", {"rating_key": key[1], "answer": "fair", "reason": "long_wait"})
    again = hall.device.post(f"/rating/{WINDOW}/", {"rating_key": key[1], "answer": "satisfied"})

    assert statuses == [303, 303, 303, 303]
    assert "Before you:" in waiting
    assert "Go there now" in called
    assert "Window 1" in screen
    assert "the wait was long" in words_of(fair)
    assert (rated.status_code, again.status_code) == (303, 422)


def test_the_window_says_that_nobody_waits(hall: Hall) -> None:
    answer = hall.window.post("/counter/window/", {"act": "next"}, follow=True)

    assert answer.status_code == 200
    assert "没有人" in words_of(answer) or "Nobody waits" in words_of(answer)


def test_what_cannot_be_done_at_a_window_is_said_with_everything_kept(hall: Hall) -> None:
    answers = [
        hall.window.post("/counter/window/", {"act": what, "q": "4H7KM-2PXQ9", "badge": "999999", "label": "A001"}).status_code
        for what in ("begin", "recall", "end", "bind", "hand_over", "join", "nonsense", "break")
    ]

    assert answers == [422] * 8


def test_a_family_is_parted_and_a_ticket_put_aside_keeps_its_place(hall: Hall) -> None:
    taken(hall, people="3")

    statuses = [act(hall, "next"), act(hall, "split", people="1", service="ENDORSE"), act(hall, "park", because="photo")]
    page = words_of(hall.window.get("/counter/window/"))

    assert statuses == [303, 303, 303]
    assert len(re.findall(r"\b[A-Z][0-9]{3}\b", page)) >= 2


def test_a_visitor_gives_his_number_back_by_telephone(hall: Hall) -> None:
    phone = follow(hall, taken(hall))

    assert hall.device.post(phone).status_code == 303
    assert "Before you:" not in words_of(hall.device.get(phone))


def test_waits_are_public_as_a_page_and_for_programs(hall: Hall) -> None:
    taken(hall)

    answer = hall.device.get("/api/waiting")
    page = hall.device.get("/waiting/")

    assert page.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    [central] = [one for one in answer.json()["halls"] if one["hall"] == "H01"]
    assert (central["waiting"], central["open_windows"]) == (1, 1)
    assert {"service": "ENDORSE", "waiting": 1, "wait_minutes": central["wait_minutes"]} in central["services"]


def test_waits_of_one_service_are_asked_where_it_is_served(hall: Hall) -> None:
    taken(hall)

    served, elsewhere = (words_of(hall.device.get(f"/waiting/?service={code}")) for code in ("ENDORSE", "PERMANENT"))

    assert "1 party waits" in served
    assert "No hall serves this at the moment." in elsewhere


def test_notices_take_turns_on_the_screen(hall: Hall) -> None:
    place, now = Hall_.objects.get(code="H01"), hall.clock.now()
    for number in range(3):
        HallNotice.objects.create(
            hall=place, says_zh=f"公告{number}", says_en=f"Notice {number}", put_by_id=hall.officer, put_at=now,
            until=now + timedelta(hours=1),
        )  # fmt: skip

    seen = set()
    for _ in range(3):
        seen |= set(re.findall(r"Notice \d", words_of(hall.device.get("/screens/H01/"))))
        hall.clock.move(timedelta(seconds=30))

    assert seen == {"Notice 0", "Notice 1", "Notice 2"}


def test_the_voice_of_a_call_needs_its_clips_and_refuses_what_is_no_call(hall: Hall) -> None:
    addresses = ("/screens/voice/cmn/A023/5.wav", "/screens/voice/xx/A023/5.wav", "/screens/voice/cmn/..%2F/5.wav")

    assert [hall.device.get(address).status_code for address in addresses] == [404, 404, 404]


def test_times_can_be_looked_up_and_an_unknown_code_opens_nothing(hall: Hall) -> None:
    assert hall.device.get("/appointments/").status_code == 200
    assert hall.device.get("/appointments/AAAAAAAAAA/").status_code == 404
    assert hall.device.get("/appointments/AAAAAAAAAA/appointment.ics").status_code == 404
    assert hall.device.get("/t/AAAAAAAAAA/").status_code == 404


def test_who_handed_his_window_over_is_told_that_a_colleague_sits_there(hall: Hall) -> None:
    appoint_officers(appointments=[appointment("100009", posting(Role.ACCEPTANCE_OFFICER))])
    other = OfficerId(Officer.objects.get(badge_number="100009").pk)
    hand_over_window(window=WINDOW, officer=hall.officer, successor=other, at=hall.clock.now())

    page = hall.window.get("/counter/window/", headers={"accept-language": "en"})

    assert "A colleague sits at window 1 now" in words_of(page)
    assert b'value="next"' not in page.content


def test_device_of_a_window_tells_the_visitor_the_badge_of_who_sits_there(hall: Hall) -> None:
    shown = words_of(hall.device.get(f"/rating/{WINDOW}/"))
    [kept] = set(Officer.objects.filter(pk=hall.officer).values_list("badge_number", "name"))
    close_window(window=WINDOW, officer=hall.officer, at=hall.clock.now())
    closed = words_of(hall.device.get(f"/rating/{WINDOW}/"))

    badge, name = kept
    assert (f"Window 1 · Badge {badge}" in shown, name in shown, "Badge" in closed) == (True, False, False)
