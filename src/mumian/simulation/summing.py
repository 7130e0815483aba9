"""The summary of a run as plain values. `city` is the same for the same seed, sign for sign; `run` is what this run alone was."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final

from mumian.queueing.queries import tickets_of_days
from mumian.simulation.proving import Proof
from mumian.simulation.running import Orders, Town
from mumian.simulation.stage import Stage
from mumian.simulation.tally import Tally

NINE_OF_TEN: Final = 0.9
FEN: Final = 100


@dataclass(frozen=True, slots=True)
class Summary:
    """What a leader wants to know of the town, and how fast it ran."""

    city: dict[str, Any]
    run: dict[str, Any]

    def as_json(self) -> str:
        """Both parts, keys in order."""
        return json.dumps({"city": self.city, "run": self.run}, ensure_ascii=False, indent=1, sort_keys=True)

    def city_as_json(self) -> str:
        """The part that the seed decides."""
        return json.dumps(self.city, ensure_ascii=False, indent=1, sort_keys=True)


def city_of(town: Town, proof: Proof) -> dict[str, Any]:
    """Everything that follows from seed, date and rulebook."""
    tally, orders, stage = town.tally, town.orders, town.stage
    waits: Counter[int] = Counter()
    for there in tally.waits.values():
        waits.update(there)
    opened = sum(tally.opened.values())
    return {
        "orders": _orders(orders, stage),
        "visitors": {
            "came": sum(tally.visitors.values()),
            "served": sum(tally.served.values()),
            "left": _by(tally.left, 2),
            "by_purpose": _by(tally.visitors, 1),
            "by_hall": _by(tally.visitors, 0),
            "did_not_show_up": tally.no_shows,
        },
        "waiting_minutes": {
            "median": quantile(waits, 0.5),
            "nine_of_ten": quantile(waits, NINE_OF_TEN),
            "longest": max(waits, default=0),
            "by_hall": {
                hall: {"median": quantile(there, 0.5), "nine_of_ten": quantile(there, NINE_OF_TEN)}
                for hall, there in sorted(tally.waits.items())
            },
        },
        "tickets": tickets(town),
        "applications": {
            "opened": opened,
            "by_service": _by(tally.opened, 0),
            "by_channel": _by(tally.opened, 1),
            "individual_travel": share(_by(tally.opened, 0), ("HM-G", "HM-G-REPEAT"), opened),
            "by_hour": {
                channel: {str(hour): number for (one, hour), number in sorted(tally.hours.items()) if one == channel}
                for channel in sorted({one for one, _ in tally.hours})
            },
            "accepted": sum(tally.accepted_by.values()),
            "registered_at_once": tally.registered,
            "declined": dict(sorted(tally.declined.items())),
            "notices": tally.notices,
            "asked_for_something_new": tally.asked_again,
            "withdrawn": tally.withdrawn,
            "fees_yuan": tally.fees,
        },
        "drawers": {
            "reckoned_up": tally.money["reckoned"],
            "cash_yuan": tally.money["cash"] // FEN,
            "short": tally.money["short"],
        },
        "decisions": {
            "approved": dict(sorted(tally.decided_by.items())),
            "refused": dict(sorted(tally.refusals.items())),
            "consents_asked": tally.consents,
            "lists_looked_at": dict(sorted(tally.looked.items())),
        },
        "documents": {
            "ready": sum(tally.working_days.values()),
            "late": sum(tally.late.values()),
            "late_ones": tally.late_ones,
            "failed_their_check": tally.spoiled,
            "given": dict(sorted(tally.collected.items())),
            "working_days": _working_days(tally.working_days),
        },
        "stages": proof.stages,
        "colours": proof.colours,
        "notices_on_record": proof.notices,
        "breaches_on_record": proof.breaches,
        "letters_by_ground": proof.grounds,
        "three_hands": {
            "cases": proof.cases_with_hands,
            "with_all_three": proof.cases_with_three_hands,
            "broke_the_rule": proof.broke_the_rule,
            "sentence": proof.sentence,
        },
        "overdue": {"by_day": tally.overdue, "at_the_end": list(tally.overdue.values())[-1] if tally.overdue else 0},
        "radar": radar(tally),
        "days": {day: dict(sorted(counted.items())) for day, counted in sorted(tally.days.items())},
        "refused_steps": {f"{kind}: {why}": number for (kind, why), number in sorted(tally.refused.items())},
        "stopped_by_the_database": {f"{kind}: {why}": number for (kind, why), number in sorted(tally.stopped.items())},
        "stuck": {f"{service} {where}: {why}": number for (service, where, why), number in sorted(tally.stuck.items())},
        "staff": {name: round(number, 2) for name, number in town.standard.items()},
        "names": names(stage, proof),
        "conservation": conservation(town, proof),
        "office_of_2005": office_of_2005(stage),
    }


def conservation(town: Town, proof: Proof) -> dict[str, Any]:
    """Everybody who came was served or left with a reason; every case that the town opened stands in the database."""
    tally = town.tally
    came, served, left = (sum(one.values()) for one in (tally.visitors, tally.served, tally.left))
    in_database = sum(number for stages in proof.stages.values() for number in stages.values()) - town.before.cases
    opened = sum(tally.opened.values())
    refused = sum(
        number
        for (kind, _), number in tally.refused.items()
        if kind in {"cases.apply", "cases.kiosk", "cases.notice", "cases.decline", "cases.submit"}
    )
    refused += tally.left_open
    return {
        "came": came,
        "served": served,
        "left": left,
        "lost": came - served - left,
        "opened": opened,
        "refused_at_the_door": refused,
        "in_database": in_database,
        "cases_lost": opened + refused - in_database,
        "yuan_lost": tally.fees - (proof.taken_fen - town.before.fen) / FEN,
    }


def broken(summary: Summary) -> tuple[str, ...]:
    """Which of the proofs of a run do not hold, each in a sentence."""
    kept, hands = summary.city["conservation"], summary.city["three_hands"]
    found = [
        (kept["lost"], f"{kept['lost']} who came were neither served nor left with a reason"),
        (kept["cases_lost"], f"{kept['cases_lost']} cases that were opened do not stand in the database"),
        (kept["yuan_lost"], f"{kept['yuan_lost']} yuan between the fees of the town and the receipts of the database"),
        (hands["broke_the_rule"], hands["sentence"]),
    ]
    return tuple(sentence for number, sentence in found if number)


def names(stage: Stage, proof: Proof) -> dict[str, dict[str, dict[str, str]]]:
    """How the services that occur and the halls are called."""
    return {
        "services": {code: asdict(stage.book.service_of[code].name) for code in sorted(proof.stages)},
        "halls": {hall.code: asdict(hall.name) for hall in stage.halls},
    }


def radar(tally: Tally) -> dict[str, Any]:
    """What the radar named on each evening, and by due day how many promises were not kept and how many of these it had named.

    `unnamed_days` are days on which a promise was not kept and which the radar had not named on any evening before.
    """
    return {
        "named": tally.named_by_radar,
        "first_named_for": tally.first_named_for,
        "missed": dict(sorted(tally.missed.items())),
        "missed_and_named": dict(sorted(tally.missed_and_named.items())),
        "unnamed_days": [day for day in sorted(tally.missed) if tally.first_named_for.get(day, day) >= day],
    }


def tickets(town: Town) -> dict[str, Any]:
    """What the queues say of the town's days, hall by hall; seconds until the first call, of those who were served.

    `unlike` are calls that brought somebody else than whom the town expected.
    """
    if not town.orders.tickets:
        return {}
    first = town.orders.first
    found = tickets_of_days(first, first + timedelta(days=town.orders.days + town.orders.follow - 1))
    by_hall = {one.hall: {name: number for name, number in asdict(one).items() if name != "hall"} for one in found}
    came = sum(town.tally.visitors.values())
    whole = by_hall.pop("", {})
    return {
        "all": whole,
        "by_hall": by_hall,
        "calls": town.tally.tickets["calls"],
        "calls_in_vain": town.tally.tickets["no_shows"],
        "unlike": town.tally.tickets["unlike"],
        "lost": came - whole.get("taken", 0),
    }


def office_of_2005(stage: Stage) -> dict[str, Any]:
    """What the office stated for 2005."""
    stated = stage.volumes.stated
    return {
        "applications_a_year": stated.applications,
        "visitors_a_day": stated.visitors_a_day,
        "visitors_on_a_peak_day": stated.visitors_on_a_peak_day,
        "overdue": stated.overdue_cases,
        "individual_travel": round(stated.individual_travel_endorsements / stated.applications, 3),
        "target_minutes": dict(stage.volumes.waiting_targets),
    }


def quantile(histogram: Mapping[int, int], part: float) -> int:
    """The value within which this part lies; 0 when there is none."""
    whole, so_far = sum(histogram.values()), 0
    for value, number in sorted(histogram.items()):
        so_far += number
        if so_far >= part * whole:
            return value
    return 0


def share(counted: Mapping[str, int], codes: tuple[str, ...], whole: int) -> float:
    """The part that these make up."""
    return round(sum(counted.get(code, 0) for code in codes) / whole, 4) if whole else 0.0


def _orders(orders: Orders, stage: Stage) -> dict[str, Any]:
    return {
        "first": orders.first.isoformat(),
        "days": orders.days,
        "visitors": orders.visitors,
        "share": orders.share,
        "staffed": orders.staffed,
        "approvers": orders.approvers,
        "seed": stage.seed,
    }


def _by(counted: Mapping[tuple[Any, ...], int], place: int) -> dict[str, int]:
    found: Counter[str] = Counter()
    for key, number in counted.items():
        found[str(key[place])] += number
    return dict(sorted(found.items()))


def _working_days(counted: Mapping[tuple[str, str, int], int]) -> dict[str, dict[str, Any]]:
    """For each service and channel: how many, the median, nine of ten, the longest."""
    found: dict[str, Counter[int]] = {}
    for (service, channel, days), number in counted.items():
        found.setdefault(f"{service} {channel}", Counter())[days] += number
    return {
        key: {
            "cases": sum(one.values()),
            "median": quantile(one, 0.5),
            "nine_of_ten": quantile(one, NINE_OF_TEN),
            "longest": max(one),
        }
        for key, one in sorted(found.items())
    }
