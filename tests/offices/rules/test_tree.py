"""The bureaus that a set of halls asks for."""

from __future__ import annotations

from mumian.foundation.words import Text
from mumian.offices.rules.tree import bureaus_for
from mumian.offices.terms import BureauFacts, BureauKind, HallKind

DIVISIONS = {
    "440100": Text("广州市", "Guangzhou"),
    "440104": Text("越秀区", "Yuexiu District"),
    "440106": Text("天河区", "Tianhe District"),
    "440117": Text("从化区", "Conghua District"),
}


def test_city_keeps_its_own_halls_and_each_district_with_a_hall_has_a_bureau() -> None:
    halls = [
        (HallKind.CENTRAL, "440104"),
        (HallKind.DISTRICT, "440106"),
        (HallKind.BRANCH, "440106"),
        (HallKind.COUNTY, "440117"),
    ]

    assert bureaus_for(city="440100", halls=halls, divisions=DIVISIONS) == (
        BureauFacts("440100", BureauKind.CITY, Text("广州市公安局出入境管理部门", "Exit-Entry Office of Guangzhou")),
        BureauFacts(
            "440106",
            BureauKind.DISTRICT,
            Text("天河区公安局出入境管理部门", "Exit-Entry Office of Tianhe District"),
            parent="440100",
        ),
        BureauFacts(
            "440117",
            BureauKind.COUNTY,
            Text("从化区公安局出入境管理部门", "Exit-Entry Office of Conghua District"),
            parent="440100",
        ),
    )
