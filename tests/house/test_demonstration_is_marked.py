"""While signing in asks for no second factor, every page says so; an office's pages do not, since there it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from mumian.offices.terms import Role
from tests.factories.cases import office
from tests.house.test_pages_by_role import PAGES, Visitor
from tests.house.test_pages_cover_personal_data import one_of_every_role

pytestmark = pytest.mark.django_db

MARK = "Signing in asks for no second factor."
ON_SCREENS = "Demonstration without second factor"
"""The foot of a hall's screen has room for this much."""


def marked(of: Mapping[Role, Client]) -> dict[str, bool]:
    """Whether each page that shows itself to somebody says it; papers and plain answers are no pages."""
    found = {}
    for name, page in PAGES.items():
        visitor = next((one for one in (Visitor.ANONYMOUS, *of) if one in page.opens_to), None)
        if visitor is None:
            continue  # for programs with credentials of their own
        client = of[visitor] if isinstance(visitor, Role) else Client()
        answer = client.get(reverse(name, kwargs=page.example), headers={"accept-language": "en"})
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code in (200, 403, 404, 409, 422):
            found[name] = MARK in answer.text or ON_SCREENS in answer.text
    return found


def test_every_page_of_a_demonstration_says_that_no_second_factor_is_asked_for(rulebook_loaded: None, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    office()

    pages = marked(one_of_every_role())

    assert [name for name, says in pages.items() if not says] == []
    assert len(pages) > 40


def test_page_of_an_office_does_not_say_it(rulebook_loaded: None, settings: Settings, client: Client) -> None:
    settings.DEMO_MODE, settings.SECOND_FACTOR_REQUIRED = False, True

    assert MARK not in client.get("/", headers={"accept-language": "en"}).text
