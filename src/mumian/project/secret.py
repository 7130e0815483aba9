"""The key that signs sessions: from the environment, else made once and kept under the data folder."""

from __future__ import annotations

import secrets

from django.core.exceptions import ImproperlyConfigured

from mumian.project.database.cluster import write_private
from mumian.project.environment import Environment

# Signs nothing that anybody relies on: for tools that never open a session (type checks, migrations, message catalogues).
NOT_SECRET = "only for tools that open no session"  # noqa: S105  # the name says it


def secret_key(environment: Environment) -> str:
    """The key of this process. An office is never served with the one that is not secret."""
    if environment.secret_key:
        return environment.secret_key
    try:
        return (environment.var / "secret_key").read_text().strip()
    except OSError:
        if environment.profile == "office" and environment.database_role != "owner":
            raise ImproperlyConfigured("An office needs MUMIAN_SECRET_KEY, or a secret_key file in MUMIAN_VAR.") from None
        return NOT_SECRET


def make_secret_key(environment: Environment) -> None:
    """Write a key under the data folder, unless one is there or in the environment."""
    if environment.secret_key or (environment.var / "secret_key").exists():
        return
    environment.var.mkdir(parents=True, exist_ok=True)
    write_private(environment.var / "secret_key", secrets.token_urlsafe(50))
