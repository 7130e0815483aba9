"""Which role sits in which department, who may hold it, and which roles exclude each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.terms.staff import DepartmentKind, PostingFacts, Role, StaffStatus

THREE_ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})
"""Nobody holds two of these at once (GB/T 22239-2019: system, audit and security management are kept apart)."""

POLICE_ROLES = frozenset(
    {
        Role.COUNTER_APPROVER,
        Role.APPROVAL_OFFICER,
        Role.COUNTERSIGNER,
        Role.LIST_CUSTODIAN,
        Role.FOREIGNERS_OFFICER,
        Role.SUPERVISOR,
        Role.LEADER,
    }
)
"""Roles that decide or see hits in the reference lists: for police only."""

THREE_DEPARTMENTS = frozenset({DepartmentKind.ACCEPTANCE, DepartmentKind.APPROVAL, DepartmentKind.PRODUCTION})
"""The departments the three hands on a case come from; nobody serves in two of them at once."""

DEPARTMENT_OF: Mapping[Role, DepartmentKind] = MappingProxyType(
    {
        Role.ACCEPTANCE_OFFICER: DepartmentKind.ACCEPTANCE,
        Role.COUNTER_APPROVER: DepartmentKind.ACCEPTANCE,
        Role.HALL_GUIDE: DepartmentKind.ACCEPTANCE,
        Role.HALL_MANAGER: DepartmentKind.ACCEPTANCE,
        Role.APPROVAL_OFFICER: DepartmentKind.APPROVAL,
        Role.COUNTERSIGNER: DepartmentKind.APPROVAL,
        Role.PRODUCTION_OFFICER: DepartmentKind.PRODUCTION,
        Role.QUALITY_CHECKER: DepartmentKind.PRODUCTION,
        Role.HAND_OVER_OFFICER: DepartmentKind.HAND_OVER,
        Role.LIST_CUSTODIAN: DepartmentKind.LISTS,
        Role.FOREIGNERS_OFFICER: DepartmentKind.FOREIGNERS,
        Role.HOTLINE_AGENT: DepartmentKind.HOTLINE,
        Role.SUPERVISOR: DepartmentKind.SUPERVISION,
        Role.ANALYST: DepartmentKind.ANALYSIS,
        Role.LEADER: DepartmentKind.LEADERSHIP,
        Role.SYSTEM_ADMINISTRATOR: DepartmentKind.ADMINISTRATION,
        Role.SECURITY_ADMINISTRATOR: DepartmentKind.ADMINISTRATION,
        Role.AUDIT_ADMINISTRATOR: DepartmentKind.ADMINISTRATION,
    }
)


def roles_of(kind: DepartmentKind) -> list[Role]:
    """The roles that sit in departments of this kind, in their order."""
    return [role for role, department in DEPARTMENT_OF.items() if department == kind]


def may_post(*, posting: PostingFacts, status: StaffStatus, held: Iterable[PostingFacts]) -> Verdict:
    """Decide whether somebody of this standing, who holds these postings already, may be posted so."""
    if DEPARTMENT_OF[posting.role] != posting.department:
        return Verdict.no(
            Text(
                "未作任命：该岗位不属于这个科室。请改选岗位所属的科室。",
                "Nobody was posted: this role belongs to another department. Choose the department of the role.",
            )
        )
    if posting.role in POLICE_ROLES and status != StaffStatus.POLICE:
        return Verdict.no(
            Text(
                "未作任命：审批决定和查看名单命中只能由民警承担。请改任民警。",
                "Nobody was posted: decisions and the sight of hits belong to police. Choose a police officer.",
            )
        )
    for other in held:
        if not _meet(posting, other):
            continue
        if {posting.role, other.role} <= THREE_ADMINISTRATORS and posting.role != other.role:
            return Verdict.no(
                Text(
                    "未作任命：系统、安全、审计三类管理员不得由同一人兼任。请先结束其原任命，或另选他人。",
                    "Nobody was posted: one person never holds two of the three administrator roles. "
                    "End the other posting first, or choose somebody else.",
                )
            )
        if {posting.department, other.department} <= THREE_DEPARTMENTS and posting.department != other.department:
            return Verdict.no(
                Text(
                    "未作任命：受理、审批、制证三个环节不得由同一人兼任。请先结束其原任命，或另选他人。",
                    "Nobody was posted: one person never serves in two of acceptance, approval and production. "
                    "End the other posting first, or choose somebody else.",
                )
            )
        if _same_place(posting, other):
            return Verdict.no(
                Text(
                    "未作任命：此人在这段时间已在同一岗位。请核对起止日期。",
                    "Nobody was posted: this person already holds this posting in that time. Check the dates.",
                )
            )
    return Verdict.yes()


def may_give_powers(*, giver: frozenset[Role] | None, to_himself: bool, administered: bool) -> Verdict:
    """Decide whether somebody with these roles may appoint, post, end postings and give accounts.

    Nobody (None) may while an office is founded, that is until a security administrator with an account is at work: somebody
    must give the first powers, and at the machine itself.
    """
    if giver is None and not administered:
        return Verdict.yes()
    if giver is None or Role.SECURITY_ADMINISTRATOR not in giver:
        return Verdict.no(
            Text(
                "未办理：任命人员和开通账号只能由安全管理员办理。请联系安全管理员。",
                "Nothing was changed: only the security administrator appoints people and gives accounts. Ask him to do it.",
            )
        )
    if to_himself:
        return Verdict.no(
            Text(
                "未办理：不得为自己任命岗位或开通账号。请由另一名安全管理员办理。",
                "Nothing was changed: nobody gives powers or an account to himself. Ask another security administrator.",
            )
        )
    return Verdict.yes()


def _meet(one: PostingFacts, other: PostingFacts) -> bool:
    """Whether two postings share a day."""
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)


def _same_place(one: PostingFacts, other: PostingFacts) -> bool:
    return (one.role, one.bureau, one.hall) == (other.role, other.bureau, other.hall)
