"""What can be asked about places and staff; each question costs a fixed number of queries."""

from __future__ import annotations

from mumian.offices.queries.places import (
    FloorSheet,
    HallSheet,
    WindowSheet,
    hall_by_code,
    halls_with_floors,
    service_points,
    windows_of_hall,
)
from mumian.offices.queries.staff import (
    Duty,
    OfficerSheet,
    holds_role,
    officer_by_badge,
    officer_of,
    officers_holding,
    officers_with_accounts,
)

__all__ = [
    "Duty",
    "FloorSheet",
    "HallSheet",
    "OfficerSheet",
    "WindowSheet",
    "hall_by_code",
    "halls_with_floors",
    "holds_role",
    "officer_by_badge",
    "officer_of",
    "officers_holding",
    "officers_with_accounts",
    "service_points",
    "windows_of_hall",
]
