"""How long it takes to read and check the rulebook, and how many questions it answers in a second on one core."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from mumian.catalogue.rules.answers import answer  # noqa: E402  # the path above comes first
from mumian.catalogue.rules.book.rulebook import Rulebook  # noqa: E402  # as above
from mumian.catalogue.rules.book.values import FactValue  # noqa: E402  # as above
from mumian.catalogue.rules.checks import check_reading  # noqa: E402  # as above
from mumian.catalogue.rules.leaflets import leaflet  # noqa: E402  # as above
from mumian.catalogue.rules.reading import read_rulebook  # noqa: E402  # as above
from mumian.catalogue.rules.storing import pieces_of, put_together  # noqa: E402  # as above
from mumian.foundation.clock import moment_at  # noqa: E402  # as above

Done = TypeVar("Done")
DAYS = (date(2002, 6, 3), date(2006, 9, 27), date(2026, 11, 20))
FACTS: dict[str, FactValue] = {
    "applicant.birth_date": "1980-05-01",
    "applicant.nationality": "CHN",
    "applicant.household_registered": True,
    "applicant.register_city": "440100",
    "applicant.serviceman": False,
}


def main() -> int:
    """Measure and print; with --json the last line is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--folder", type=Path, default=ROOT / "rulebooks" / "guangzhou")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to answer")
    options = parser.parse_args()
    reading, read_for = timed(lambda: read_rulebook(options.folder))
    report, checked_for = timed(lambda: check_reading(reading))
    kept = [(piece.kind, piece.code, piece.content) for piece in pieces_of(reading.book)]
    _, put_together_for = timed(lambda: put_together(kept))
    _, leaflets_for = timed(lambda: [leaflet(reading.book, code, on=DAYS[-1]) for code in reading.book.leaflet_of])
    figures = {
        "read_seconds": round(read_for, 3),
        "check_seconds": round(checked_for, 3),
        "problems": len(report.problems),
        "from_database_seconds": round(put_together_for, 3),
        "leaflets_seconds": round(leaflets_for, 3),
        **answering(reading.book, options.seconds),
    }
    for name, figure in figures.items():
        sys.stdout.write(f"{name:<24} {figure}\n")
    if options.json:
        sys.stdout.write(json.dumps({"bench": "rulebook", **figures}) + "\n")
    return 0


def timed(act: Callable[[], Done]) -> tuple[Done, float]:
    """What the act gives, and how many seconds it took."""
    start = time.perf_counter()
    done = act()
    return done, time.perf_counter() - start


def answering(book: Rulebook, seconds: float) -> dict[str, float]:
    """Answers in a second, and the time that half, and all but one in a hundred, of them stay under (milliseconds)."""
    known = {name: value for name, value in FACTS.items() if name in book.fact_of}
    questions = [(code, on) for code in book.service_of for on in DAYS]
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for code, on in questions:
            start = time.perf_counter()
            answer(book, code, on=on, facts=known, channel="counter", accepted_at=moment_at(on))
            taken.append(time.perf_counter() - start)
    taken.sort()
    return {
        "answers": len(taken),
        "answers_per_second": round(len(taken) / sum(taken)),
        "p50_ms": round(taken[len(taken) // 2] * 1000, 3),
        "p99_ms": round(taken[len(taken) * 99 // 100] * 1000, 3),
    }


if __name__ == "__main__":
    sys.exit(main())
