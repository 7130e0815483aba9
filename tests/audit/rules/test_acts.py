"""The bytes of an act: spelled out once by hand, and never the same for two different acts."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.audit.rules.acts import ChainedAct, names_value, new_salt, personal_hash, plain_detail, start_of_chain
from mumian.audit.rules.encoding import detail_bytes
from mumian.audit.terms import ActorKind, PersonalValue

ACT = ChainedAct(
    thing="case:7",
    position=1,
    act="accepted",
    actor_kind="officer",
    actor_id="100001",
    actor_department="acceptance",
    place="10.0.0.7 H01-W01",
    session=3,
    at=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
    written_at=datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    detail={"b": "木", "a": ["x", ""]},
    personal={},
    previous=bytes(32),
    hash=bytes(32),
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
DETAILS = st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS, max_size=3), max_size=4)


def test_hash_is_that_of_the_bytes_on_the_page_of_the_format() -> None:
    detail = (
        b"\0\0\0\x01a" + b"l" + b"\0\0\0\x09" + b"\0\0\0\x01x" + b"\0\0\0\0"  # a list of x and nothing
        b"\0\0\0\x01b" + b"s" + b"\0\0\0\x03\xe6\x9c\xa8"
    )
    written = (
        b"\0\0\0\x0cmumian-act-1"
        + (b"\0\0\0\x20" + bytes(32))
        + b"\0\0\0\x06case:7"
        + (b"\0\0\0\x08" + bytes(7) + b"\x01")
        + b"\0\0\0\x08accepted"
        + b"\0\0\0\x07officer"
        + b"\0\0\0\x06100001"
        + b"\0\0\0\x0aacceptance"
        + b"\0\0\0\x1010.0.0.7 H01-W01"
        + (b"\0\0\0\x08" + bytes(7) + b"\x03")
        + b"\0\0\0\x08\0\0\0\0\0\x0f\x42\x40"
        + b"\0\0\0\x08\xff\xff\xff\xff\xff\xff\xff\xff"
        + len(detail).to_bytes(4, "big")
        + detail
        + b"\0\0\0\0"
    )

    assert ACT.computed_hash() == hashlib.sha256(written).digest()


@pytest.mark.parametrize(
    "change",
    [
        {"thing": "case:8"},
        {"position": 2},
        {"act": "approved"},
        {"actor_kind": "machine"},
        {"actor_id": "100002"},
        {"actor_department": ""},
        {"place": "10.0.0.7 H01-W0"},
        {"session": 4},
        {"at": ACT.at + timedelta(microseconds=1)},
        {"written_at": ACT.at},
        {"detail": {"b": "木", "a": ["x"]}},
        {"detail": {"b": "木", "a": "x"}},
        {"personal": {"name": "00" * 32}},
        {"previous": b"\x01" + bytes(31)},
        {"actor_id": "100001a", "actor_department": "cceptance"},
    ],
)
def test_any_change_changes_the_hash(change: dict[str, object]) -> None:
    assert replace(ACT, **change).computed_hash() != ACT.computed_hash()  # type: ignore[arg-type]  # the fields above


@given(DETAILS, DETAILS)
def test_two_details_have_the_same_bytes_only_when_they_are_the_same(
    one: dict[str, str | list[str]], other: dict[str, str | list[str]]
) -> None:
    assert (detail_bytes(one) == detail_bytes(other)) is (one == other)


def test_order_of_names_does_not_matter() -> None:
    assert detail_bytes({"a": "1", "ü": "2", "𠀀": "3"}) == detail_bytes({"𠀀": "3", "ü": "2", "a": "1"})


def test_chains_of_two_things_begin_differently() -> None:
    assert start_of_chain("case:1") != start_of_chain("case:11")


def test_details_become_texts_and_lists_of_texts() -> None:
    assert plain_detail(
        {
            "kind": ActorKind.OFFICER,
            "count": 3,
            "urgent": True,
            "due": date(2026, 9, 8),
            "at": datetime(2026, 9, 1, 9, 0, tzinfo=UTC),
            "fee": Decimal("120.00"),
            "lists": ["EXIT_BAR", "WANTED"],
            "note": None,
        }
    ) == {
        "kind": "officer",
        "count": "3",
        "urgent": "yes",
        "due": "2026-09-08",
        "at": "2026-09-01T09:00:00.000000Z",
        "fee": "120.00",
        "lists": ["EXIT_BAR", "WANTED"],
    }


def test_a_detail_that_has_no_one_way_to_be_written_is_refused() -> None:
    with pytest.raises(TypeError, match="not float"):
        plain_detail({"share": 0.1})  # type: ignore[dict-item]  # what is refused


def test_value_and_salt_together_show_that_an_act_named_the_value() -> None:
    value = PersonalValue("440199199001010017", new_salt())
    personal = {"number": personal_hash("number", value)}

    assert names_value(personal, "number", value)
    assert not names_value(personal, "number", replace(value, salt=new_salt()))
    assert not names_value(personal, "number", replace(value, value="440199199001010018"))
    assert not names_value(personal, "name", value)


def test_neither_value_nor_salt_shows_in_a_log() -> None:
    assert repr(PersonalValue("木棉", b"salt")) == "PersonalValue()"
