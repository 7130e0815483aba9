"""Leaders open the summary of the last simulated days from their desk."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from mumian.web.desk.views import simulated
from tests.factories.cases import Office
from tests.web.desk.conftest import AtDesk

pytestmark = pytest.mark.django_db

PAGE = "/desk/lead/simulated"
KEPT = "<!doctype html><html lang=en><title>T</title><style>p { color: red }</style><p>0 of 3 cases broke the rule</p></html>"
DIGEST = "ngewhhP73WDIbgwseeu52VAAJgKdGUsu1IUQQsAm8m4="


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(simulated, "settings", SimpleNamespace(ENVIRONMENT=SimpleNamespace(var=tmp_path)))
    return tmp_path


def test_the_document_is_shown_as_it_was_kept_and_may_use_its_own_style_alone(
    staffed: Office, at_desk: AtDesk, house: Path
) -> None:
    (house / simulated.FILE).write_text(KEPT, encoding="utf-8")

    answer = at_desk(staffed.leader).get(PAGE)

    assert (answer.status_code, answer.text) == (200, KEPT)
    assert answer["Content-Security-Policy"] == simulated.POLICY.format(digest=DIGEST)


def test_where_no_day_was_simulated_the_page_says_how(staffed: Office, at_desk: AtDesk, house: Path) -> None:
    answer = at_desk(staffed.leader).get(PAGE, headers={"accept-language": "en"})

    assert "mumian simulate day" in answer.text


def test_the_desk_of_a_leader_leads_there(staffed: Office, at_desk: AtDesk, house: Path) -> None:
    assert f'href="{PAGE}"' in at_desk(staffed.leader).get("/desk/lead").text
