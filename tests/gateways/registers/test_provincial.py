"""A province that is slow, down, wrong or repeats itself, over a real socket: nothing false is taken and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.clock import SettableClock
from mumian.gateways.registers.provincial import NotHeard
from mumian.gateways.registers.provincial import Province as Asked
from mumian.gateways.registers.receiving import hear_streams
from mumian.gateways.registers.simulator import Mood, Province, server_for
from mumian.gateways.registers.wire import AnswerWrong, Message, read, written

KEY = b"between the two of us"
AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def province(tmp_path: Path) -> Iterator[tuple[Province, Asked]]:
    """A simulated province with three messages, and the office's way to ask it."""
    simulated = Province(tmp_path, KEY)
    for number in (1, 2, 3):
        simulated.add("EXIT_BAR", f"body {number}".encode(), version=f"v{number}", whole=number == 1)
    server = server_for(simulated)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield simulated, Asked(f"http://127.0.0.1:{server.server_port}", KEY, timeout=0.3, pauses=(0.0,), sleep=lambda _: None)
    server.shutdown()
    server.server_close()


class Kept:
    """A store in memory."""

    def __init__(self) -> None:
        self.bodies: dict[str, list[bytes]] = {}
        self.faults: list[tuple[str, str]] = []

    def heard_up_to(self, stream: str) -> int:
        return len(self.bodies.get(stream, []))

    def hear(self, *, stream: str, sequence: int, version: str, whole: bool, body: bytes | None, at: datetime) -> bool:
        if body is not None:
            self.bodies.setdefault(stream, []).append(body)
        return body is not None

    def feed_failed(self, *, stream: str, fault: str, at: datetime) -> None:
        self.faults.append((stream, fault))


def test_everything_new_is_heard_in_its_order(province: tuple[Province, Asked]) -> None:
    store = Kept()

    heard = hear_streams(["EXIT_BAR", "WANTED"], sender=province[1], store=store, clock=SettableClock(AT))

    assert (heard, store.bodies, store.faults) == (3, {"EXIT_BAR": [b"body 1", b"body 2", b"body 3"]}, [])


@pytest.mark.parametrize(
    ("mood", "fault"),
    [
        (Mood.DOWN, "down"),
        (Mood.SLOW, "slow"),
        (Mood.TORN, "wrong"),
        (Mood.FORGED, "wrong"),
        (Mood.CHANGED, "wrong"),
        (Mood.GAP, "wrong"),
        (Mood.STRANGE, "wrong"),
    ],
)
def test_bad_mood_is_noted_and_nothing_of_it_is_taken(province: tuple[Province, Asked], mood: Mood, fault: str) -> None:
    simulated, asked = province
    store = Kept()
    simulated.mood = mood

    hear_streams(["EXIT_BAR"], sender=asked, store=store, clock=SettableClock(AT))
    bad = (dict(store.bodies), list(store.faults))
    simulated.mood = Mood.WELL
    hear_streams(["EXIT_BAR"], sender=asked, store=store, clock=SettableClock(AT))

    assert bad == ({}, [("EXIT_BAR", fault)])
    assert store.bodies == {"EXIT_BAR": [b"body 1", b"body 2", b"body 3"]}


def test_what_is_said_twice_is_kept_once(province: tuple[Province, Asked]) -> None:
    simulated, asked = province
    simulated.mood = Mood.TWICE

    assert asked.next_after("EXIT_BAR", 3).body is None


def test_province_that_nobody_answers_for_is_down() -> None:
    with pytest.raises(NotHeard) as silent:
        Asked("http://127.0.0.1:9", KEY, timeout=0.3, pauses=(), sleep=lambda _: None).next_after("EXIT_BAR", 0)

    assert silent.value.fault == "down"


@given(st.binary(max_size=200), st.integers(0, 10**9), st.booleans())
def test_message_survives_the_wire(body: bytes, sequence: int, whole: bool) -> None:
    message = Message("WANTED", sequence, "版本", whole, body)

    assert read(written(message, nonce="n", key=KEY), stream="WANTED", nonce="n", key=KEY) == message


@given(st.integers(0, 400), st.integers(1, 255))
def test_changed_byte_is_never_taken_for_the_message(place: int, change: int) -> None:
    message = Message("WANTED", 7, "v", whole=False, body=b"entry_id,name")
    said = bytearray(written(message, nonce="n", key=KEY))
    said[place % len(said)] ^= change

    try:
        found = read(bytes(said), stream="WANTED", nonce="n", key=KEY)
    except AnswerWrong:
        return
    assert found == message


def test_answer_to_another_question_is_not_taken() -> None:
    said = written(Message("WANTED", 7, "v", whole=False, body=b""), nonce="yesterday", key=KEY)

    with pytest.raises(AnswerWrong, match="another question"):
        read(said, stream="WANTED", nonce="today", key=KEY)
