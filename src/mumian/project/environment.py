"""What the surroundings say: every setting that comes from the environment, read once and in one place.

Each name is described in `docs/operations/settings.md`; a house test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal, cast, get_args

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

ROOT = Path(__file__).resolve().parents[3]

Profile = Literal["demo", "office", "test"]
Role = Literal["owner", "web", "worker", "sealer", "lists", "reader"]
City = Literal["lively", "history", "still"]


class SettingNotUnderstood(Refusal):
    """A variable of the environment holds something it may not."""


@dataclass(frozen=True)
class Environment:
    """The settings of one process, as values that have already been checked."""

    var: Path = field(metadata={"variable": "MUMIAN_VAR"})
    profile: Profile = field(metadata={"variable": "MUMIAN_PROFILE"})
    database_url: str | None = field(metadata={"variable": "DATABASE_URL"})
    database_role: Role = field(metadata={"variable": "MUMIAN_DB_ROLE"})
    secret_key: str | None = field(metadata={"variable": "MUMIAN_SECRET_KEY"})
    host: str = field(metadata={"variable": "MUMIAN_HOST"})
    port: int = field(metadata={"variable": "MUMIAN_PORT"})
    allowed_hosts: tuple[str, ...] = field(metadata={"variable": "MUMIAN_ALLOWED_HOSTS"})
    web_workers: int = field(metadata={"variable": "MUMIAN_WEB_WORKERS"})
    proxies: int = field(metadata={"variable": "MUMIAN_PROXIES"})
    live_port: int = field(metadata={"variable": "MUMIAN_LIVE_PORT"})
    ticket_printers: str = field(default="", metadata={"variable": "MUMIAN_TICKET_PRINTERS"})
    city: City = field(default="lively", metadata={"variable": "MUMIAN_CITY"})
    provincial_url: str | None = field(default=None, metadata={"variable": "MUMIAN_PROVINCIAL_URL"})
    provincial_key: str | None = field(default=None, repr=False, metadata={"variable": "MUMIAN_PROVINCIAL_KEY"})

    @classmethod
    def read(cls, values: Mapping[str, str] = os.environ) -> Environment:
        """Take the settings from the environment. Raises SettingNotUnderstood, naming the variable."""
        port = _number(values, "MUMIAN_PORT", 8000, at_most=65535)
        return cls(
            var=Path(values.get("MUMIAN_VAR") or ROOT / "var").expanduser().absolute(),
            profile=cast("Profile", _one_of(values, "MUMIAN_PROFILE", "demo", get_args(Profile))),
            database_url=values.get("DATABASE_URL") or None,
            database_role=cast("Role", _one_of(values, "MUMIAN_DB_ROLE", "web", get_args(Role))),
            secret_key=values.get("MUMIAN_SECRET_KEY") or None,
            host=values.get("MUMIAN_HOST") or "127.0.0.1",
            port=port,
            allowed_hosts=tuple(name.strip() for name in values.get("MUMIAN_ALLOWED_HOSTS", "").split(",") if name.strip()),
            web_workers=_number(values, "MUMIAN_WEB_WORKERS", 1, at_most=256),
            proxies=_number(values, "MUMIAN_PROXIES", 0, at_least=0, at_most=9),
            live_port=_number(values, "MUMIAN_LIVE_PORT", next_port(port), at_most=65535),
            ticket_printers=values.get("MUMIAN_TICKET_PRINTERS", "").strip(),
            city=cast("City", _one_of(values, "MUMIAN_CITY", "lively", get_args(City))),
            provincial_url=values.get("MUMIAN_PROVINCIAL_URL") or None,
            provincial_key=values.get("MUMIAN_PROVINCIAL_KEY") or None,
        )

    @classmethod
    def variables(cls) -> list[str]:
        """The name of every variable that is read."""
        return [str(one.metadata["variable"]) for one in fields(cls)]


def next_port(port: int) -> int:
    """Where the live updates are found beside the pages, unless another port is named."""
    return port + 1 if port < 65535 else port - 1  # noqa: PLR2004  # the highest port there is


def _one_of(values: Mapping[str, str], name: str, otherwise: str, allowed: tuple[str, ...]) -> str:
    value = values.get(name) or otherwise
    if value not in allowed:
        raise SettingNotUnderstood(
            Text(
                zh=f"没有启动：{name} 的值是 {value!r}，只能是 {'、'.join(allowed)}。",
                en=f"Nothing was started: {name} is {value!r}; it may be {', '.join(allowed)}.",
            )
        )
    return value


def _number(values: Mapping[str, str], name: str, otherwise: int, *, at_least: int = 1, at_most: int) -> int:
    value = values.get(name) or str(otherwise)
    if not value.isascii() or not value.isdigit() or not at_least <= int(value) <= at_most:
        raise SettingNotUnderstood(
            Text(
                zh=f"没有启动：{name} 的值是 {value!r}，应为 {at_least} 至 {at_most} 的整数。",
                en=f"Nothing was started: {name} is {value!r}; it must be a whole number from {at_least} to {at_most}.",
            )
        )
    return int(value)
