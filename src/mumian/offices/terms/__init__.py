"""The words of this package: places, staff, and the plain values in which a rulebook states its places."""

from __future__ import annotations

from mumian.offices.terms.duty import (
    CallAnswer,
    CallId,
    CallState,
    OpenMatter,
    OpenMatters,
    ReliefId,
    ShiftFacts,
    ShiftId,
    ShiftKind,
)
from mumian.offices.terms.facts import (
    AmenityFacts,
    BureauFacts,
    DistrictSpan,
    FloorFacts,
    HallFacts,
    HoursSpan,
    OfficeFacts,
    PointFacts,
    WindowFacts,
)
from mumian.offices.terms.places import BureauKind, HallKind, PointHost, PointKind, WindowKind
from mumian.offices.terms.staff import (
    DEPARTMENT_NAMES,
    ROLE_NAMES,
    Appointment,
    DepartmentKind,
    OfficerId,
    PostingFacts,
    Role,
    StaffStatus,
)

__all__ = [
    "DEPARTMENT_NAMES",
    "ROLE_NAMES",
    "AmenityFacts",
    "Appointment",
    "BureauFacts",
    "BureauKind",
    "CallAnswer",
    "CallId",
    "CallState",
    "DepartmentKind",
    "DistrictSpan",
    "FloorFacts",
    "HallFacts",
    "HallKind",
    "HoursSpan",
    "OfficeFacts",
    "OfficerId",
    "OpenMatter",
    "OpenMatters",
    "PointFacts",
    "PointHost",
    "PointKind",
    "PostingFacts",
    "ReliefId",
    "Role",
    "ShiftFacts",
    "ShiftId",
    "ShiftKind",
    "StaffStatus",
    "WindowFacts",
    "WindowKind",
]
