"""A manager reads on the page of his hall what its agent did otherwise than the centre had it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mumian.offices.models import Hall
from mumian.offices.terms import Role
from mumian.queueing.models import AgentEntry
from tests.factories.cases import Office
from tests.web.desk.conftest import AtDesk
from tests.web.desk.test_hall_pages import ENGLISH, NOW, holder

pytestmark = pytest.mark.django_db


def test_a_manager_reads_what_the_agent_called_at_a_closed_window_and_what_came_too_late(
    staffed: Office, at_desk: AtDesk
) -> None:
    manager = at_desk(holder("300009", Role.HALL_MANAGER, hall="H01"))
    before = manager.get("/desk/hall/H01", headers=ENGLISH).text
    for line, (label, outcome) in enumerate([("A001", "window_closed"), ("A002", "TicketRefused"), ("A003", "done")]):
        AgentEntry.objects.create(
            hall=Hall.objects.get(code="H01"), agent="box", epoch=1, line=line, act="call", label=label, outcome=outcome,
            at=NOW - timedelta(minutes=5), taken_over_at=NOW - timedelta(minutes=1),
        )  # fmt: skip

    english, chinese = (manager.get("/desk/hall/H01", headers=said).text for said in (ENGLISH, {"accept-language": "zh-hans"}))

    assert "own agent" not in before
    assert "<strong>A001</strong> was called at a window that had been closed here" in english
    assert "<strong>A002</strong> was told, but could not be done" in english
    assert "A003" not in english
    assert "<strong>A001</strong> 是在中心已关闭或已换人的窗口叫的号" in chinese
