"""The foreigners of the invented city with passport and visa, residence permit or permanent residence; and who invites them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from mumian.foundation.identifiers import Identifier, Sex
from mumian.foundation.mrz import transliterated
from mumian.people.terms import (
    DocumentFacts,
    LatinName,
    OrganisationFacts,
    OrganisationKind,
    PersonFacts,
    PersonKind,
    SpellingOrigin,
)
from mumian.simulation.chance import day_between, years_after
from mumian.simulation.city.numbers import Numbers
from mumian.simulation.city.papers import CHN, ONE_DAY
from mumian.simulation.names import COUNTRIES, Country, foreign_name

YOUNGEST, OLDEST = 19, 66
PASSPORT_TERM = 10
PERMANENT_SINCE = date(2023, 12, 1)

PERMITS = (("FR-WORK", 36), ("FR-STUDY", 14), ("FR-FAMILY", 12), ("FR-PRIVATE", 6))
VISAS = (("FV-M", 14), ("FV-L", 8), ("FV-F", 5), ("FV-Q2", 3))
PERMANENT = 2
"""Weights of what they stay on; the mix of 2006 in the rulebook's volumes, with today's kinds of visa."""

FIRMS = (
    ("木棉虚构贸易", "Mumian Fictional Trading"), ("珠江虚构科技", "Pearl River Fictional Technology"),
    ("云山虚构制造", "Yunshan Fictional Manufacturing"), ("海心虚构物流", "Haixin Fictional Logistics"),
    ("榕树虚构设计", "Banyan Fictional Design"), ("岭南虚构食品", "Lingnan Fictional Foods"),
)  # fmt: skip
OTHERS = (
    (OrganisationKind.SCHOOL, "虚构大学", "Fictional University"),
    (OrganisationKind.SCHOOL, "虚构外国语学校", "Fictional School of Languages"),
    (OrganisationKind.HOTEL, "虚构宾馆", "Fictional Guest House"),
    (OrganisationKind.HOTEL, "虚构江景酒店", "Fictional Riverside Hotel"),
    (OrganisationKind.AUTHORITY, "虚构外事机构", "Fictional Office of Foreign Affairs"),
)


def foreigners(number: int, *, chance: Random, numbers: Numbers, on: date) -> Iterator[PersonFacts]:
    """So many foreigners on this day."""
    for _ in range(number):
        country = chance.choices(COUNTRIES, weights=[country.weight for country in COUNTRIES])[0]
        sex = chance.choice((Sex.MALE, Sex.FEMALE))
        surname, given = foreign_name(chance, country, sex=sex)
        born = day_between(chance, years_after(on, -OLDEST), years_after(on, -YOUNGEST))
        identity, documents = _papers(country, born, chance=chance, numbers=numbers, on=on)
        yield PersonFacts(
            kind=PersonKind.FOREIGNER,
            name=f"{given} {surname}",
            sex=sex,
            birth_date=born,
            nationality=country.code,
            spellings=(LatinName(_in_passport(surname), _in_passport(given), SpellingOrigin.DOCUMENT),),
            numbers=identity,
            documents=documents,
            invented=True,
        )


def organisations(*, districts: Sequence[str], chance: Random, numbers: Numbers) -> Iterator[OrganisationFacts]:
    """Firms, schools, hotels and an authority, somewhere in the city."""
    firms = ((OrganisationKind.FIRM, f"{zh}有限公司", f"{en} Co., Ltd.") for zh, en in FIRMS)
    for kind, zh, en in (*firms, *OTHERS):
        yield OrganisationFacts(kind, zh, en, numbers.credit_code().value, chance.choice(districts), invented=True)


def _in_passport(name: str) -> str:
    """As the machine-readable zone spells it, with blanks for its fillers."""
    return transliterated(name).replace("<", " ")


def _papers(
    country: Country, born: date, *, chance: Random, numbers: Numbers, on: date
) -> tuple[tuple[Identifier, ...], tuple[DocumentFacts, ...]]:
    issued_on = day_between(chance, years_after(on, -PASSPORT_TERM) + ONE_DAY, years_after(on, -1))
    expires_on = years_after(issued_on, PASSPORT_TERM) - ONE_DAY
    number = numbers.document("X", 7, letter=True)
    passport = DocumentFacts("FOREIGN_PASSPORT", number, country.code, issued_on, expires_on)
    staying = (*PERMITS, *VISAS, ("", PERMANENT))
    service = chance.choices([service for service, _ in staying], weights=[weight for _, weight in staying])[0]
    if not service:
        return _permanent(passport, country, born, chance=chance, numbers=numbers, on=on)
    return (), (passport, _stay(service, passport, chance=chance, numbers=numbers, on=on))


def _stay(service: str, passport: DocumentFacts, *, chance: Random, numbers: Numbers, on: date) -> DocumentFacts:
    """A residence permit of one to three years or a visa of months, in the passport and not beyond it."""
    is_permit = service.startswith("FR")
    issued_on = day_between(chance, max(passport.issued_on, on - timedelta(days=300 if is_permit else 50)), on)
    until = issued_on + timedelta(days=365 * chance.randint(1, 3) if is_permit else 30 * chance.randint(1, 6))
    return DocumentFacts(
        type_code="RESIDENCE_PERMIT" if is_permit else "VISA",
        number=numbers.document("GD", 7) if is_permit else numbers.document(chance.choice("ABCDF"), 7),
        issuer=CHN,
        issued_on=issued_on,
        expires_on=min(until, passport.expires_on or until),
        variant=service,
        carrier=0,
    )


def _permanent(
    passport: DocumentFacts, country: Country, born: date, *, chance: Random, numbers: Numbers, on: date
) -> tuple[tuple[Identifier, ...], tuple[DocumentFacts, ...]]:
    number = numbers.permanent_resident(country=country.number, birth_date=born)
    issued_on = day_between(chance, max(PERMANENT_SINCE, years_after(on, -3)), on)
    card = DocumentFacts("PR_CARD", number.value, CHN, issued_on, years_after(issued_on, PASSPORT_TERM) - ONE_DAY)
    return (number,), (passport, card)
