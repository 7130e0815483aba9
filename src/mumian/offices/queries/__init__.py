"""What can be asked about places and staff; each question costs a fixed number of queries."""

from __future__ import annotations

from mumian.offices.queries.duty import (
    CallSheet,
    DutyLine,
    ReliefSheet,
    StandByLine,
    badge_at,
    calls_waiting_for,
    on_duty,
    relief_of,
    reliefs_waiting_for,
    roster,
    shifts_of,
    standing_by,
)
from mumian.offices.queries.places import (
    FloorSheet,
    HallSheet,
    WindowSheet,
    hall_by_code,
    halls_with_floors,
    service_points,
    windows_of_hall,
)
from mumian.offices.queries.sight import duty_over, hall_names, halls_seen, sight_of, within_sight
from mumian.offices.queries.staff import (
    Duty,
    OfficerSheet,
    holds_role,
    officer_by_badge,
    officer_by_id,
    officer_of,
    officers_holding,
    officers_with_accounts,
)

__all__ = [
    "CallSheet",
    "Duty",
    "DutyLine",
    "FloorSheet",
    "HallSheet",
    "OfficerSheet",
    "ReliefSheet",
    "StandByLine",
    "WindowSheet",
    "badge_at",
    "calls_waiting_for",
    "duty_over",
    "hall_by_code",
    "hall_names",
    "halls_seen",
    "halls_with_floors",
    "holds_role",
    "officer_by_badge",
    "officer_by_id",
    "officer_of",
    "officers_holding",
    "officers_with_accounts",
    "on_duty",
    "relief_of",
    "reliefs_waiting_for",
    "roster",
    "service_points",
    "shifts_of",
    "sight_of",
    "standing_by",
    "windows_of_hall",
    "within_sight",
]
