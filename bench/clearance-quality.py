"""How well the rules of clearance tell persons from strangers, class by class, on invented pairs of which half are held out."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench._invented_pairs import CLASSES, Pair, Person, pairs  # noqa: E402  # the paths above come first

from mumian.clearance.rules.facts import Facts  # noqa: E402  # as above
from mumian.clearance.rules.judging import Band, Side, judge  # noqa: E402  # as above
from mumian.clearance.rules.keys import keyed  # noqa: E402  # as above


@dataclass
class Score:
    """The bands of the pairs of a class."""

    same: bool
    bands: Counter[Band] = field(default_factory=Counter)

    @property
    def right(self) -> float:
        """The share that was told rightly: persons surfaced, strangers not."""
        surfaced = self.bands[Band.HIT] + self.bands[Band.REVIEW]
        return (surfaced if self.same else self.bands[Band.NONE]) / self.bands.total()


def side(person: Person) -> Side:
    """The person as the rules take him."""
    aliases = [alias for alias in person.aliases.split(";") if alias]
    return Side((person.name, *aliases), person.birth, person.id_number, person.doc_number, person.nationality)


def facts(person: Person) -> Facts:
    """The person as he is kept with his keys."""
    one = side(person)
    return Facts(one.names, one.birth, (one.id_number,) if one.id_number else (), (one.doc_number,) if one.doc_number else ())


def scores(chosen: list[Pair]) -> tuple[dict[str, Score], float]:
    """Bands by class, and the median time of one comparison in milliseconds, warm."""
    found = {kind: Score(same) for kind, (same, _) in CLASSES.items()}
    took = []
    for pair in chosen:
        began = time.perf_counter()
        finding = judge(side(pair.query), side(pair.entry))
        took.append(time.perf_counter() - began)
        found[pair.kind].bands[finding.band] += 1
    return found, statistics.median(took) * 1000


def figures(found: dict[str, Score]) -> dict[str, float]:
    """The figures of the goals over all classes."""
    same, strange = Counter[Band](), Counter[Band]()
    for score in found.values():
        (same if score.same else strange).update(score.bands)
    surfaced, flagged = same[Band.HIT] + same[Band.REVIEW], strange[Band.HIT] + strange[Band.REVIEW]
    recall, precision = surfaced / same.total(), surfaced / (surfaced + flagged)
    return {
        "recall": round(recall, 4),
        "strangers_surfaced": round(flagged / strange.total(), 4),
        "precision_of_hits": round(same[Band.HIT] / (same[Band.HIT] + strange[Band.HIT]), 4),
        "f1": round(2 * recall * precision / (recall + precision), 4),
        "lowest_class": round(min(score.right for score in found.values()), 4),
    }


def keys_alone(chosen: list[Pair]) -> dict[str, float]:
    """How many of the persons that the rules surface meet by a key and a near birth, and how many keys a side has."""
    surfaced = [pair for pair in chosen if pair.same and judge(side(pair.query), side(pair.entry)).band is not Band.NONE]
    keys = [(keyed(facts(pair.query)), keyed(facts(pair.entry))) for pair in surfaced]
    met = sum(one.meets(other) and other.meets(one) for one, other in keys)
    counts = [len(one.keys) for both in keys for one in both]
    return {
        "recall_of_keys": round(met / len(surfaced), 4),
        "keys_mean": round(statistics.mean(counts), 1),
        "keys_most": max(counts),
    }


def table(found: dict[str, Score]) -> str:
    """The classes as a table in Markdown."""
    lines = ["| class | pairs | hit | review | none | right |", "|---|---:|---:|---:|---:|---:|"]
    for kind, score in found.items():
        bands = score.bands
        name = kind if score.same else f"{kind} (strangers)"
        lines.append(
            f"| {name} | {bands.total()} | {bands[Band.HIT]} | {bands[Band.REVIEW]} | {bands[Band.NONE]} | {score.right:.3f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table of the half that is held out, and the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--each", type=int, default=60, help="pairs of a class (60)")
    parser.add_argument("--seed", type=int, default=2026, help="the half held out for the page is that of 2026")
    parser.add_argument("--half", choices=("held-out", "tuning"), default="held-out")
    options = parser.parse_args()
    every = list(pairs(seed=options.seed, each=options.each))
    chosen = every[options.half == "held-out" :: 2]
    found, milliseconds = scores(chosen)
    said = {"pairs": len(chosen), "of": len(every), **figures(found), **keys_alone(chosen)}
    sys.stdout.write(table(found) + "\n")
    sys.stdout.write(json.dumps({**said, "median_ms": round(milliseconds, 3)}) + "\n")


if __name__ == "__main__":
    main()
