"""Departments, roles and the standing of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from mumian.foundation.words import Text

OfficerId = NewType("OfficerId", int)


class StaffStatus(StrEnum):
    """Police officers and employees; decisions, and the sight of hits, belong to police."""

    POLICE = "police"
    EMPLOYEE = "employee"


class DepartmentKind(StrEnum):
    """The departments of a bureau. The three hands on a case come from the first three."""

    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    PRODUCTION = "production"
    HAND_OVER = "hand_over"
    LISTS = "lists"
    FOREIGNERS = "foreigners"
    HOTLINE = "hotline"
    SUPERVISION = "supervision"
    ANALYSIS = "analysis"
    LEADERSHIP = "leadership"
    ADMINISTRATION = "administration"


class Role(StrEnum):
    """What somebody may do while he is posted so."""

    ACCEPTANCE_OFFICER = "acceptance_officer"
    COUNTER_APPROVER = "counter_approver"
    HALL_GUIDE = "hall_guide"
    HALL_MANAGER = "hall_manager"
    APPROVAL_OFFICER = "approval_officer"
    COUNTERSIGNER = "countersigner"
    PRODUCTION_OFFICER = "production_officer"
    QUALITY_CHECKER = "quality_checker"
    HAND_OVER_OFFICER = "hand_over_officer"
    LIST_CUSTODIAN = "list_custodian"
    FOREIGNERS_OFFICER = "foreigners_officer"
    HOTLINE_AGENT = "hotline_agent"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    LEADER = "leader"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"


ROLE_NAMES: dict[Role, Text] = {
    Role.ACCEPTANCE_OFFICER: Text("受理员", "acceptance officer"),
    Role.COUNTER_APPROVER: Text("窗口审批民警", "second officer at the counter"),
    Role.HALL_GUIDE: Text("咨询导办员", "hall guide"),
    Role.HALL_MANAGER: Text("大厅负责人", "hall manager"),
    Role.APPROVAL_OFFICER: Text("审批民警", "approval officer"),
    Role.COUNTERSIGNER: Text("复核民警", "countersigner"),
    Role.PRODUCTION_OFFICER: Text("制证员", "production officer"),
    Role.QUALITY_CHECKER: Text("质检员", "quality checker"),
    Role.HAND_OVER_OFFICER: Text("发证员", "hand-over officer"),
    Role.LIST_CUSTODIAN: Text("名单管理民警", "list custodian"),
    Role.FOREIGNERS_OFFICER: Text("外国人管理民警", "foreigners' affairs officer"),
    Role.HOTLINE_AGENT: Text("热线坐席", "hotline agent"),
    Role.SUPERVISOR: Text("督察民警", "supervisor"),
    Role.ANALYST: Text("统计分析员", "analyst"),
    Role.LEADER: Text("局领导", "leader"),
    Role.SYSTEM_ADMINISTRATOR: Text("系统管理员", "system administrator"),
    Role.SECURITY_ADMINISTRATOR: Text("安全管理员", "security administrator"),
    Role.AUDIT_ADMINISTRATOR: Text("审计管理员", "audit administrator"),
}

DEPARTMENT_NAMES: dict[DepartmentKind, Text] = {
    DepartmentKind.ACCEPTANCE: Text("受理科", "Acceptance"),
    DepartmentKind.APPROVAL: Text("审批科", "Approval"),
    DepartmentKind.PRODUCTION: Text("制证科", "Production"),
    DepartmentKind.HAND_OVER: Text("发证组", "Hand-over"),
    DepartmentKind.LISTS: Text("名单管理组", "Reference lists"),
    DepartmentKind.FOREIGNERS: Text("外国人管理科", "Foreigners' affairs"),
    DepartmentKind.HOTLINE: Text("热线室", "Hotline"),
    DepartmentKind.SUPERVISION: Text("督察室", "Supervision"),
    DepartmentKind.ANALYSIS: Text("统计分析室", "Statistics"),
    DepartmentKind.LEADERSHIP: Text("局领导", "Leadership"),
    DepartmentKind.ADMINISTRATION: Text("信息管理科", "Administration"),
}


@dataclass(frozen=True, slots=True)
class PostingFacts:
    """Where somebody is posted, from which day and until which (inclusive; None: no end is known)."""

    role: Role
    bureau: str
    department: DepartmentKind
    valid_from: date
    valid_to: date | None = None
    hall: str | None = None
    window: str | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody who joins the office, with the postings he begins with. `latin` is written surname first: "CHEN YIMING"."""

    badge_number: str
    name: str
    latin: str
    status: StaffStatus
    joined_on: date
    postings: tuple[PostingFacts, ...]
    account_id: int | None = None
