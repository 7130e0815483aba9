"""The process that loads lists, from the province's socket to the applications that wait: lied to, stopped, upgraded."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mumian.clearance.queries import answers_for
from mumian.clearance.queries.feeding import feed_states, silent_feeds
from mumian.clearance.rules.keys import KEYS_VERSION
from mumian.clearance.services import feeding
from mumian.foundation.clock import SettableClock
from mumian.gateways.registers.provincial import Province as Asked
from mumian.gateways.registers.receiving import hear_streams
from mumian.gateways.registers.simulator import Mood, Province, server_for
from mumian.project import lists as process
from tests.clearance.conftest import AsLists, Watch
from tests.factories.clearance import LISTED_NOWHERE
from tests.factories.sql import run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

AT = datetime(2026, 9, 1, 1, 0, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KEY = "between the two of us"
HEAD = "entry_id,name,aliases,dob,id_number,doc_number,nationality,sex,ground,valid_from,valid_to,owner\n"
MIRRORED = "number,name,sex,birth_date,division,state\n440199199001010017,木棉一,M,1990-01-01,440103,registered\n"
STREAMS = ("WANTED", feeding.MIRROR)


def lines(count: int, letter: str = "P") -> bytes:
    return (HEAD + "".join(f"{letter}{n},虚构{n},,1970,,,,,虚构,,,甲\n" for n in range(count))).encode()


def deliveries() -> list[tuple[str, str]]:
    """Version and outcome, as the role `lists` reads them."""
    return run("SELECT version, outcome FROM lists.delivery ORDER BY id")


class StopAfter(threading.Event):
    """Stops a process of this kind after so many turns, without a rest."""

    def __init__(self, turns: int) -> None:
        super().__init__()
        self.turns = turns

    def wait(self, timeout: float | None = None) -> bool:
        self.turns -= 1
        if self.turns <= 0:
            self.set()
        return True


def test_bad_feed_makes_cases_wait_and_nothing_of_it_is_lost(as_lists: AsLists, watch: Watch, tmp_path: Path) -> None:
    watch(LISTED_NOWHERE, "WANTED")
    simulated, clock = Province(tmp_path, KEY.encode()), SettableClock(AT)
    server = server_for(simulated)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    asked = Asked(f"http://127.0.0.1:{server.server_port}", KEY.encode(), timeout=0.2, pauses=(), sleep=lambda _: None)
    faults, cleared, told = [], [], []
    with as_lists():
        for stream in STREAMS:
            feeding.keep_feed(stream=stream, source="province", name="虚构省厅", silent_after=10 * MINUTE, at=AT)
    simulated.add("WANTED", lines(2), version="p1", whole=False)
    simulated.add("WANTED", lines(3), version="p2", whole=False)
    simulated.add(feeding.MIRROR, MIRRORED.encode(), version="m1", whole=True)

    for mood in (Mood.SLOW, Mood.DOWN, Mood.TORN, Mood.GAP, Mood.WELL, Mood.TWICE, Mood.WELL):
        simulated.mood = mood
        clock.move(11 * MINUTE)
        with as_lists():
            hear_streams(["WANTED"] if mood is Mood.SLOW else STREAMS, sender=asked, store=feeding, clock=clock)
            feeding.take_deliveries(at=clock.now)
        faults.append(next(state.fault for state in feed_states(at=clock.now()) if state.stream == "WANTED"))
        cleared.append(answers_for("case:1", at=clock.now())[0].is_cleared)
        told.append("WANTED" in {feed.stream for feed in silent_feeds(at=clock.now())})
    server.shutdown()
    server.server_close()
    with as_lists():
        kept = sorted(deliveries())

    assert faults == ["slow", "down", "wrong", "wrong", "", "", ""]
    assert cleared == [False, False, False, False, True, True, True]
    assert told == [True, True, True, True, False, False, False]
    assert kept == [("m1 #1", "loaded"), ("p1 #1", "loaded"), ("p2 #2", "loaded")]


def test_who_was_stopped_after_loading_and_before_ticking_off_loads_once(
    as_lists: AsLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with as_lists():
        feeding.keep_feed(stream="WANTED", source="province", name="虚构省厅", silent_after=MINUTE, at=AT)
        feeding.hear(stream="WANTED", sequence=1, version="p1", whole=False, body=lines(2), at=AT)
        monkeypatch.setattr(feeding, "_done", die)
        with pytest.raises(KeyboardInterrupt):
            feeding.take_deliveries(at=lambda: AT)
        monkeypatch.undo()
        before = deliveries()
        feeding.take_deliveries(at=lambda: AT)
        after = deliveries()
        entries = run("SELECT count(*) FROM lists.entry WHERE list_code = 'WANTED' AND entry_id LIKE 'P%%'")

    assert (before, after, entries) == ([("p1", "waiting")], [("p1", "loaded")], [(2,)])


def test_lists_keyed_by_earlier_rules_clear_nobody_and_are_keyed_anew_by_the_process(
    as_lists: AsLists, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MUMIAN_PROVINCIAL_URL", "MUMIAN_PROVINCIAL_KEY"):
        monkeypatch.delenv(name, raising=False)
    with as_lists():
        run("UPDATE lists.reference_list SET keyed = %s", KEYS_VERSION - 1)
    watch(LISTED_NOWHERE, "WANTED")
    while_old = answers_for("case:1", at=AT + MINUTE)[0].is_cleared
    with as_lists():
        process.work_until(StopAfter(1))
        keyed = run("SELECT DISTINCT keyed FROM lists.reference_list")
    watch(LISTED_NOWHERE, "WANTED")

    assert (while_old, keyed, answers_for("case:1", at=AT + MINUTE)[0].is_cleared) == (False, [(KEYS_VERSION,)], True)
