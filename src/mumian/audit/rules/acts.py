"""The hash of an act, of the start of a chain, and of a personal value."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from mumian.audit.rules.encoding import Detail, detail_bytes, fields, moment, number, written_moment
from mumian.audit.terms import DetailValue, PersonalValue

BYTES_OF_SALT = 16


@dataclass(frozen=True, slots=True)
class ChainedAct:
    """One act with everything that its hash covers."""

    thing: str
    position: int
    act: str
    actor_kind: str
    actor_id: str
    actor_department: str
    place: str
    session: int
    at: datetime
    written_at: datetime
    detail: Detail
    personal: Mapping[str, str]
    previous: bytes
    hash: bytes

    def computed_hash(self) -> bytes:
        """The hash that its fields have; equal to `hash` unless somebody changed one of them."""
        return hashlib.sha256(
            fields(
                "mumian-act-1",
                self.previous,
                self.thing,
                number(self.position),
                self.act,
                self.actor_kind,
                self.actor_id,
                self.actor_department,
                self.place,
                number(self.session),
                moment(self.at),
                moment(self.written_at),
                detail_bytes(self.detail),
                detail_bytes(self.personal),
            )
        ).digest()

    def as_json(self) -> dict[str, object]:
        """As it stands in an export, without its sequence number."""
        return {
            "thing": self.thing,
            "position": self.position,
            "act": self.act,
            "actor_kind": self.actor_kind,
            "actor_id": self.actor_id,
            "actor_department": self.actor_department,
            "place": self.place,
            "session": self.session,
            "at": written_moment(self.at),
            "written_at": written_moment(self.written_at),
            "detail": dict(self.detail),
            "personal": dict(self.personal),
            "previous": self.previous.hex(),
            "hash": self.hash.hex(),
        }


def start_of_chain(thing: str) -> bytes:
    """What the first act of a thing has before it."""
    return hashlib.sha256(fields("mumian-chain-1", thing)).digest()


def new_salt() -> bytes:
    """For a personal value: to be kept beside it, and deleted with it."""
    return secrets.token_bytes(BYTES_OF_SALT)


def personal_hash(name: str, value: PersonalValue) -> str:
    """The hash under which a personal value enters the record."""
    return hashlib.sha256(fields("mumian-personal-1", value.salt, name, value.value)).hexdigest()


def names_value(personal: Mapping[str, str], name: str, value: PersonalValue) -> bool:
    """Whether an act with these hashes named this value."""
    return personal.get(name) == personal_hash(name, value)


def plain_detail(detail: Mapping[str, DetailValue]) -> dict[str, str | list[str]]:
    """What an act says, as texts and lists of texts; what is None is left out. Raises TypeError for anything else."""
    return {name: _plain(value) for name, value in detail.items() if value is not None}


def _plain(value: DetailValue) -> str | list[str]:
    if isinstance(value, list | tuple):
        return [_text(one) for one in value]
    return _text(value)


def _text(value: object) -> str:
    match value:
        case Enum():
            return str(value.value)
        case bool():
            return "yes" if value else "no"
        case datetime():
            return written_moment(value)
        case date():
            return value.isoformat()
        case str() | int() | Decimal():
            return str(value)
    raise TypeError(f"An act says texts and lists of texts, not {type(value).__name__}.")
