"""The reference lists of the invented city: the register of its residents, and a few of them on each other list.

Written as the files that list owners would send, and loaded as those are. Only the owner of the database may do it, or `lists`.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from mumian.clearance.queries import loaded_version
from mumian.clearance.rules.lines import COLUMNS
from mumian.clearance.services import entrust_list, load_list
from mumian.clearance.terms import POPULATION
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.queries import officers_holding
from mumian.offices.terms import Role
from mumian.people.models import IdentityNumber
from mumian.people.terms import NumberScheme, PersonKind
from mumian.simulation.chance import chance_for
from mumian.simulation.city.founding import SEED

VERSION: Final = "city"
UNIT: Final = "U001"
"""The invented unit whose people stand on the list of state staff."""
LISTED: Final = 6
"""How many residents stand on each list of names."""

HOLDERS: Final = 4
"""How many approval officers hold the lists beside the custodians."""

HELD_FOR: Final = timedelta(days=365)
"""They hold them longer than the city has stood: somebody must look at what is met on the days of its history."""

GROUNDS: Final = {
    "FILED_STAFF": "虚构单位备案的国家工作人员",
    "EXIT_BAR": "虚构的未了结民事案件",
    "HKMO_VIOLATION": "虚构的逾期停留",
    "WANTED": "虚构的在逃人员",
}
Row = tuple[str, ...]


def keep_lists(*, at: datetime, seed: int = SEED) -> dict[str, int]:
    """Load the lists of the city that stand at no version yet, and entrust them; answers how many entries each has gained."""
    wanted = [code for code in (POPULATION, *GROUNDS) if loaded_version(code) is None]
    people = list(_residents()) if wanted else []
    files: dict[str, Sequence[Row]] = {POPULATION: [_row(one, "") for one in people]}
    for code, listed in _listed(people, seed).items():
        owner = UNIT if code == "FILED_STAFF" else "虚构单位"
        files[code] = [_row(one, GROUNDS[code], owner) for one in listed]
    with tempfile.TemporaryDirectory() as folder:
        gained = {code: _load(Path(folder), code, files[code], at) for code in wanted if files[code]}
    _entrust(sorted(gained), at)
    return gained


def listed_residents(*, seed: int = SEED) -> dict[str, frozenset[str]]:
    """The citizen numbers of the residents whom this seed puts on each list of names."""
    return {code: frozenset(one.number for one in listed) for code, listed in _listed(list(_residents()), seed).items()}


def _listed(people: Sequence[IdentityNumber], seed: int) -> dict[str, Sequence[IdentityNumber]]:
    drawn = chance_for(seed, "lists").sample(people, k=min(len(people), LISTED * len(GROUNDS)))
    return {code: drawn[place :: len(GROUNDS)] for place, code in enumerate(GROUNDS)}


def _residents() -> Iterable[IdentityNumber]:
    numbers = IdentityNumber.objects.filter(scheme=NumberScheme.CITIZEN.value, person__invented=True)
    return numbers.filter(person__kind=PersonKind.RESIDENT.value).select_related("person").order_by("number")


def _row(one: IdentityNumber, ground: str, owner: str = "虚构单位") -> Row:
    person = one.person
    number = one.number
    born = person.birth_date.isoformat()
    return (number, person.name, "", born, number, "", "CHN", person.sex, ground, "", "", owner)


def _load(folder: Path, code: str, rows: Sequence[Row], at: datetime) -> int:
    file = folder / f"{code}.csv"
    with file.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows([COLUMNS, *rows])
    loaded = load_list(path=file, code=code, version=VERSION, whole=True, at=at, by="city", reject=_no_line_is_at_fault)
    return loaded.counts.added


def _no_line_is_at_fault(line: int, reason: Text, written: Sequence[str]) -> None:
    raise ValueError(f"Line {line} of an invented list is at fault ({reason}): {written}")


def _entrust(codes: Sequence[str], at: datetime) -> None:
    on = local_date(at)
    custodians = officers_holding(Role.LIST_CUSTODIAN, on=on)
    approvers = officers_holding(Role.APPROVAL_OFFICER, on=on)[:HOLDERS]
    for code in codes:
        for officer in (*custodians, *approvers):
            entrust_list(code=code, badge_number=officer.badge_number, valid_from=on - HELD_FOR)
