from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.project.database.address import Address, AddressNotUnderstood


def test_an_address_is_read_from_a_url() -> None:
    assert Address.parse("postgresql://owner:pass%20word@db.example:5433/mumian?sslmode=require") == Address(
        host="db.example", port=5433, name="mumian", user="owner", password="pass word", extra=(("sslmode", "require"),)
    )


def test_a_socket_is_a_folder() -> None:
    assert Address.parse("postgresql://owner@/mumian?host=/run/postgresql") == Address(
        host="/run/postgresql", port=5432, name="mumian", user="owner"
    )


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://a@b/c", "postgresql://owner@host", "postgresql://host/name", "postgresql://a@b:c/d"]
)
def test_another_text_is_refused(url: str) -> None:
    with pytest.raises(AddressNotUnderstood, match="DATABASE_URL was not understood"):
        Address.parse(url)


PRINTABLE = st.text(st.characters(exclude_categories=["C"]), min_size=1)


@given(user=PRINTABLE, password=PRINTABLE, name=PRINTABLE)
def test_an_address_survives_being_written(user: str, password: str, name: str) -> None:
    address = Address(host="/a folder/socket", port=5432, name=name, user=user, password=password)

    assert Address.parse(address.url) == address


def test_a_password_is_never_said() -> None:
    address = Address(host="db", port=5432, name="mumian", user="owner", password="hidden word")

    assert "hidden" in address.url
    assert "hidden" not in repr(address) + address.said
