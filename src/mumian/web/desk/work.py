"""What each duty does at its desk, in one sentence."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mumian.offices.terms import Role

WORK: Final[dict[Role, str | Promise]] = {
    Role.ACCEPTANCE_OFFICER: _("Call tickets, check materials, accept applications and hand out receipts."),
    Role.COUNTER_APPROVER: _("Decide at the counter what may be decided there."),
    Role.HALL_GUIDE: _("Greet visitors, hand out tickets and answer first questions."),
    Role.HALL_MANAGER: _("Open and close windows, watch the waiting and the radar of deadlines."),
    Role.APPROVAL_OFFICER: _("Decide accepted cases; refuse only with a ground and a second signature."),
    Role.COUNTERSIGNER: _("Read refusals and sign them, or send them back."),
    Role.PRODUCTION_OFFICER: _("Make documents from the blanks in stock."),
    Role.QUALITY_CHECKER: _("Read back what a colleague has made and compare it with the case."),
    Role.HAND_OVER_OFFICER: _("Hand out documents at the counter, from the shelf and by courier."),
    Role.LIST_CUSTODIAN: _("Keep the reference lists and resolve matches."),
    Role.FOREIGNERS_OFFICER: _("Look after registrations, invitations and stays of foreigners."),
    Role.HOTLINE_AGENT: _("Answer calls that the voice menu hands over."),
    Role.SUPERVISOR: _("Take complaints, draw samples and check the record."),
    Role.ANALYST: _("Read the figures and the forecast of peaks."),
    Role.LEADER: _("See the whole office at a glance and allow extensions."),
    Role.SYSTEM_ADMINISTRATOR: _("Look after machines, backups and updates."),
    Role.SECURITY_ADMINISTRATOR: _("Open and close accounts and postings."),
    Role.AUDIT_ADMINISTRATOR: _("Read and verify the audit record."),
}
