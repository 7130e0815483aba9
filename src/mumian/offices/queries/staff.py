"""Who somebody is on the staff, and what he may do on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from mumian.foundation.statements import all_rows
from mumian.foundation.words import Text
from mumian.offices.models import Officer, Posting
from mumian.offices.terms import DepartmentKind, OfficerId, Role, StaffStatus

# Asked with every page of an officer: one statement, read as it comes, with a row for each posting in force.
OFFICER: Final = """
    SELECT officer.id, officer.account_id, officer.badge_number, officer.name, officer.latin, officer.status,
           posting.role, posting.department_id, posting.department_kind, bureau.code, bureau.name_zh, bureau.name_en,
           hall.code, hall.name_zh, hall.name_en, place.code, place.number
    FROM offices_officer officer
    LEFT JOIN offices_posting posting ON posting.officer_id = officer.id AND posting.valid_from <= %(on)s
                                     AND (posting.valid_to IS NULL OR posting.valid_to >= %(on)s)
    LEFT JOIN offices_department department ON department.id = posting.department_id
    LEFT JOIN offices_bureau bureau ON bureau.id = department.bureau_id
    LEFT JOIN offices_hall hall ON hall.id = posting.hall_id
    LEFT JOIN offices_window place ON place.id = posting.window_id
    WHERE officer.joined_on <= %(on)s AND (officer.left_on IS NULL OR officer.left_on >= %(on)s)
"""
OF_ACCOUNT: Final = OFFICER + " AND officer.account_id = %(account)s ORDER BY posting.id"


@dataclass(frozen=True, slots=True)
class Duty:
    """One posting in force."""

    role: Role
    department_id: int
    department: DepartmentKind
    bureau: str
    bureau_name: Text
    hall: str | None
    hall_name: Text | None
    window: str | None
    window_number: int | None


@dataclass(frozen=True, slots=True)
class OfficerSheet:
    """An officer with what he holds on one day."""

    officer_id: OfficerId
    account_id: int | None
    badge_number: str
    name: str
    latin: str
    status: StaffStatus
    duties: tuple[Duty, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held on that day."""
        return frozenset(duty.role for duty in self.duties)


def officer_of(account_id: int, *, on: date) -> OfficerSheet | None:
    """The officer this account belongs to, with his postings on this day; None for applicants and leavers. One query."""
    rows = all_rows(OF_ACCOUNT, {"on": on, "account": account_id})
    if not rows:
        return None
    officer_id, account, badge_number, name, latin, status = rows[0][:6]
    return OfficerSheet(
        officer_id=OfficerId(officer_id),
        account_id=account,
        badge_number=badge_number,
        name=name,
        latin=latin,
        status=StaffStatus(status),
        duties=tuple(_duty_read(*row[6:]) for row in rows if row[6] is not None),
    )


def officer_by_id(officer_id: OfficerId, *, on: date) -> OfficerSheet | None:
    """This officer with his postings on this day; None for leavers. At most two queries."""
    officer = _officers(on).filter(pk=officer_id).first()
    return _sheet(officer) if officer else None


def officer_by_badge(badge_number: str, *, on: date) -> OfficerSheet | None:
    """The officer whose badge number stands on a window or receipt, with his postings on this day. At most two queries."""
    officer = _officers(on).filter(badge_number=badge_number).first()
    return _sheet(officer) if officer else None


def officers_with_accounts(account_ids: Collection[int], *, on: date) -> tuple[OfficerSheet, ...]:
    """The officers these accounts belong to, by badge number. Two queries for any number of accounts."""
    return tuple(_sheet(officer) for officer in _officers(on).filter(account_id__in=account_ids).order_by("badge_number"))


def officers_holding(role: Role, *, on: date) -> tuple[OfficerSheet, ...]:
    """Everybody who holds this role on this day, by badge number. Two queries for any number of officers."""
    holding = _in_force(Posting.objects.all(), on).filter(role=role.value).values("officer_id")
    return tuple(_sheet(officer) for officer in _officers(on).filter(pk__in=holding).order_by("badge_number"))


def holds_role(officer_id: OfficerId, *, role: Role, department: int, on: date) -> bool:
    """Whether the officer holds this role in this department (its id) on this day. One query."""
    postings = Posting.objects.filter(officer_id=officer_id, role=role.value, department_id=department)
    return _in_force(postings, on).exists()


def _in_force(postings: QuerySet[Posting], on: date) -> QuerySet[Posting]:
    return postings.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def _officers(on: date) -> QuerySet[Officer]:
    postings = _in_force(Posting.objects.select_related("department__bureau", "hall", "window"), on)
    return Officer.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=on), joined_on__lte=on).prefetch_related(
        Prefetch("postings", postings.order_by("pk"))
    )


def _sheet(officer: Officer) -> OfficerSheet:
    return OfficerSheet(
        officer_id=OfficerId(officer.pk),
        account_id=officer.account_id,
        badge_number=officer.badge_number,
        name=officer.name,
        latin=officer.latin,
        status=StaffStatus(officer.status),
        duties=tuple(_duty(posting) for posting in officer.postings.all()),
    )


def _duty_read(  # noqa: PLR0917  # the columns of the statement, in order
    role: str,
    department_id: int,
    department: str,
    bureau: str,
    bureau_zh: str,
    bureau_en: str,
    hall: str | None,
    hall_zh: str | None,
    hall_en: str | None,
    window: str | None,
    window_number: int | None,
) -> Duty:
    return Duty(
        role=Role(role),
        department_id=department_id,
        department=DepartmentKind(department),
        bureau=bureau,
        bureau_name=Text(bureau_zh, bureau_en),
        hall=hall,
        hall_name=Text(hall_zh or "", hall_en or "") if hall else None,
        window=window,
        window_number=window_number,
    )


def _duty(posting: Posting) -> Duty:
    bureau = posting.department.bureau
    return Duty(
        role=Role(posting.role),
        department_id=posting.department_id,
        department=DepartmentKind(posting.department_kind),
        bureau=bureau.code,
        bureau_name=bureau.name,
        hall=posting.hall.code if posting.hall else None,
        hall_name=posting.hall.name if posting.hall else None,
        window=posting.window.code if posting.window else None,
        window_number=posting.window.number if posting.window else None,
    )
