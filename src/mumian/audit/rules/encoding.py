"""Bytes for hashing: fields with their lengths before them, so that no two different records have the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

Detail: TypeAlias = Mapping[str, str | Sequence[str]]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


def field(value: bytes | str) -> bytes:
    """The value with its length in 4 bytes before it."""
    written = value.encode() if isinstance(value, str) else value
    return len(written).to_bytes(4, "big") + written


def fields(*values: bytes | str) -> bytes:
    return b"".join(field(value) for value in values)


def number(value: int) -> bytes:
    """A number from 0 on in 8 bytes."""
    return value.to_bytes(8, "big")


def moment(value: datetime) -> bytes:
    """Microseconds since 1970 in 8 bytes."""
    return ((value - EPOCH) // MICROSECOND).to_bytes(8, "big", signed=True)


def detail_bytes(detail: Detail) -> bytes:
    """Names and their texts or lists of texts, in the order of the names' bytes."""
    return b"".join(field(name) + _value(detail[name]) for name in sorted(detail, key=str.encode))


def _value(value: str | Sequence[str]) -> bytes:
    if isinstance(value, str):
        return b"s" + field(value)
    return b"l" + field(fields(*value))


def written_moment(value: datetime) -> str:
    """A moment as it stands in files: `2026-11-22T06:05:04.000003Z`."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def line(value: object) -> str:
    """An object in the one way it may be written in a file, with its line feed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def read_line(written: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(written)
    return value
