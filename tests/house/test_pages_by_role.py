"""Every page and who may open it. A new address without a row here fails; the rows are the table that a supervisor may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.fixtures import Settings

from mumian.accounts.models import Account
from mumian.accounts.services import open_account
from mumian.offices.models import Bureau, Officer
from mumian.offices.services import open_departments
from mumian.offices.terms import DepartmentKind, Role
from tests.factories import offices


class Visitor(StrEnum):
    """Who comes to a page. Officers come as holders of one role."""

    ANONYMOUS = "anonymous"
    ACCOUNT = "account of nobody on the staff"


@dataclass(frozen=True)
class Page:
    """One address: who may open it, and an example of what stands in it."""

    opens_to: frozenset[Visitor | Role]
    example: dict[str, Any] = field(default_factory=dict)
    rulebook: bool = False


OFFICERS: frozenset[Visitor | Role] = frozenset(Role)
SIGNED_IN = OFFICERS | {Visitor.ACCOUNT}
ANYONE = SIGNED_IN | {Visitor.ANONYMOUS}

WHO_WORK_ON_CASES: frozenset[Visitor | Role] = frozenset(
    {
        Role.ACCEPTANCE_OFFICER,
        Role.COUNTER_APPROVER,
        Role.HALL_MANAGER,
        Role.APPROVAL_OFFICER,
        Role.COUNTERSIGNER,
        Role.PRODUCTION_OFFICER,
        Role.QUALITY_CHECKER,
        Role.HAND_OVER_OFFICER,
        Role.SUPERVISOR,
        Role.LEADER,
    }
)

WHO_CONFIRM: frozenset[Visitor | Role] = frozenset({Role.APPROVAL_OFFICER, Role.COUNTERSIGNER, Role.LEADER})
WHO_SEE_PERSONS = (WHO_WORK_ON_CASES - {Role.LEADER}) | {Role.LIST_CUSTODIAN, Role.FOREIGNERS_OFFICER}
WHO_ADD_TO_PERSONS: frozenset[Visitor | Role] = frozenset(
    {
        Role.ACCEPTANCE_OFFICER,
        Role.COUNTER_APPROVER,
        Role.HALL_MANAGER,
        Role.APPROVAL_OFFICER,
        Role.FOREIGNERS_OFFICER,
    }
)
WHO_PRINT_LOOKS: frozenset[Visitor | Role] = frozenset(
    {Role.ACCEPTANCE_OFFICER, Role.COUNTER_APPROVER, Role.HALL_MANAGER, Role.SUPERVISOR, Role.AUDIT_ADMINISTRATOR}
)

AT_WINDOWS: frozenset[Visitor | Role] = frozenset({Role.ACCEPTANCE_OFFICER, Role.COUNTER_APPROVER, Role.HALL_MANAGER})

AT_ACCEPTANCE: frozenset[Visitor | Role] = frozenset({Role.ACCEPTANCE_OFFICER, Role.COUNTER_APPROVER, Role.HALL_MANAGER})

WHO_SCAN_FOLDERS: frozenset[Visitor | Role] = frozenset(
    {
        Role.ACCEPTANCE_OFFICER,
        Role.COUNTER_APPROVER,
        Role.APPROVAL_OFFICER,
        Role.PRODUCTION_OFFICER,
        Role.QUALITY_CHECKER,
        Role.HAND_OVER_OFFICER,
    }
)
WHO_LEAD: frozenset[Visitor | Role] = frozenset({Role.LEADER, Role.HALL_MANAGER})

WHO_HOLD_LISTS: frozenset[Visitor | Role] = frozenset({Role.APPROVAL_OFFICER, Role.COUNTERSIGNER, Role.LIST_CUSTODIAN})
WHO_MEASURE_MATCHES = WHO_HOLD_LISTS | {Role.SUPERVISOR, Role.LEADER}

WHO_SEE_VISITS: frozenset[Visitor | Role] = frozenset({Role.HALL_MANAGER, Role.SUPERVISOR, Role.ANALYST, Role.LEADER})

PAGES: dict[str, Page] = {
    "healthz": Page(ANYONE),
    # Signing in and the security of one's own account
    "account_login": Page(ANYONE),
    "account_logout": Page(SIGNED_IN),
    "account_signup": Page(ANYONE),  # says that nobody registers himself
    "account_inactive": Page(ANYONE),
    "account_reauthenticate": Page(SIGNED_IN),
    "account_change_password": Page(SIGNED_IN),
    "account_set_password": Page(SIGNED_IN),
    "mfa_index": Page(SIGNED_IN),
    "mfa_authenticate": Page(SIGNED_IN),  # between password and second factor
    "mfa_reauthenticate": Page(SIGNED_IN),
    "mfa_activate_totp": Page(SIGNED_IN),
    "mfa_deactivate_totp": Page(SIGNED_IN),
    "mfa_view_recovery_codes": Page(SIGNED_IN),
    "mfa_generate_recovery_codes": Page(SIGNED_IN),
    "mfa_download_recovery_codes": Page(SIGNED_IN),
    "mfa_list_webauthn": Page(SIGNED_IN),
    "mfa_add_webauthn": Page(SIGNED_IN),
    "mfa_reauthenticate_webauthn": Page(SIGNED_IN),
    "mfa_remove_webauthn": Page(SIGNED_IN, {"pk": 1}),
    "mfa_edit_webauthn": Page(SIGNED_IN, {"pk": 1}),
    "mfa_login_webauthn": Page(SIGNED_IN),  # the scripts of the sign-in page ask it; opened like a page it leads there
    # Desks
    "desk:landing": Page(OFFICERS, rulebook=True),
    "desk:cases": Page(WHO_WORK_ON_CASES, rulebook=True),
    "desk:case_search": Page(WHO_WORK_ON_CASES, rulebook=True),
    "desk:case_proposals": Page(WHO_CONFIRM, rulebook=True),
    "desk:case": Page(WHO_WORK_ON_CASES | {Role.LIST_CUSTODIAN}, {"case_id": 1}, rulebook=True),
    "desk:case_act": Page(WHO_WORK_ON_CASES | {Role.LIST_CUSTODIAN}, {"case_id": 1, "step": "approve"}, rulebook=True),
    "desk:persons": Page(WHO_SEE_PERSONS),
    "desk:person": Page(WHO_SEE_PERSONS, {"person_id": 1}),
    "desk:person_spelling": Page(WHO_ADD_TO_PERSONS, {"person_id": 1}),
    "desk:person_document": Page(WHO_ADD_TO_PERSONS, {"person_id": 1}),
    "desk:person_guardian": Page(WHO_ADD_TO_PERSONS, {"person_id": 1}),
    "desk:person_looks": Page(WHO_PRINT_LOOKS, {"person_id": 1}),
    "desk:person_looks_sheet": Page(WHO_PRINT_LOOKS, {"person_id": 1}),
    "desk:paper_receipt": Page(WHO_WORK_ON_CASES, {"case_id": 1}),
    "desk:paper_family": Page(WHO_WORK_ON_CASES, {"group_id": 1}),
    "desk:paper_notice": Page(WHO_WORK_ON_CASES, {"number": "AAAAA-AAAAA"}),
    "desk:paper_letter": Page(WHO_WORK_ON_CASES, {"number": "AAAAA-AAAAA"}),
    "desk:paper_approval": Page(WHO_WORK_ON_CASES, {"case_id": 1}),
    "desk:audit": Page(frozenset({Role.AUDIT_ADMINISTRATOR})),
    "desk:audit_looks": Page(frozenset({Role.AUDIT_ADMINISTRATOR})),
    "desk:breaches": Page(frozenset({Role.SUPERVISOR, Role.AUDIT_ADMINISTRATOR}), rulebook=True),
    "desk:questions": Page(OFFICERS, rulebook=True),
    "desk:question": Page(OFFICERS, {"question_id": 1}, rulebook=True),
    "desk:question_ask": Page(OFFICERS, {"case_id": 1}, rulebook=True),
    "desk:handling": Page(OFFICERS, {"kind": "urgency", "case_id": 1}, rulebook=True),
    # Matches with the reference lists: what is in them opens only to holders of a list (see tests/web/desk/test_matches.py)
    "desk:matches": Page(WHO_HOLD_LISTS, rulebook=True),
    "desk:match": Page(WHO_HOLD_LISTS, {"reference": "case:1"}, rulebook=True),
    "desk:match_act": Page(WHO_HOLD_LISTS, {"reference": "case:1"}, rulebook=True),
    "desk:corrections": Page(WHO_HOLD_LISTS, rulebook=True),
    "desk:correction_answer": Page(WHO_HOLD_LISTS, {"correction_id": 1}, rulebook=True),
    "desk:second_look": Page(WHO_HOLD_LISTS, {"look_id": 1}, rulebook=True),
    "desk:alarms": Page(WHO_HOLD_LISTS | {Role.LEADER}, rulebook=True),
    "desk:alarm_take": Page(WHO_HOLD_LISTS | {Role.LEADER}, {"alarm_id": 1}, rulebook=True),
    "desk:match_quality": Page(WHO_MEASURE_MATCHES, rulebook=True),
    "desk:match_quality_csv": Page(WHO_MEASURE_MATCHES, rulebook=True),
    "desk:feeds": Page(WHO_MEASURE_MATCHES | {Role.SYSTEM_ADMINISTRATOR}, rulebook=True),
    # Units of state staff: their clerks are on no staff
    "portal:unit": Page(frozenset()),
    "portal:unit_submit": Page(frozenset()),
    "portal:unit_change": Page(frozenset(), {"entry_id": "U001-00001"}),
    "portal:unit_withdraw": Page(frozenset(), {"entry_id": "U001-00001"}),
    "portal:unit_answer": Page(frozenset(), {"consent_id": 1}),
    "portal:objection": Page(ANYONE, {"token": "17.x"}),
    # Programs of partner systems: whoever comes without a token is told so
    "api:deliver": Page(ANYONE, {"stream": "EXIT_BAR"}),
    "api:delivery": Page(ANYONE, {"delivery_id": 1}),
    # The counter
    "counter:find": Page(AT_WINDOWS, rulebook=True),
    "counter:enter": Page(AT_WINDOWS, rulebook=True),
    "counter:person": Page(AT_WINDOWS, {"person_id": 1}, rulebook=True),
    "counter:open": Page(AT_WINDOWS, {"person_id": 1}, rulebook=True),  # answers a form; opened like a page it says so
    "counter:case": Page(AT_WINDOWS, {"case_id": 1}, rulebook=True),
    "counter:check": Page(AT_WINDOWS, {"case_id": 1}, rulebook=True),
    "counter:accepted": Page(AT_WINDOWS, {"case_id": 1}, rulebook=True),
    "counter:notice": Page(AT_WINDOWS, {"case_id": 1}, rulebook=True),
    "counter:noticed": Page(AT_WINDOWS, {"case_id": 1}, rulebook=True),
    "counter:decline": Page(AT_WINDOWS, {"case_id": 1}, rulebook=True),
    "counter:declined": Page(AT_WINDOWS, {"case_id": 1}, rulebook=True),
    "counter:withdraw": Page(AT_WINDOWS, {"case_id": 1}, rulebook=True),
    "counter:urgent": Page(AT_WINDOWS, {"case_id": 1}, rulebook=True),
    "counter:family": Page(AT_WINDOWS, {"group_id": 1}, rulebook=True),
    "counter:second": Page(frozenset({Role.COUNTER_APPROVER}), rulebook=True),
    "counter:today": Page(AT_WINDOWS, rulebook=True),
    "counter:takings": Page(AT_WINDOWS, rulebook=True),
    "desk:batches": Page(AT_ACCEPTANCE, rulebook=True),
    "desk:batch": Page(AT_ACCEPTANCE, {"upload_id": 1}, rulebook=True),
    "desk:batch_take": Page(AT_ACCEPTANCE, {"upload_id": 1}, rulebook=True),
    "desk:batch_mended": Page(AT_ACCEPTANCE, {"upload_id": 1}, rulebook=True),
    "desk:batch_sample": Page(AT_ACCEPTANCE, rulebook=True),
    "desk:visits": Page(AT_ACCEPTANCE | {Role.LEADER}, rulebook=True),
    "desk:visit": Page(AT_ACCEPTANCE | {Role.LEADER}, {"visit_id": 1}),
    "desk:visit_decide": Page(AT_ACCEPTANCE | {Role.LEADER}, {"visit_id": 1}),
    "desk:visit_enter": Page(AT_ACCEPTANCE, {"visit_id": 1}),
    "desk:visit_sheet": Page(AT_ACCEPTANCE | {Role.LEADER}, {"visit_id": 1}),
    "desk:duty": Page(OFFICERS),
    "desk:duty_withdraw": Page(OFFICERS, {"shift_id": 1}),
    "desk:duty_call": Page(OFFICERS, {"shift_id": 1}),
    "desk:duty_hand_over": Page(OFFICERS, {"shift_id": 1}),
    "desk:duty_answer": Page(OFFICERS, {"call_id": 1}),
    "desk:duty_acknowledge": Page(OFFICERS, {"relief_id": 1}),
    # The style guide
    "shared:style_guide": Page(ANYONE),
    "shared:style_guide_desk": Page(ANYONE),
    "shared:style_guide_touch": Page(ANYONE),
    "shared:style_guide_screen": Page(ANYONE),
    # The public pages
    "portal:front": Page(ANYONE, rulebook=True),
    "portal:services": Page(ANYONE, rulebook=True),
    "portal:service": Page(ANYONE, {"code": "PP-NEW"}, rulebook=True),
    "portal:halls": Page(ANYONE, rulebook=True),
    "portal:hall": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "portal:board": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "portal:board_screen": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "portal:board_sheet": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "portal:leaflets": Page(ANYONE, rulebook=True),
    "portal:leaflet": Page(ANYONE, {"code": "LF-01"}, rulebook=True),
    "portal:leaflet_sheet": Page(ANYONE, {"code": "LF-01"}, rulebook=True),
    "portal:leaflet_check": Page(ANYONE, {"code": "LF-01"}, rulebook=True),
    "portal:forms": Page(ANYONE, rulebook=True),
    "portal:form": Page(ANYONE, {"code": "SF-F01"}, rulebook=True),
    "portal:form_sheet": Page(ANYONE, {"code": "SF-F01"}, rulebook=True),
    "portal:notices": Page(ANYONE, rulebook=True),
    "portal:reforms": Page(ANYONE, rulebook=True),
    "portal:sources": Page(ANYONE, rulebook=True),
    "portal:status": Page(ANYONE),
    "portal:status_of": Page(ANYONE, {"token": "17.x"}),
    "portal:status_proof": Page(ANYONE, {"token": "17.x"}),
    "portal:status_looks": Page(ANYONE, {"token": "17.x"}),
    "portal:openness": Page(ANYONE, rulebook=True),
    # Queues: on the telephone, on machines and tablets of a hall (which an office signs for their place), on its screens
    "portal:waiting": Page(ANYONE, rulebook=True),
    "portal:ticket": Page(ANYONE, {"code": "AAAAA-AAAAA"}),
    "portal:ticket_survey": Page(ANYONE, {"code": "AAAAA-AAAAA"}),
    "portal:appointments": Page(ANYONE, rulebook=True),
    "portal:appointment": Page(ANYONE, {"code": "AAAAA-AAAAA"}),
    "portal:appointment_calendar": Page(ANYONE, {"code": "AAAAA-AAAAA"}),
    "api:hall_agent": Page(ANYONE, {"hall": "H01", "what": "standing"}),
    "api:waiting": Page(ANYONE),
    "kiosk:machine": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "kiosk:machine_services": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "kiosk:machine_visit": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "kiosk:machine_take": Page(ANYONE, {"code": "H01"}, rulebook=True),  # answers a form
    "kiosk:machine_scan": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "kiosk:machine_ticket": Page(ANYONE, {"code": "H01", "ticket_id": 1, "follow": "AAAAAAAAAA"}, rulebook=True),
    "kiosk:machine_slip": Page(ANYONE, {"code": "H01", "ticket_id": 1, "follow": "AAAAAAAAAA"}, rulebook=True),
    "kiosk:ask": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "kiosk:ask_services": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "kiosk:ask_service": Page(ANYONE, {"code": "H01", "service": "PP-NEW"}, rulebook=True),
    "kiosk:ask_form": Page(ANYONE, {"code": "H01", "service": "PP-NEW", "form": "SF-F01"}, rulebook=True),
    "kiosk:ask_fault": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "kiosk:ask_status": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "kiosk:ask_map": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "kiosk:tablet": Page(ANYONE, {"code": "H01-W01"}, rulebook=True),
    "screens:calls": Page(ANYONE, {"code": "H01"}, rulebook=True),
    "screens:voice": Page(ANYONE, {"language": "cmn", "ticket": "A001", "window": 1}),
    "counter:window": Page(AT_WINDOWS | {Role.HAND_OVER_OFFICER, Role.HALL_GUIDE}, rulebook=True),
    "desk:hall": Page(frozenset({Role.HALL_MANAGER}), rulebook=True),
    "desk:hall_of": Page(frozenset({Role.HALL_MANAGER}), {"code": "H01"}, rulebook=True),
    "desk:hall_device": Page(frozenset({Role.HALL_MANAGER}), {"code": "H01"}, rulebook=True),  # answers a form
    "desk:visit_figures": Page(WHO_SEE_VISITS, rulebook=True),
    "desk:visit_table": Page(WHO_SEE_VISITS, rulebook=True),
    "desk:rating_table": Page(WHO_SEE_VISITS, rulebook=True),
    "desk:service_days": Page(frozenset({Role.HALL_MANAGER, Role.LEADER}), rulebook=True),
    "desk:survey": Page(frozenset({Role.SUPERVISOR, Role.LEADER}), rulebook=True),
    # Making documents and handing them out
    "desk:production": Page(frozenset({Role.PRODUCTION_OFFICER}), rulebook=True),
    "desk:blanks": Page(frozenset({Role.PRODUCTION_OFFICER})),
    "desk:production_case": Page(frozenset({Role.PRODUCTION_OFFICER}), {"case_id": 1}),
    "desk:production_sheet": Page(frozenset({Role.PRODUCTION_OFFICER}), {"case_id": 1}),
    "desk:quality": Page(frozenset({Role.QUALITY_CHECKER}), rulebook=True),
    "desk:quality_case": Page(frozenset({Role.QUALITY_CHECKER}), {"case_id": 1}),
    "desk:handover": Page(frozenset({Role.HAND_OVER_OFFICER}), rulebook=True),
    "desk:handover_case": Page(frozenset({Role.HAND_OVER_OFFICER}), {"case_id": 1}),
    "desk:uncollected": Page(WHO_LEAD | {Role.HAND_OVER_OFFICER}, rulebook=True),
    "desk:folders": Page(WHO_SCAN_FOLDERS, rulebook=True),
    "desk:lead": Page(WHO_LEAD, rulebook=True),
    "desk:simulated": Page(WHO_LEAD),
}


def addresses(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """The full name of every address of the house."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}"


def outcome(client: Client, page: Page, name: str) -> str:
    """What becomes of a visit: `opens`, `led to sign in` or `refused`."""
    answer = client.get(reverse(name, kwargs=page.example))
    if answer.status_code == 405:  # it answers a form only
        answer = client.post(reverse(name, kwargs=page.example))
    if answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/"):
        return "led to sign in"
    return "refused" if answer.status_code == 403 else "opens"


@pytest.fixture
def account(db: None, settings: Settings) -> Account:
    """An account that nobody on the staff uses yet."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return open_account(username="chen", password="four plain words", at=datetime(2026, 9, 1, tzinfo=UTC))


def browser_of(visitor: Visitor | Role, account: Account) -> Client:
    client = Client()
    if visitor is Visitor.ANONYMOUS:
        return client
    if isinstance(visitor, Role):
        offices.small_office()
        offices.officer("100001", offices.posting(visitor))
        Officer.objects.update(account_id=account.pk)
    client.force_login(account)
    return client


def test_every_address_says_who_may_open_it() -> None:
    assert sorted(addresses(get_resolver().url_patterns)) == sorted(PAGES)


@pytest.mark.parametrize("visitor", [*Visitor, *Role])
def test_page_opens_to_exactly_those_it_is_for(visitor: Visitor | Role, account: Account) -> None:
    client = browser_of(visitor, account)
    pages = {name: page for name, page in PAGES.items() if not page.rulebook}
    shut = "led to sign in" if visitor is Visitor.ANONYMOUS else "refused"

    outcomes = {name: outcome(client, page, name) for name, page in pages.items()}

    assert outcomes == {name: "opens" if visitor in page.opens_to else shut for name, page in pages.items()}


@pytest.mark.parametrize("visitor", [*Visitor, *Role])
def test_page_of_the_rulebook_opens_to_exactly_those_it_is_for(
    visitor: Visitor | Role, rulebook_loaded: None, account: Account
) -> None:
    client = Client()
    if isinstance(visitor, Role):
        bureau = Bureau.objects.get(parent=None).code
        open_departments(wanted={bureau: list(DepartmentKind)})
        offices.officer("100001", offices.posting(visitor, bureau=bureau))
        Officer.objects.update(account_id=account.pk)
    if visitor is not Visitor.ANONYMOUS:
        client.force_login(account)
    pages = {name: page for name, page in PAGES.items() if page.rulebook}
    shut = "led to sign in" if visitor is Visitor.ANONYMOUS else "refused"

    outcomes = {name: outcome(client, page, name) for name, page in pages.items()}

    assert outcomes == {name: "opens" if visitor in page.opens_to else shut for name, page in pages.items()}
