"""The people who come: each invented for what he comes for, with the documents that it needs, and with numbers of nobody.

Number n of a town is always the same person. Numbers follow from n, so no two are alike and nothing has to be remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mumian.catalogue.rules.book.values import FactValue
from mumian.foundation.identifiers import CitizenNumber, Sex
from mumian.foundation.identifiers.checks import mod_11_2
from mumian.foundation.mrz import romanised, transliterated
from mumian.people.terms import (
    INVENTED_DIVISION,
    DocumentFacts,
    LatinName,
    PersonFacts,
    PersonKind,
    SpellingOrigin,
)
from mumian.simulation.chance import chance_for, years_after
from mumian.simulation.names import COUNTRIES, chinese_name, foreign_name

YOUNGEST, OLDEST = 18, 72
ONE_DAY: Final = timedelta(days=1)
CHN: Final = "CHN"
CITY: Final = "440100"
FOREIGNERS: Final = ("FR", "FV", "FS", "FX", "PR")
HKMO_CARD, PASSPORT_CHIP, TW_CARD = date(2014, 5, 20), date(2012, 5, 15), date(2016, 12, 26)
OF_A_DAY: Final = 500
"""Sequences of one sex that a birth date has."""

HELD: Final = {
    "HM-G-REPEAT": "EEP_HKMO", "HM-G": "EEP_HKMO", "HM-L": "EEP_HKMO", "HM-T": "EEP_HKMO", "HM-S": "EEP_HKMO",
    "HM-Q": "EEP_HKMO", "HM-D": "EEP_HKMO", "HM-RENEW": "EEP_HKMO", "HM-REISSUE": "EEP_HKMO",
    "PP-RENEW": "PASSPORT", "PP-REISSUE-LOST": "PASSPORT", "PP-ENDORSE": "PASSPORT", "RP-SINGLE": "PASSPORT",
    "TW-D": "EEP_TW", "TW-T": "EEP_TW", "TW-Y": "EEP_TW", "TW-G": "EEP_TW", "TW-L": "EEP_TW", "TW-RENEW": "EEP_TW",
}  # fmt: skip
"""What an applicant for a service has in his hand."""

STATED: Final[dict[str, dict[str, FactValue]]] = {
    "PP-RENEW": {"document.months_left": 3},
    "HM-RENEW": {"document.months_left": 3},
    "TW-RENEW": {"document.months_left": 3},
    "PP-REISSUE-LOST": {"document.lost": True, "document.damaged": False, "document.stolen": False},
    "HM-REISSUE": {"document.lost": True, "document.damaged": False, "document.stolen": False},
    "PP-ENDORSE": {"case.remark": "foreign_name"},
    "HM-G-REPEAT": {"case.repeat_same_kind": True},
    "HM-L": {"case.repeat_same_kind": True},
    "HM-T": {"case.relative_temporary": False, "case.relation": "parent", "case.repeat_same_kind": True},
    "HM-S": {
        "case.employee": True,
        "employer.filed": True,
        "employer.first_filing": False,
        "employer.quota_left": 5,
        "employer.more_quota": False,
    },
    "HM-Q": {"case.purpose": "family_member"},
    "HM-D": {"case.purpose": "study", "case.months_requested": 12, "case.destination": "HKG", "permit.months_left": 24},
    "HM-SETTLE": {"case.kinship_notarised": False},
    "QY-RECORD": {"case.by_agent": False},
}
OF_A_RESIDENT: Final[dict[str, FactValue]] = {
    "applicant.nationality": CHN,
    "applicant.household_registered": True,
    "applicant.register_city": CITY,
    "applicant.lives_here": False,
    "applicant.serviceman": False,
    "applicant.state_staff": False,
    "applicant.overseas_chinese": False,
    "applicant.data_changed": False,
    "applicant.id_card_being_replaced": False,
    "applicant.id_card_generation": 2,
    "applicant.household_collective": False,
    "case.repeat_same_kind": False,
    "document.lost": False,
}
OF_A_FOREIGNER: Final[dict[str, FactValue]] = {
    "stay.registered": True,
    "stay.overstay_days": 0,
    "case.action": "extension",
    "case.months_requested": 12,
    "case.foreign_language_papers": False,
    "case.relation": "spouse",
    "case.purpose": "other",
    "case.leaves_group": False,
    "case.embassy_here": True,
    "case.employer_changed": False,
    "case.hosted": False,
    "case.newborn": False,
    "stay.permit_held": True,
    "stay.days_left": 60,
    "stay.days_extended": 0,
    "stay.days_original": 60,
    "stay.days_requested": 20,
    "work.permit_valid": True,
    "work.permit_for_host": True,
    "host.filed": True,
}


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody invented, what he states, and with what he shows who he is."""

    person: PersonFacts
    facts: dict[str, FactValue]
    shown: str
    shown_type: str


def applicant(number: int, *, seed: int, service: str, district: str, on: date) -> Applicant:
    """Person `number` of the town, who comes for this service on this day and is registered in this district."""
    if service[:2] in FOREIGNERS:
        return _foreigner(number, seed, service, on)
    return _resident(number, seed, service, district, on)


def born_of(number: int, on: date) -> date:
    """When person `number` was born: numbers walk through all days of their ages before one comes again."""
    first = years_after(on.replace(month=1, day=1), -OLDEST)
    days = (years_after(on.replace(month=1, day=1), -YOUNGEST) - first).days - 1
    return first + timedelta(days=number * 7919 % days)


def citizen_number(number: int, sex: Sex, on: date) -> CitizenNumber:
    """His citizen number: the division is one that belongs to nobody."""
    born = born_of(number, on)
    first = years_after(on.replace(month=1, day=1), -OLDEST)
    days = (years_after(on.replace(month=1, day=1), -YOUNGEST) - first).days - 1
    sequence = number // days % OF_A_DAY * 2 + (sex is Sex.MALE)
    body = f"{INVENTED_DIVISION}{born:%Y%m%d}{sequence:03}"
    return CitizenNumber(body + mod_11_2(body))


def version_on(service: str, on: date) -> str:
    """The version of the document that somebody holds, as the rulebook names it."""
    if service.startswith("HM"):
        return "HM-2014" if on >= HKMO_CARD else "HM-2000"
    if service.startswith("TW"):
        return "TW-2016" if on >= TW_CARD else "TW-1992"
    return "PP-2012" if on >= PASSPORT_CHIP else "PP-1997"


def _resident(number: int, seed: int, service: str, district: str, on: date) -> Applicant:
    chance = chance_for(seed, f"person {number}")
    sex = chance.choice((Sex.MALE, Sex.FEMALE))
    name = chinese_name(chance, sex=sex, minority=0.0)
    citizen = citizen_number(number, sex, on)
    born = born_of(number, on)
    held = HELD.get(service)
    papers = (_identity_card(citizen, on), *([_held(held, number, service, on)] if held else []))
    person = PersonFacts(
        kind=PersonKind.RESIDENT,
        name=name.written,
        sex=sex,
        birth_date=born,
        nationality=CHN,
        spellings=(LatinName(romanised(name.surname_pinyin, on=on), romanised(name.given_pinyin, on=on)),),
        numbers=(citizen,),
        register_division=district,
        documents=papers,
        invented=True,
    )
    facts = {
        **OF_A_RESIDENT,
        "applicant.birth_date": born.isoformat(),
        "applicant.register_district": district,
        "document.version": version_on(service, on),
        **STATED.get(service, {}),
    }
    return Applicant(person, facts, citizen.value, "ID_CARD")


def _identity_card(number: CitizenNumber, on: date) -> DocumentFacts:
    issued_on = years_after(on, -2)
    return DocumentFacts("ID_CARD", number.value, CHN, issued_on, years_after(issued_on, 20))


def _held(kind: str, number: int, service: str, on: date) -> DocumentFacts:
    """The document, two years old; one that is to be renewed has three months left."""
    old = service.endswith("RENEW")
    issued_on = on - timedelta(days=1720 if old else 700)
    ends = on + timedelta(days=95) if old else years_after(issued_on, 5)
    place = f"{9_0000000 + number % 1_0000000:08d}"
    letter = {
        "PASSPORT": "E" if issued_on >= PASSPORT_CHIP else "G",
        "EEP_HKMO": "C" if issued_on >= HKMO_CARD else "W",
        "EEP_TW": "L" if issued_on >= TW_CARD else "T",
    }[kind]
    return DocumentFacts(kind, f"{letter}{place}", CHN, issued_on, ends)


def _foreigner(number: int, seed: int, service: str, on: date) -> Applicant:
    chance = chance_for(seed, f"person {number}")
    country = chance.choices(COUNTRIES, weights=[country.weight for country in COUNTRIES])[0]
    sex = chance.choice((Sex.MALE, Sex.FEMALE))
    surname, given = foreign_name(chance, country, sex=sex)
    issued_on = on - timedelta(days=900)
    passport = DocumentFacts("FOREIGN_PASSPORT", f"XM{number:07d}", country.code, issued_on, years_after(issued_on, 10))
    born = born_of(number, on)
    person = PersonFacts(
        kind=PersonKind.FOREIGNER,
        name=f"{given} {surname}",
        sex=sex,
        birth_date=born,
        nationality=country.code,
        spellings=(
            LatinName(
                transliterated(surname).replace("<", " "), transliterated(given).replace("<", " "), SpellingOrigin.DOCUMENT
            ),
        ),
        documents=(passport,),
        invented=True,
    )
    facts: dict[str, FactValue] = {
        **OF_A_FOREIGNER,
        "applicant.birth_date": born.isoformat(),
        "applicant.nationality": country.code,
        "applicant.nationality_count": 1,
        **({"case.action": "issue"} if service == "FX-EXIT" else {}),
    }
    return Applicant(person, facts, passport.number, "FOREIGN_PASSPORT")


def refused_on_lists(number: int, *, seed: int, hits: dict[str, float], false_matches: float) -> tuple[str, bool] | None:
    """The list on which person `number` is met, if any, and whether it is truly he who stands there."""
    chance = chance_for(seed, f"lists {number}")
    drawn = chance.random()
    for code, share in sorted(hits.items()):
        if drawn < share:
            return code, chance.random() >= false_matches
        drawn -= share
    return None
