"""Lists and persons that nobody is on: invented names, dates and numbers for the measurement of clearance.

Names are drawn as names are borne, some very often; most people have a valid citizen number, some none, and some are foreigners
with a passport. The same number always makes the same person.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.lines import COLUMNS
from mumian.clearance.rules.rarity import GIVEN, SURNAMES
from mumian.foundation.identifiers.checks import mod_11_2

SURNAME_ROW, GIVEN_ROW = sorted(SURNAMES), sorted(GIVEN)
WEIGHTS = [1 / (place + 3) for place in range(len(SURNAME_ROW))]
LATIN = (
    *("SMITH", "MUELLER", "IVANOV", "NGUYEN", "TANAKA", "KIM", "GARCIA", "ROSSI", "DUBOIS", "HASSAN", "SINGH", "SANTOS"),
    *("ANNA", "PETER", "MARIA", "IVAN", "AHMED", "LINH", "KENJI", "MINHO", "LUCIA", "MARCO", "JEAN", "OMAR", "PRIYA", "JOSE"),
)
STATES = ("DEU", "RUS", "VNM", "JPN", "KOR", "ESP", "ITA", "FRA", "EGY", "IND", "BRA", "USA")
FIRST_DAY = date(1945, 1, 1)
DAYS = 22_000
WITHOUT_NUMBER, FOREIGN, ONE_SYLLABLE = 0.12, 0.05, 0.15


def person(number: int) -> Facts:
    """The invented person of this number."""
    chance = random.Random(number)  # noqa: S311  # the same person every time
    born = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    kind = chance.random()
    if kind < FOREIGN:
        name = " ".join(chance.choices(LATIN, k=2))
        return Facts((name,), born.isoformat(), (), (f"{chance.choice('CKXZ')}{number:08}",), chance.choice(STATES), "")
    given = "".join(chance.choices(GIVEN_ROW, k=1 if chance.random() < ONE_SYLLABLE else 2))
    name = chance.choices(SURNAME_ROW, WEIGHTS)[0] + given
    if kind < FOREIGN + WITHOUT_NUMBER:
        return Facts((name,), born.isoformat(), (), (f"H{number:08}",), "CHN", "")
    return Facts((name,), born.isoformat(), (citizen_number(born, number),), (f"E{number:08}",), "CHN", "")


def citizen_number(born: date, number: int) -> str:
    """A number whose check holds; the place is one that no district has."""
    plain = f"{440000 + number // 999 % 100 * 100 + 99}{born:%Y%m%d}{number % 999 + 1:03}"
    return plain + mod_11_2(plain)


def altered(facts: Facts, number: int) -> Facts:
    """The same person as somebody else writes him: without his numbers, or under another document."""
    return Facts(facts.names, facts.birth, facts.id_numbers if number % 2 else (), (f"E9{number:07}",), facts.nationality, "")


def write_list(path: Path, first: int, count: int, *, changed: frozenset[int] = frozenset()) -> None:
    """A file of so many entries; those of `changed` have another ground and name than before."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(first, first + count):
            one = person(number + 500_000_000 if number in changed else number)
            [name] = one.names
            ids, documents = "".join(one.id_numbers), "".join(one.doc_numbers)
            writer.writerow((f"E{number}", name, "", one.birth, ids, documents, one.nationality, "", "虚构", "", "", "虚构单位"))
