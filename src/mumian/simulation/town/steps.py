"""How long what takes: the steps of the volumes by service, and how many officers the mean month needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Final

from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.values import on_day
from mumian.catalogue.terms import Path
from mumian.simulation.town.demand import applications_for, era_of, mix_on
from mumian.simulation.town.halls import seconds_of
from mumian.simulation.town.offices import AT_WORK, HOURS
from mumian.simulation.volumes import Volumes

SIMPLE: Final = ("HM-G-REPEAT", "HM-G", "HM-L", "QY-RECORD")
COMPLEX: Final = ("HM-SETTLE", "PR-APPLY", "FR-", "HM-D", "HM-Q")
BOOKS: Final = frozenset({"PASSPORT", "EEP_RESIDENT"})
CARDS: Final = frozenset({"EEP_HKMO", "EEP_TW", "SERVICE_CARD", "PR_CARD", "HRP", "TWN_PERMIT"})
STICKERS_FROM_CARDS: Final = date(2014, 5, 20)
ACCEPTANCE: Final = (
    (SIMPLE, "accept_simple_endorsement"),
    (("FV", "FS", "FX"), "accept_foreign_visa"),
    (("FR",), "accept_residence"),
    (("PR",), "accept_permanent"),
    (("TW",), "accept_taiwan"),
    (("PP-RENEW", "PP-REISSUE", "PP-ENDORSE", "HM-RENEW", "HM-REISSUE"), "accept_renewal"),
    (("HM-T", "HM-S", "HM-Q", "HM-D"), "accept_family_or_business"),
    ((), "accept_new_document"),
)
"""Beginnings of codes with the step of the volumes; the first that fits counts."""

SAMPLED: Final = 0.06
"""Of the cases that the counter could approve so many come to the approval department: sampled, or met on a list."""

REACHES_A_DECISION: Final = 0.93
"""Of what people mean to apply for so much comes to a decision: the others leave, or bring what was missing later."""

MARGINS: Final = {"approval": 1.02, "production": 1.35, "checking": 1.35}
"""The standard staff: what the mean month needs, and so much over. Assumed: no source states how many officers there were."""


def acceptance_step(service: str) -> str:
    """The step of the volumes by which a window takes in this service."""
    return next(step for codes, step in ACCEPTANCE if not codes or service in codes or service.startswith(codes))


def at_window(volumes: Volumes, service: str, chance: Random) -> float:
    """Seconds at the window, with paying."""
    return seconds_of(volumes.steps[acceptance_step(service)], chance) + seconds_of(volumes.steps["payment"], chance)


def approval_step(service: str) -> str:
    """The step of the volumes by which the approval department decides this service."""
    return "approval_officer_complex" if service.startswith(COMPLEX) else "approval_officer_simple"


def production_step(document: str, on: date) -> str:
    """The step of the volumes by which this document is made on this day."""
    if document in BOOKS or (document in CARDS and on < STICKERS_FROM_CARDS):
        return "production_book"
    return "production_card" if document in CARDS else "production_endorsement_sticker"


def standard_staff(volumes: Volumes, book: Rulebook, on: date, *, share: float) -> dict[str, float]:
    """Full officers of each department behind the halls, for the mean month at this share of the volume, by its rulebook.

    Halls are open on six days and departments work on five, so a day of theirs has more than a day's applications.
    """
    mix = mix_on(era_of(volumes, on).mix, lambda code: code in book.service_of and is_offered(book, code, on))
    a_day = (
        applications_for(volumes, round(volumes.stated.visitors_a_day)) * share * sum(volumes.arrival.weekday_factor.values()) / 5
    )
    seconds: dict[str, float] = dict.fromkeys(MARGINS, 0.0)
    for service, part in mix.items():
        sheet = book.service_of[service]
        if sheet.path is Path.REGISTRATION:
            continue
        reaches = SAMPLED if may_be_approved_at_counter(book, service, on) else 1.0
        made = volumes.steps[production_step(sheet.document or "", on)].mean
        seconds["approval"] += a_day * part * reaches * volumes.steps[approval_step(service)].mean
        seconds["production"] += a_day * part * made
        seconds["checking"] += a_day * part * made
    hours = sum(ends - begins for begins, ends in HOURS) * AT_WORK
    return {name: REACHES_A_DECISION * seconds[name] / hours * margin for name, margin in MARGINS.items()}


def made_on(volumes: Volumes, book: Rulebook, on: date) -> dict[str, float]:
    """The part of a day's applications that ends in each kind of document."""
    found: dict[str, float] = {}
    mix = mix_on(era_of(volumes, on).mix, lambda code: code in book.service_of and is_offered(book, code, on))
    for service, part in mix.items():
        document = book.service_of[service].document or ""
        found[document] = found.get(document, 0.0) + part
    return found


def is_offered(book: Rulebook, service: str, on: date) -> bool:
    """Whether somebody may apply for it on this day."""
    return on_day(book.service_of[service].offered, on) is not None


def may_be_approved_at_counter(book: Rulebook, service: str, on: date) -> bool:
    """Whether approval of this service has moved forward to the counter by this day."""
    return on_day(book.service_of[service].counter_approval, on) is not None


def channels_of(book: Rulebook, on: date) -> Mapping[str, frozenset[str]]:
    """The channels of every service on this day."""
    found: dict[str, frozenset[str]] = {}
    for code, service in book.service_of.items():
        span = on_day(service.channels, on)
        found[code] = frozenset(span.codes) if span else frozenset()
    return found
