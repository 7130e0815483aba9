"""What kinds of bureaus, halls, windows and self-service points there are."""

from __future__ import annotations

from enum import StrEnum


class BureauKind(StrEnum):
    """The place of a bureau in the tree."""

    CITY = "city"
    DISTRICT = "district"
    COUNTY = "county"


class HallKind(StrEnum):
    """What a hall is for."""

    CENTRAL = "central"
    FOREIGNERS = "foreigners"
    DISTRICT = "district"
    BRANCH = "branch"
    COUNTY = "county"


class WindowKind(StrEnum):
    """What is done at a window."""

    ACCEPT_CITIZEN = "accept_citizen"
    ACCEPT_FOREIGNER = "accept_foreigner"
    COLLECT = "collect"
    CONSULT = "consult"


class PointKind(StrEnum):
    """What stands at a self-service point."""

    KIOSK = "kiosk"


class PointHost(StrEnum):
    """In whose house a self-service point stands."""

    HALL = "hall"
    POLICE_STATION = "police_station"
