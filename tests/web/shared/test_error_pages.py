from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views.decorators.http import require_POST

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.web.shared import error_pages
from mumian.web.shared.error_pages import refuse, server_error


def _raise(error: Exception) -> HttpResponse:
    raise error


def _pause(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": "300"})


def _refused(request: HttpRequest) -> HttpResponse:
    return refuse(request, Refusal(Text(zh="这个窗口已有一张票在办。", en="This window is already serving a ticket.")))


def _not_there(request: HttpRequest) -> HttpResponse:
    return _raise(Http404())


ADDRESSES = ModuleType("addresses")
ADDRESSES.__dict__.update(
    {
        "urlpatterns": [
            path("unreadable", lambda request: _raise(BadRequest())),
            path("closed", lambda request: _raise(PermissionDenied())),
            path("gone", _not_there),
            path("form", require_POST(lambda request: HttpResponse("done"))),
            path("often", _pause),
            path("refused", _refused),
            path("fault", lambda request: _raise(RuntimeError("the printer of window 5 burns"))),
            path("away", lambda request: _raise(OperationalError())),
        ],
        **{
            f"handler{code}": f"mumian.web.shared.error_pages.{name}"
            for code, name in {400: "bad_request", 403: "permission_denied", 404: "not_found", 500: "server_error"}.items()
        },
    }
)


@pytest.fixture
def visitor() -> Iterator[Client]:
    """Somebody at a house in which everything goes wrong."""
    with override_settings(ROOT_URLCONF=ADDRESSES):
        yield Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("address", "code", "chinese", "english"),
    [
        ("/unreadable", 400, "没能读懂这个请求", "We could not read this request"),
        ("/closed", 403, "这一页您不能查看", "This page is not open to you"),
        ("/gone", 404, "没有这一页", "There is no such page"),
        ("/form", 405, "这个网址不能这样打开", "This address cannot be opened in this way"),
        ("/refused", 409, "这一步没有办成", "This could not be done"),
        ("/often", 429, "短时间内尝试次数太多", "That was too many attempts in a short time"),
    ],
)
def test_error_page_says_what_happened_in_the_language_of_the_visitor(
    visitor: Client, address: str, code: int, chinese: str, english: str
) -> None:
    in_chinese = visitor.get(address, headers={"accept-language": "zh"})
    in_english = visitor.get(address, headers={"accept-language": "en"})

    assert (in_chinese.status_code, in_english.status_code) == (code, code)
    assert (f"<h1>{chinese}</h1>" in in_chinese.text, f"<h1>{english}</h1>" in in_english.text) == (True, True)


@pytest.mark.parametrize("address", ["/unreadable", "/closed", "/gone", "/form", "/refused", "/often"])
def test_error_page_says_what_to_do_and_what_was_kept(visitor: Client, address: str) -> None:
    page = visitor.get(address, headers={"accept-language": "en"}).text

    assert [words for words in ("What to do", "What was kept", "To the first page", "Call 12367") if words not in page] == []


def test_form_that_has_expired_says_so_and_is_refused(visitor: Client) -> None:
    answer = visitor.post("/form", {"name": "欧阳"}, headers={"accept-language": "en"})

    assert (answer.status_code, "<h1>The form could not be taken</h1>" in answer.text) == (403, True)


def test_wrong_method_still_names_the_right_one(visitor: Client) -> None:
    assert visitor.get("/form").headers["Allow"] == "POST"


def test_pause_says_how_long(visitor: Client) -> None:
    assert visitor.get("/often").headers["Retry-After"] == "300"


def test_refusal_reads_out_its_sentence(visitor: Client) -> None:
    assert "这个窗口已有一张票在办。" in visitor.get("/refused", headers={"accept-language": "zh"}).text


def test_refusal_to_a_part_of_a_page_is_only_the_notice(visitor: Client) -> None:
    answer = visitor.get("/refused", headers={"accept-language": "en", "hx-request": "true"})

    assert answer.status_code == 409
    assert "This window is already serving a ticket." in answer.text
    assert "<html" not in answer.text


def test_fault_of_our_own_speaks_both_languages_and_hides_its_cause(visitor: Client) -> None:
    answer = visitor.get("/fault")

    assert answer.status_code == 500
    assert [
        words for words in ("我们这边出了故障", "Something went wrong on our side", "12367") if words not in answer.text
    ] == []
    assert "printer" not in answer.text


def test_fault_page_needs_no_template(visitor: Client) -> None:
    with override_settings(TEMPLATES=[]):
        assert visitor.get("/fault").status_code == 500


def test_fault_page_needs_no_list_of_gathered_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(error_pages, "static", unknown)

    assert "/static/shared/tokens.css" in server_error(RequestFactory().get("/")).text


def test_number_of_a_fault_is_in_the_log(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("ERROR", logger="mumian.web"):
        page = visitor.get("/fault").text

    (number,) = [record.args[0] for record in caplog.records if record.name == "mumian.web" and isinstance(record.args, tuple)]
    assert str(number) in page


def test_database_that_is_away_is_said_and_to_be_tried_again(visitor: Client) -> None:
    answer = visitor.get("/away")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "We will be back in a moment" in answer.text


def test_request_with_too_many_parameters_is_unreadable_and_no_fault(visitor: Client) -> None:
    answer = visitor.get("/gone?" + "&".join(f"a{number}=1" for number in range(1100)))

    assert answer.status_code in {400, 404}


def test_unknown_address_of_the_whole_house_is_answered_in_words(client: Client) -> None:
    answer = client.get("/no/such/page", headers={"accept-language": "en"})

    assert (answer.status_code, "There is no such page" in answer.text) == (404, True)
