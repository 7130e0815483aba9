"""The tables of this package."""

from __future__ import annotations

from mumian.offices.models.duty import Relief, ReliefMatter, Shift, StandByCall
from mumian.offices.models.places import Amenity, Bureau, Floor, Hall, HallDistrict, HallHours, ServicePoint, Window
from mumian.offices.models.staff import Department, Officer, Posting

__all__ = [
    "Amenity",
    "Bureau",
    "Department",
    "Floor",
    "Hall",
    "HallDistrict",
    "HallHours",
    "Officer",
    "Posting",
    "Relief",
    "ReliefMatter",
    "ServicePoint",
    "Shift",
    "StandByCall",
    "Window",
]
