"""What may be written here: the places a rulebook states, and the staff."""

from __future__ import annotations

from mumian.offices.services.duty import (
    acknowledge_relief,
    answer_call,
    call_up,
    hand_over_duty,
    plan_shifts,
    withdraw_shift,
)
from mumian.offices.services.keeping import Kept
from mumian.offices.services.places import (
    keep_amenities,
    keep_bureaus,
    keep_hall,
    keep_halls,
    keep_offices,
    keep_point,
    keep_points,
    keep_window,
    keep_windows,
)
from mumian.offices.services.staff import (
    appoint_officers,
    check_powers,
    end_posting,
    give_account,
    give_accounts,
    open_departments,
    post_officer,
)

__all__ = [
    "Kept",
    "acknowledge_relief",
    "answer_call",
    "appoint_officers",
    "call_up",
    "check_powers",
    "end_posting",
    "give_account",
    "give_accounts",
    "hand_over_duty",
    "keep_amenities",
    "keep_bureaus",
    "keep_hall",
    "keep_halls",
    "keep_offices",
    "keep_point",
    "keep_points",
    "keep_window",
    "keep_windows",
    "open_departments",
    "plan_shifts",
    "post_officer",
    "withdraw_shift",
]
