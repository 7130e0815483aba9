"""Machine, window and screen of a hall whose agent runs it, over the loopback address."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from mumian.gateways.halls.centre import HttpCentre
from mumian.gateways.halls.linking import Teller
from mumian.gateways.halls.serving import HallServer
from mumian.queueing.services.agent import CentreAway, HallAgent, Journal

AT = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
WINDOW = "H01-W1"
NOBODY = HttpCentre("http://127.0.0.1:9", "H01", "token")
ENTRUSTED = {
    "hall": "H01",
    "epoch": 1,
    "position": 0,
    "first": 501,
    "last": 900,
    "posts": {WINDOW: {"skills": ["NEW"], "low": False, "seated": False, "officer": 7, "number": 12}},
    "names": {"NEW": ["首次申请证件", "First passport or permit"], "VISA": ["外国人签证", "Visas"]},
    "waiting": [],
    "at_window": {},
    "begun": [],
}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[HallServer]:
    """An agent whose link is cut from the beginning."""
    agent = HallAgent(Journal(tmp_path / "journal"), NOBODY)
    agent.begin(ENTRUSTED, at=AT)
    with HallServer(("127.0.0.1", 0), agent, Teller(agent, NOBODY)) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()
    agent.journal.close()


def ask(hall: HallServer, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
    link = HTTPConnection("127.0.0.1", hall.server_port, timeout=30)
    link.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})
    answer = link.getresponse()
    found = answer.status, answer.read().decode(), dict(answer.getheaders())
    link.close()
    return found


def act(hall: HallServer, what: str) -> tuple[int, Any]:
    status, said, _ = ask(hall, "POST", f"/window/{WINDOW}/{what}", Accept="application/json")
    return status, json.loads(said).get("label")


def test_somebody_takes_a_number_is_called_and_served_while_the_link_is_cut(hall: HallServer) -> None:
    status, _, headers = ask(hall, "POST", "/take", "service=NEW")
    assert (status, headers["Location"]) == (303, "/?label=A501")
    assert "A501" in ask(hall, "GET", "/?label=A501")[1]

    assert [act(hall, what) for what in ("next", "recall", "begin", "end")] == [(200, "A501")] * 4
    assert act(hall, "next") == (200, None)
    assert hall.state()["untold"] == 5


def test_who_may_go_ahead_or_needs_a_low_counter_says_so_on_the_page(hall: HallServer) -> None:
    page = ask(hall, "GET", "/")[1]
    ask(hall, "POST", "/take", "priority=ordinary&service=NEW")
    ask(hall, "POST", "/take", "priority=elderly&low=yes&service=NEW")

    first, second = sorted(hall.agent.desk.waiting.values(), key=lambda held: held.number)
    assert (first.low, second.low, second.rank < first.rank) == (False, True, True)
    assert all(f'value="{claim}"' in page for claim in ("ordinary", "elderly", "pregnant", "disabled", "urgent"))
    assert all(f'name="{need}"' in page for need in ("low", "seat"))


def test_only_what_an_open_window_serves_is_offered(hall: HallServer) -> None:
    page = ask(hall, "GET", "/")[1]

    assert ("First passport" in page, "Visas" in page) == (True, False)


def test_the_screen_shows_the_last_calls_and_every_page_that_the_link_is_cut(hall: HallServer) -> None:
    ask(hall, "POST", "/take", "service=NEW")
    act(hall, "next")

    pages = [ask(hall, "GET", path)[1] for path in ("/", "/screen", f"/window/{WINDOW}")]

    assert "<td>A501</td><td>12</td>" in pages[1]
    assert all("The link is cut" in page for page in pages)


def test_the_screen_shows_the_last_calls_also_after_the_agent_was_killed(hall: HallServer) -> None:
    for what in ("next", "begin", "end", "next", "recall"):
        ask(hall, "POST", "/take", "service=NEW")
        act(hall, what)

    again = HallAgent(Journal(hall.agent.journal.path), NOBODY)
    with HallServer(("127.0.0.1", 0), again, Teller(again, NOBODY)) as server:
        assert list(server.calls) == list(hall.calls) == [("A501", 12), ("A502", 12), ("A502", 12)]
        assert server.state()["untold"] == hall.state()["untold"] == 10
    again.journal.close()
    assert again.last_calls(8, at=datetime(2100, 1, 1, tzinfo=UTC)) == []


def test_a_refusal_is_said_in_both_languages(hall: HallServer) -> None:
    status, page, _ = ask(hall, "POST", f"/window/{WINDOW}/end")

    assert (status, "Nothing was done" in page, "未办理" in page) == (409, True, True)


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("/take", "service=NEW", {"Origin": "http://elsewhere.example"}, 403),
        ("/take", "service=UNKNOWN", {}, 400),
        ("/take", "service=NEW&people=many", {}, 400),
        (f"/window/{WINDOW}/dance", "", {}, 400),
        ("/nowhere", "", {}, 404),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_happens(
    hall: HallServer, path: str, body: str, headers: dict[str, str], status: int
) -> None:
    assert ask(hall, "POST", path, body, **headers)[0] == status
    assert hall.state()["untold"] == 0


def test_a_page_shows_what_was_typed_as_words_only(hall: HallServer) -> None:
    page = ask(hall, "GET", "/?label=%3Cscript%3E")[1]

    assert ("<script>" in page, "&lt;script&gt;" in page) == (False, True)


def test_a_centre_that_is_away_is_said_to_be_away() -> None:
    with pytest.raises(CentreAway):
        NOBODY.give_block(at=AT)
