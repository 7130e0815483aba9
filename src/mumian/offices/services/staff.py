"""Enter staff, post them, end postings, give accounts. Staff never register themselves: security administrators do this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from mumian.foundation.words import Text
from mumian.offices.errors import AccountTaken, OfficerUnknown, PlaceUnknown, PostingRefused, PowersRefused
from mumian.offices.models import Bureau, Department, Hall, Officer, Posting, Window
from mumian.offices.rules.authority import may_give_powers, may_post
from mumian.offices.terms import DEPARTMENT_NAMES, Appointment, DepartmentKind, OfficerId, PostingFacts, Role, StaffStatus

DEPARTMENT = Text("科室", "department")
HALL = Text("大厅", "hall")
WINDOW = Text("窗口", "window")
BUREAU = Text("机构", "bureau")


@transaction.atomic
def open_departments(*, wanted: Mapping[str, Sequence[DepartmentKind]]) -> int:
    """Give each bureau (by code) these departments where it lacks them; answers how many were opened.

    Raises PlaceUnknown for a bureau nobody stated.
    """
    bureaus = dict(Bureau.objects.filter(code__in=wanted).values_list("code", "pk"))
    for code in wanted:
        if code not in bureaus:
            raise PlaceUnknown(what=BUREAU, code=code, named_by=DEPARTMENT.en)
    existing = set(Department.objects.values_list("bureau_id", "kind"))
    opened = [
        Department(bureau_id=bureaus[code], kind=kind.value, name_zh=DEPARTMENT_NAMES[kind].zh, name_en=DEPARTMENT_NAMES[kind].en)
        for code, kinds in wanted.items()
        for kind in kinds
        if (bureaus[code], kind.value) not in existing
    ]
    return len(Department.objects.bulk_create(opened))


@transaction.atomic
def appoint_officers(*, appointments: Sequence[Appointment], by: OfficerId | None = None, today: date | None = None) -> int:
    """Enter these people with the postings they begin with; answers how many were new.

    A badge number that is known already is left as it is. Raises PostingRefused when a separation of powers forbids a
    posting, PlaceUnknown when it names a place nobody stated, PowersRefused when `by` may not appoint today (nobody may, None,
    while the office is founded); then nobody is entered.
    """
    check_powers(by=by, today=today)
    known = set(
        Officer.objects.filter(badge_number__in=[a.badge_number for a in appointments]).values_list("badge_number", flat=True)
    )
    new = [appointment for appointment in appointments if appointment.badge_number not in known]
    for appointment in new:
        _check_beginnings(appointment)
    officers = Officer.objects.bulk_create(
        Officer(
            badge_number=appointment.badge_number,
            name=appointment.name,
            latin=appointment.latin,
            status=appointment.status.value,
            joined_on=appointment.joined_on,
            account_id=appointment.account_id,
        )
        for appointment in new
    )
    places = _Places.read()
    Posting.objects.bulk_create(
        _posting(officer, facts, places)
        for officer, appointment in zip(officers, new, strict=True)
        for facts in appointment.postings
    )
    return len(new)


@transaction.atomic
def post_officer(*, badge_number: str, posting: PostingFacts, by: OfficerId | None = None, today: date | None = None) -> Posting:
    """Post somebody who is on the staff.

    Raises OfficerUnknown, PlaceUnknown, PowersRefused (see `appoint_officers`), or PostingRefused with the sentence why.
    """
    try:
        officer = Officer.objects.select_for_update(of=("self",)).get(badge_number=badge_number)
    except Officer.DoesNotExist:
        raise OfficerUnknown(badge_number) from None
    check_powers(by=by, today=today, to=[officer])
    held = officer.postings.select_related("department__bureau", "hall")
    verdict = may_post(posting=posting, status=StaffStatus(officer.status), held=[facts_of(one) for one in held])
    if verdict.reason is not None:
        raise PostingRefused(verdict.reason)
    row = _posting(officer, posting, _Places.read())
    row.save(force_insert=True)
    return row


@transaction.atomic
def end_posting(*, posting_id: int, on: date, by: OfficerId | None = None, today: date | None = None) -> Posting:
    """Let a posting end on this day, which is its last.

    Raises PostingRefused when that is before its first, PowersRefused as `appoint_officers` does.
    """
    posting = Posting.objects.select_for_update(of=("self",)).select_related("officer").get(pk=posting_id)
    check_powers(by=by, today=today, to=[posting.officer])
    if on < posting.valid_from:
        raise PostingRefused(
            Text(
                "未结束任命：结束日期早于开始日期 {first}。请填写不早于该日的日期。",
                "The posting was not ended: the last day lies before its first, {first}. Choose that day or a later one.",
            ).filled(first=posting.valid_from)
        )
    posting.valid_to = on
    posting.save(update_fields=["valid_to"])
    return posting


def give_account(*, badge_number: str, account_id: int, by: OfficerId | None = None, today: date | None = None) -> OfficerId:
    """Let this account be the officer's. See `give_accounts`."""
    return give_accounts(accounts={badge_number: account_id}, by=by, today=today)[0]


@transaction.atomic
def give_accounts(
    *, accounts: Mapping[str, int], by: OfficerId | None = None, today: date | None = None
) -> tuple[OfficerId, ...]:
    """Let each account be that of the officer with the badge number, in one statement; what is so already stays.

    Raises OfficerUnknown, AccountTaken, and PowersRefused as `appoint_officers` does; then for all.
    """
    officers = list(Officer.objects.select_for_update().filter(badge_number__in=accounts).order_by("badge_number"))
    for badge_number in accounts.keys() - {officer.badge_number for officer in officers}:
        raise OfficerUnknown(badge_number)
    changed = [officer for officer in officers if officer.account_id != accounts[officer.badge_number]]
    if changed:
        check_powers(by=by, today=today, to=changed)
        taken = set(Officer.objects.filter(account_id__in=accounts.values()).values_list("account_id", flat=True))
        for officer in changed:
            if officer.account_id is not None or accounts[officer.badge_number] in taken:
                raise AccountTaken(officer.badge_number)
            officer.account_id = accounts[officer.badge_number]
        Officer.objects.bulk_update(changed, ["account"])
    return tuple(OfficerId(officer.pk) for officer in officers)


def facts_of(posting: Posting) -> PostingFacts:
    """A posting as a plain value; wants its department, bureau and hall fetched with it."""
    return PostingFacts(
        role=Role(posting.role),
        bureau=posting.department.bureau.code,
        department=DepartmentKind(posting.department_kind),
        valid_from=posting.valid_from,
        valid_to=posting.valid_to,
        hall=posting.hall.code if posting.hall else None,
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where postings may be, by their codes; three questions to the database for any number of postings."""

    departments: Mapping[tuple[str, str], int]
    halls: Mapping[str, int]
    windows: Mapping[str, int]

    @classmethod
    def read(cls) -> _Places:
        return cls(
            departments={(bureau, kind): pk for bureau, kind, pk in Department.objects.values_list("bureau__code", "kind", "pk")},
            halls=dict(Hall.objects.values_list("code", "pk")),
            windows=dict(Window.objects.values_list("code", "pk")),
        )


def _posting(officer: Officer, facts: PostingFacts, places: _Places) -> Posting:
    department = places.departments.get((facts.bureau, facts.department.value))
    if department is None:
        raise PlaceUnknown(what=DEPARTMENT, code=f"{facts.bureau}/{facts.department}", named_by=officer.badge_number)
    for what, code, known in ((HALL, facts.hall, places.halls), (WINDOW, facts.window, places.windows)):
        if code is not None and code not in known:
            raise PlaceUnknown(what=what, code=code, named_by=officer.badge_number)
    return Posting(
        officer=officer,
        officer_status=officer.status,
        role=facts.role.value,
        department_id=department,
        department_kind=facts.department.value,
        hall_id=places.halls[facts.hall] if facts.hall else None,
        window_id=places.windows[facts.window] if facts.window else None,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
    )


def check_powers(*, by: OfficerId | None, today: date | None, to: Iterable[Officer] = ()) -> None:
    """Raise PowersRefused unless `by` may give these people powers today."""
    administrators = Posting.objects.filter(role=Role.SECURITY_ADMINISTRATOR.value, officer__left_on__isnull=True)
    if today is not None:
        administrators = administrators.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today)
    if by is not None and today is None:
        raise ValueError("Whether somebody may give powers depends on the day.")
    holds = by is not None and administrators.filter(officer_id=by).exists()
    verdict = may_give_powers(
        giver=None if by is None else frozenset({Role.SECURITY_ADMINISTRATOR} if holds else ()),
        to_himself=any(officer.pk == by for officer in to),
        administered=by is not None or administrators.filter(officer__account__isnull=False).exists(),
    )
    if verdict.reason is not None:
        raise PowersRefused(verdict.reason)


def _check_beginnings(appointment: Appointment) -> None:
    for position, posting in enumerate(appointment.postings):
        verdict = may_post(posting=posting, status=appointment.status, held=appointment.postings[:position])
        if verdict.reason is not None:
            raise PostingRefused(verdict.reason)
