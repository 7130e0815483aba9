"""A small invented office: one city, two districts, two halls, four windows, two points, and staff on request."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from mumian.foundation.words import Text
from mumian.offices.rules.authority import DEPARTMENT_OF
from mumian.offices.services import appoint_officers, keep_offices, open_departments
from mumian.offices.terms import (
    AmenityFacts,
    Appointment,
    BureauFacts,
    BureauKind,
    DepartmentKind,
    DistrictSpan,
    FloorFacts,
    HallFacts,
    HallKind,
    HoursSpan,
    OfficeFacts,
    PointFacts,
    PointHost,
    PointKind,
    PostingFacts,
    Role,
    StaffStatus,
    WindowFacts,
    WindowKind,
)

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)
CITY, NORTH, SOUTH = "440100", "440104", "440106"
WEEKDAYS = ("09:00-12:00", "13:00-17:00")


def hall_facts(code: str = "H01", **changes: object) -> HallFacts:
    """One hall of the city; say what shall be otherwise."""
    hall = HallFacts(
        code=code,
        bureau=CITY,
        name=Text("中心大厅", "Central Hall"),
        kind=HallKind.CENTRAL,
        address=Text("虚构路1号", "1 Fictional Road"),
        phone="020-0000-1001",
        districts=(DistrictSpan(None, date(2005, 4, 27), "440102"), DistrictSpan(date(2005, 4, 28), None, NORTH)),
        hours=(HoursSpan(None, None, mon_fri=WEEKDAYS, sat=("09:00-12:00",)),),
        floors=(
            FloorFacts(1, Text("受理窗口", "acceptance windows"), ("ramp", "water")),
            FloorFacts(2, Text("领证窗口", "collection windows")),
        ),
        services=("passport", "hm"),
        daily_share=Decimal("0.6000"),
        how_to_get=Text("地铁虚构站", "Metro, Fictional station"),
    )
    return replace(hall, **changes)  # type: ignore[arg-type]  # the names of fields, given by the test


def south_hall() -> HallFacts:
    """The other hall, of the southern bureau."""
    name = Text("南区大厅", "South Hall")
    return hall_facts("H02", bureau=SOUTH, name=name, kind=HallKind.DISTRICT, daily_share=Decimal("0.4000"))


def office_facts() -> OfficeFacts:
    """Everything the small office consists of."""
    return OfficeFacts(
        bureaus=(
            BureauFacts(CITY, BureauKind.CITY, Text("虚构市局", "City Office")),
            BureauFacts(NORTH, BureauKind.DISTRICT, Text("北区分局", "North Office"), parent=CITY),
            BureauFacts(SOUTH, BureauKind.DISTRICT, Text("南区分局", "South Office"), parent=CITY),
        ),
        amenities=(AmenityFacts("ramp", Text("坡道", "ramp"), accessible=True), AmenityFacts("water", Text("饮水", "water"))),
        halls=(
            hall_facts(),
            south_hall(),
        ),
        windows=(
            WindowFacts("H01-W01", "H01", 1, 1, WindowKind.ACCEPT_CITIZEN, priority=True, low_counter=True, seated=True),
            WindowFacts("H01-W02", "H01", 2, 1, WindowKind.ACCEPT_FOREIGNER),
            WindowFacts("H01-W03", "H01", 3, 2, WindowKind.COLLECT),
            WindowFacts("H02-W01", "H02", 1, 1, WindowKind.ACCEPT_CITIZEN),
        ),
        points=(
            PointFacts("H01-K01", PointHost.HALL, Text("自助机", "Kiosk"), PointKind.KIOSK, NORTH, ("HM-G-REPEAT",), hall="H01"),
            PointFacts(
                "PS01-K01",
                PointHost.POLICE_STATION,
                Text("虚构派出所1号", "Fictional Police Station 1"),
                PointKind.KIOSK,
                SOUTH,
                ("HM-G-REPEAT",),
                nearest_hall="H02",
                open_when=Text("全天", "day and night"),
            ),
        ),
    )


def small_office() -> OfficeFacts:
    """Keep the small office in the database, with every department in every bureau."""
    facts = office_facts()
    keep_offices(facts=facts, at=AT)
    open_departments(wanted={bureau.code: list(DepartmentKind) for bureau in facts.bureaus})
    return facts


def posting(role: Role = Role.ACCEPTANCE_OFFICER, **changes: object) -> PostingFacts:
    """A posting in the city's bureau that began this year; the department is the role's own."""
    facts = PostingFacts(role=role, bureau=CITY, department=DEPARTMENT_OF[role], valid_from=date(2026, 1, 1))
    return replace(facts, **changes)  # type: ignore[arg-type]  # the names of fields, given by the test


def appointment(badge_number: str = "100001", *postings: PostingFacts, status: StaffStatus = StaffStatus.POLICE) -> Appointment:
    """Somebody invented."""
    return Appointment(badge_number, "木棉一", "MU MIANYI", status, date(2026, 1, 1), postings)


def officer(badge_number: str = "100001", *postings: PostingFacts, status: StaffStatus = StaffStatus.POLICE) -> str:
    """Enter somebody invented; answers the badge number."""
    appoint_officers(appointments=[appointment(badge_number, *postings, status=status)])
    return badge_number
