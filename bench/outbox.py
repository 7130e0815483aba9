"""How many events the outbox takes and hands on, beside a plain loop of inserts into the same database.

The database is the one of the tests, which does not wait for the disk: read the figures as ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ |= {"DJANGO_SETTINGS_MODULE": "mumian.project.settings", "MUMIAN_PROFILE": "test"}

import django  # noqa: E402  # the paths above come first

django.setup()

from django.db import connection, transaction  # noqa: E402  # needs Django set up

from mumian.foundation import outbox  # noqa: E402  # as above
from mumian.foundation.clock import SystemClock  # noqa: E402  # as above
from mumian.foundation.outbox import Delivery, Event  # noqa: E402  # as above
from mumian.foundation.outbox.dispatching import Dispatcher  # noqa: E402  # as above
from mumian.foundation.outbox.subscribing import Subscription, only  # noqa: E402  # as above
from mumian.foundation.outbox.working import work_until  # noqa: E402  # as above
from mumian.project.environment import Environment  # noqa: E402  # as above
from tests.support.databases import serving  # noqa: E402  # as above

PLAIN = "INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES (%s, %s, %s::jsonb, %s)"


@dataclass(frozen=True, kw_only=True)
class Measured(Event, topic="bench.measured"):
    """Something that happened to one of many things."""

    thing: int
    number: int

    @property
    def key(self) -> str:
        return f"thing:{self.thing}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--keys", type=int, default=500)
    parser.add_argument("--single", type=int, default=2_000, help="events published one by one")
    options = parser.parse_args()
    environment = Environment.read()
    with serving(environment.var / "test", environment.database_url) as databases:
        worker = databases.login("worker").django()
        connection.settings_dict.update({name: worker[name] for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})
        result = measured(options.events, options.keys, options.single)
        connection.close()
    for name, value in result.items():
        sys.stdout.write(f"{name:<28} {value}\n")
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    return 0


def measured(events: int, keys: int, single: int) -> dict[str, float]:
    """All figures of one run, in events or deliveries a second, milliseconds and ratios."""
    told = [Measured(at=datetime.now(UTC), thing=number % keys, number=number) for number in range(events)]
    plain = per_second(single, lambda: insert_plainly(told[:single]))
    one_by_one = per_second(single, lambda: publish_one_by_one(told[:single]))
    together = per_second(events, lambda: publish_together(told))
    handed_over: list[int] = []
    waiting = events + 2 * single
    with only(
        *(subscription(name, lambda event, delivery: handed_over.append(delivery.event_id)) for name in ("bench.a", "bench.b"))
    ):
        delivered = per_second(2 * waiting, drain)
    if len(handed_over) != 2 * waiting:
        raise RuntimeError(f"{len(handed_over)} of {2 * waiting} deliveries were made")
    latencies = sorted(latency(samples=100))
    return {
        "events": events,
        "keys": keys,
        "subscribers": 2,
        "deliveries": len(handed_over),
        "plain_inserts_per_s": plain,
        "published_singly_per_s": one_by_one,
        "published_together_per_s": together,
        "deliveries_per_s": delivered,
        "single_to_plain": round(one_by_one / plain, 2),
        "together_to_plain": round(together / plain, 2),
        "delivery_to_plain": round(delivered / plain, 2),
        "latency_p50_ms": round(latencies[len(latencies) // 2] * 1000, 1),
        "latency_p99_ms": round(latencies[-2] * 1000, 1),
        "cores": os.cpu_count() or 0,
    }


def per_second(count: int, act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return round(count / (time.perf_counter() - began))


def insert_plainly(told: list[Measured]) -> None:
    for event in told:
        with transaction.atomic(), connection.cursor() as cursor:
            payload = json.dumps({"at": event.at.isoformat(), "thing": event.thing, "number": event.number})
            cursor.execute(PLAIN, [event.topic, event.key, payload, event.at])


def publish_one_by_one(told: list[Measured]) -> None:
    for event in told:
        with transaction.atomic():
            outbox.publish(event)


def publish_together(told: list[Measured]) -> None:
    with transaction.atomic():
        outbox.publish(*told)


def subscription(name: str, handler: Callable[[Measured, Delivery], object]) -> Subscription[Measured]:
    return Subscription(name, Measured, handler)


def drain() -> None:
    dispatcher = Dispatcher(clock=SystemClock())
    while dispatcher.turn():
        pass


def latency(samples: int) -> list[float]:
    """Seconds from the commit of an event until its handler runs, while the worker's loop is at rest in between."""
    arrived, took = threading.Event(), []
    stop = threading.Event()

    def work() -> None:
        work_until(stop, dispatcher=Dispatcher(clock=SystemClock()), clock=SystemClock())
        connection.close()

    with only(subscription("bench.latency", lambda event, delivery: arrived.set())):
        worker = threading.Thread(target=work)
        worker.start()
        for number in range(samples):
            arrived.clear()
            publish_together([Measured(at=datetime.now(UTC), thing=0, number=number)])
            began = time.perf_counter()
            arrived.wait(10)
            took.append(time.perf_counter() - began)
            time.sleep(0.02 * (number % 5))
        stop.set()
        worker.join()
    return took


if __name__ == "__main__":
    sys.exit(main())
