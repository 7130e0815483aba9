"""The invented city: staff in every role, residents and foreigners with their documents, figures of the past months.

Everything follows from the loaded rulebook and a seed. Names are drawn from syllables, numbers can belong to nobody.
"""

from __future__ import annotations

from mumian.simulation.city.accounts import DemoAccount, demo_accounts
from mumian.simulation.city.first_cases import first_cases
from mumian.simulation.city.founding import Founded, NoGround, NotADemonstration, found_city, is_founded, staff_city
from mumian.simulation.city.list_work import UNIT_ACCOUNT, open_unit_desk, work_on_matches
from mumian.simulation.city.lists import keep_lists
from mumian.simulation.city.stock import STOCKED_BEFORE, keep_stock

__all__ = [
    "STOCKED_BEFORE",
    "UNIT_ACCOUNT",
    "DemoAccount",
    "Founded",
    "NoGround",
    "NotADemonstration",
    "demo_accounts",
    "first_cases",
    "found_city",
    "is_founded",
    "keep_lists",
    "keep_stock",
    "open_unit_desk",
    "staff_city",
    "work_on_matches",
]
