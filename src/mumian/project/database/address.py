"""Where a database is and who signs in there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class AddressNotUnderstood(Refusal):
    """`DATABASE_URL` does not name a PostgreSQL database."""


@dataclass(frozen=True)
class Address:
    """One login to one database. `host` is a machine's name, or the folder of a socket. The password never shows in `repr`."""

    host: str
    port: int
    name: str
    user: str
    password: str = field(repr=False, default="")
    extra: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read `postgresql://user:password@host:port/name` as PostgreSQL itself does (also with `?host=/folder`)."""
        try:
            parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
            address = cls(
                host=parts.pop("host", "localhost"),
                port=int(parts.pop("port", "5432")),
                name=parts.pop("dbname"),
                user=parts.pop("user"),
                password=parts.pop("password", ""),
                extra=tuple(sorted(parts.items())),
            )
        except (psycopg.ProgrammingError, KeyError, ValueError) as fault:
            raise AddressNotUnderstood(
                Text(
                    zh="DATABASE_URL 无法识别，没有连接数据库；请写成 postgresql://用户:密码@主机:5432/库名。",
                    en="DATABASE_URL was not understood, so no database was opened; write postgresql://user:password@host:5432/name.",
                )
            ) from fault
        return address

    def as_user(self, user: str, password: str) -> Address:
        return replace(self, user=user, password=password)

    def with_name(self, name: str) -> Address:
        return replace(self, name=name)

    @property
    def url(self) -> str:
        """The address as one line, password included: for the environment of our own processes, never for a log."""
        options = urlencode(
            {"host": self.host, "port": self.port, **dict(self.extra)}, quote_via=quote
        )  # libpq takes a plus as a plus
        return f"postgresql://{quote(self.user, safe='')}:{quote(self.password, safe='')}@/{quote(self.name, safe='')}?{options}"

    @property
    def said(self) -> str:
        """The address as it may be read aloud: no password."""
        return f"{self.user}@{self.host}:{self.port}/{self.name}"

    def django(self, *, options: dict[str, Any] | None = None) -> dict[str, Any]:
        """The entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": str(self.port),
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "OPTIONS": {**dict(self.extra), **(options or {})},
        }

    def connect(self, *, autocommit: bool = True, seconds: int = 5) -> psycopg.Connection:
        """Open a plain psycopg connection."""
        return psycopg.connect(
            host=self.host,
            port=self.port,
            dbname=self.name,
            user=self.user,
            password=self.password,
            autocommit=autocommit,
            connect_timeout=seconds,
            application_name="mumian",
            **dict(self.extra),  # type: ignore[arg-type]  # libpq's own options, by their names
        )

    def libpq_environment(self) -> dict[str, str]:
        """What pg_dump, psql and pg_restore read; so no password ever stands on a command line."""
        return {
            "PGHOST": self.host,
            "PGPORT": str(self.port),
            "PGDATABASE": self.name,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            **{f"PG{key.upper()}": value for key, value in self.extra if key in {"sslmode", "sslrootcert", "sslcert", "sslkey"}},
        }
