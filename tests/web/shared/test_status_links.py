from __future__ import annotations

from django.test import RequestFactory

from mumian.web.shared.status_links import case_of_token, status_address, status_token


def test_token_opens_its_own_case() -> None:
    assert [case_of_token(status_token(case_id)) for case_id in (1, 17, 10**12)] == [1, 17, 10**12]


def test_token_that_was_changed_opens_nothing() -> None:
    token = status_token(17)
    number, _, signature = token.partition(".")

    changed = ["", "17", "17.", f"18.{signature}", f"{number}.{signature[:-1]}", f"x.{signature}", token.swapcase()]

    assert [case_of_token(one) for one in changed] == [None] * len(changed)


def test_address_is_whole() -> None:
    address = status_address(RequestFactory().get("/desk/"), 17)

    assert address == f"http://testserver/status/of/{status_token(17)}"
