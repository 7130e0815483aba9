"""A summary of a town that never was: every number occurs once, so that it is found again in whatever shape."""

from __future__ import annotations

from typing import Any

from mumian.simulation.summing import Summary

ROOT = "5eed" * 16


def city() -> dict[str, Any]:
    """The part that the seed decides."""
    ticket = {"taken": 9107, "served": 8123, "no_shows": 211, "left": 97, "elsewhere": 7, "inside": 6007, "estimated": 6103}
    waits = {"wait_p50_s": 61, "wait_p90_s": 909, "wait_longest_s": 4443}
    return {
        "orders": {
            "first": "2026-03-01",
            "days": 2,
            "share": 0.05,
            "staffed": 0.05,
            "approvers": 0.7,
            "seed": 1,
            "visitors": None,
        },
        "names": {
            "services": {"HM-G": {"zh": "个人旅游签注", "en": "individual travel"}},
            "halls": {"H01": {"zh": "市局大厅", "en": "city hall"}},
        },
        "visitors": {
            "came": 9107,
            "served": 8123,
            "left": {"patience": 984},
            "by_purpose": {"apply": 9107},
            "did_not_show_up": 12,
        },
        "waiting_minutes": {
            "median": 3,
            "nine_of_ten": 17,
            "longest": 73,
            "by_hall": {"H01": {"median": 3, "nine_of_ten": 19}},
        },
        "tickets": {
            "all": ticket | waits,
            "by_hall": {"H01": ticket | waits},
            "calls": 8123,
            "calls_in_vain": 213,
            "unlike": 0,
            "lost": 0,
        },
        "applications": {
            "opened": 5311,
            "individual_travel": 0.4321,
            "by_channel": {"counter": 4001, "kiosk": 1310},
            "by_hour": {"counter": {"9": 4001}, "kiosk": {"22": 1310}},
            "accepted": 5077,
            "fees_yuan": 700_001,
            "declined": {"not_competent": 29},
            "withdrawn": 31,
        },
        "drawers": {"reckoned_up": 163, "cash_yuan": 600_011, "short": 2},
        "decisions": {"approved": {"counter": 2801, "department": 2203}, "refused": {"barred_from_exit": 37}},
        "documents": {
            "ready": 4703,
            "late": 331,
            "failed_their_check": 41,
            "given": {"hall": 2909, "courier": 1787},
            "working_days": {"HM-G counter": {"cases": 4703, "median": 2, "nine_of_ten": 5, "longest": 13}},
        },
        "colours": {"green": 503, "yellow": 83, "orange": 59, "red": 47, "purple": 43},
        "stages": {"HM-G": {"accepted": 607, "collected": 4696, "refused": 37}},
        "notices_on_record": 811,
        "breaches_on_record": 23,
        "letters_by_ground": {"decline: not_competent": 29, "refuse: barred_from_exit": 37},
        "three_hands": {
            "cases": 5009,
            "with_all_three": 4703,
            "broke_the_rule": 0,
            "sentence": "0 of 5009 cases broke the rule of three hands",
        },
        "overdue": {"by_day": {"2026-03-01": 0, "2026-03-02": 53}, "at_the_end": 53},
        "radar": {
            "named": {"2026-03-01": 401, "2026-03-02": 67},
            "first_named_for": {"2026-03-02": "2026-03-01"},
            "missed": {"2026-03-02": 383},
            "missed_and_named": {"2026-03-02": 379},
            "unnamed_days": [],
        },
        "days": {"2026-03-01": {"accepted": 2539, "ready": 2351}, "2026-03-02": {"accepted": 2538, "ready": 2352}},
        "stopped_by_the_database": {},
        "stuck": {},
        "conservation": {
            "came": 9107,
            "served": 8123,
            "left": 984,
            "lost": 0,
            "opened": 5311,
            "refused_at_the_door": 3,
            "in_database": 5314,
            "cases_lost": 0,
            "yuan_lost": 0.0,
        },
        "office_of_2005": {
            "applications_a_year": 2_020_000,
            "visitors_a_day": 10_000,
            "overdue": 0,
            "individual_travel": 0.876,
            "target_minutes": {"ordinary_day": 20, "peak_day": 60},
        },
    }


def summary(**changes: Any) -> Summary:
    """The whole; `changes` replace parts of the city."""
    run = {
        "seconds": 88.8,
        "cases_a_second": 59.8,
        "processes": 2,
        "cores": 2,
        "load_average": [1.5, 1.5, 1.5],
        "processor_seconds": {"town": 5.0, "workers": 50.0, "server": 70.0},
        "memory_slope_mb_a_day": 0.123,
        "acts_on_record": 70_009,
        "audit_size": 70_009,
        "audit_root": ROOT,
    }
    return Summary(city() | changes, run)
