"""The adjudication desk: details only for holders who say why, everybody else gets the page and nothing in it."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.test import Client

from mumian.clearance.services import entrust_list
from mumian.offices.queries import OfficerSheet
from tests.factories.cases import AT, Office
from tests.factories.clearance import BARRED, ask
from tests.factories.sql import run
from tests.support.databases import TestDatabases
from tests.support.roles import acting_as
from tests.web.desk.conftest import AtDesk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

PAGE = "/desk/matches/of/case:1"
SECRETS = (BARRED.name, BARRED.numbers[0], "未了结的民事案件")


@pytest.fixture
def barred(staffed: Office, databases: TestDatabases) -> Office:
    """Somebody barred was compared for `case:1`; only `approver` and `approver2` hold the list."""
    with acting_as("lists", databases):
        for officer in (staffed.approver, staffed.approver2):
            entrust_list(code="EXIT_BAR", badge_number=officer.badge_number, valid_from=date(2026, 1, 1))
    with acting_as("worker", databases):
        ask(BARRED, ["EXIT_BAR"], at=AT)
    return staffed


def shown(client: Client, reason: str = "核对待处理比对") -> str:
    return client.post(PAGE, {"reason": reason}).content.decode()


def names_nothing(page: str) -> bool:
    return not any(secret in page for secret in SECRETS)


def test_holder_is_asked_why_sees_the_evidence_and_decides_with_another(barred: Office, at_desk: AtDesk) -> None:
    first, second = at_desk(barred.approver), at_desk(barred.approver2)

    assert "case:1" in first.get("/desk/matches").content.decode()
    assert names_nothing(first.get("/desk/matches").content.decode())
    assert names_nothing(first.get(PAGE).content.decode())
    assert names_nothing(shown(first, " "))  # no reason, nothing to see
    page = shown(first)
    assert all(secret in page for secret in SECRETS)
    [(match_id,)] = run('SELECT (regexp_matches(%s, \'name="match" value="([0-9]+)"\'))[1]', page)
    act = {"act": "decide", "match": match_id, "judgement": "other_person", "two_people": "yes"}
    assert first.post(f"{PAGE}/act", {**act, "note": ""}).status_code == 422
    assert first.post(f"{PAGE}/act", {**act, "note": "号码系冒用"}).status_code == 303
    [(decision,)] = run('SELECT (regexp_matches(%s, \'name="decision" value="([0-9]+)"\'))[1]', shown(second))
    assert first.post(f"{PAGE}/act", {"act": "confirm", "decision": decision}).status_code == 422
    assert second.post(f"{PAGE}/act", {"act": "confirm", "decision": decision}).status_code == 303
    assert run("SELECT reference FROM lists.queue_for(%s, %s)", _token(first), AT) == []
    acts = run("SELECT act, count(*) FROM audit_act WHERE act LIKE 'match%%' GROUP BY 1 ORDER BY 1")
    assert acts == [("match_confirmed", 1), ("match_decided", 1)]


def _token(client: Client) -> str:
    from mumian.audit.services import token_of  # noqa: PLC0415  # needed here alone
    from mumian.web.shared.signing_in.acting import ACTING  # noqa: PLC0415  # as above

    return token_of(client.session[ACTING])


def test_nobody_else_finds_anything_on_any_page(barred: Office, at_desk: AtDesk) -> None:
    places: tuple[str, ...] = (
        "/desk/",
        "/desk/cases",
        "/desk/cases/search?q=木棉禁",
        "/desk/lead",
        "/desk/matches",
        "/desk/matches/corrections",
    )
    places += (
        "/desk/alarms",
        "/desk/feeds",
        "/desk/matches/quality",
        "/desk/persons?q=木棉禁",
        "/counter/",
        "/counter/second/",
        PAGE,
    )
    strangers: tuple[OfficerSheet, ...] = (barred.countersigner, barred.acceptor, barred.second, barred.leader, barred.supervisor)

    for officer in strangers:
        client = at_desk(officer)
        pages = [client.get(place).content.decode().replace("q=木棉禁", "").replace('value="木棉禁"', "") for place in places]
        assert [
            place for place, page in zip(places, pages, strict=True) if "未了结的民事案件" in page or BARRED.numbers[0] in page
        ] == []
        assert names_nothing(shown(client))
    assert names_nothing(str(run("SELECT thing, act, detail::text, personal::text FROM audit_act")))
    assert names_nothing(str(run("SELECT topic, payload::text FROM outbox_event")))


def test_office_reads_which_lists_are_keyed_anew_after_an_upgrade(
    barred: Office, at_desk: AtDesk, owner_sql: psycopg.Connection
) -> None:
    before = at_desk(barred.leader).get("/desk/feeds").content.decode()
    owner_sql.execute("UPDATE lists.reference_list SET keyed = 0 WHERE code = 'EXIT_BAR'")
    owner_sql.execute("UPDATE lists.reference_list SET kept = 1 WHERE code = 'WANTED'")

    page = at_desk(barred.leader).get("/desk/feeds").content.decode()

    assert "正在重新生成" not in before
    assert (page.count("正在重新生成"), page.count("一律等待"), page.count("照常比对")) == (2, 1, 1)
