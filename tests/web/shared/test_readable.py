from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

ENCODED = "application/x-www-form-urlencoded"
BROKEN = ["a%00b", "%FF", "%ED%A0%80"]
TITLES = {"zh": "里面有一个读不懂的字符", "en": "There is a character in this that cannot be read"}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("value", BROKEN)
def test_address_that_cannot_be_read_is_answered_in_both_languages(client: Client, value: str, language: str) -> None:
    answer = client.get(f"/status?receipt={value}", headers={"accept-language": language})

    assert (answer.status_code, TITLES[language] in answer.text) == (400, True)


@pytest.mark.parametrize("value", BROKEN)
def test_form_that_cannot_be_read_is_answered(client: Client, value: str) -> None:
    answer = client.post("/status", f"receipt={value}".encode(), content_type=ENCODED, headers={"accept-language": "en"})

    assert (answer.status_code, "What you typed is still there" in answer.text) == (400, True)


@pytest.mark.parametrize("field", ["receipt", "re\0ceipt"])
def test_form_in_parts_that_cannot_be_read_is_answered(client: Client, field: str) -> None:
    sent = {field: "a\0b", "file": SimpleUploadedFile("list.csv", b"\0\xff")}

    assert client.post("/status", sent).status_code == 400


def test_file_may_hold_any_bytes(client: Client) -> None:
    sent = {"receipt": "AAAAA", "file": SimpleUploadedFile("list.csv", b"\0\xff")}

    assert client.post("/status", sent).status_code != 400


def test_path_that_cannot_be_read_is_answered(client: Client) -> None:
    assert client.get("/services/%00").status_code == 400


@pytest.mark.parametrize("value", ["a\0b", '"a\\000b"', "\udcff"])
def test_cookie_that_cannot_be_read_is_answered_and_taken_away(client: Client, value: str) -> None:
    name = settings.SESSION_COOKIE_NAME
    client.cookies.load({name: "x"})

    answer = client.get("/status", headers={"cookie": f"{name}={value}".encode(errors="surrogateescape").decode("latin-1")})

    assert (answer.status_code, answer.cookies[name]["max-age"]) == (400, 0)


@pytest.mark.parametrize("value", ["木棉", "%E6%9C%A8", "a+b", "%20", "%F0%A0%80%80"])
def test_everything_that_people_write_can_be_read(client: Client, value: str) -> None:
    answer = client.post("/status", f"receipt={value}".encode(), content_type=ENCODED)

    assert answer.status_code != 400
