"""Which database this process uses, and as whom."""

from __future__ import annotations

from typing import Any

from mumian.project.database.address import Address
from mumian.project.database.embedded import EmbeddedDatabase
from mumian.project.database.logins import OWNER, Passwords, login_name
from mumian.project.environment import Environment

# Milliseconds. A page that waits longer has failed its visitor already. A migration may take what it needs, but must not make
# the pages queue behind its wish for a lock.
PATIENCE = {
    "web": {"statement_timeout": 30_000, "lock_timeout": 10_000, "idle_in_transaction_session_timeout": 60_000},
    "owner": {"lock_timeout": 10_000},
}


def passwords(environment: Environment) -> Passwords:
    """The passwords of the logins, wherever the server is."""
    return EmbeddedDatabase(environment.var).passwords


def address_for(environment: Environment, role: str) -> Address:
    """Where `role` signs in: the server of `DATABASE_URL` (which is the owner's), else our own."""
    if environment.database_url is None:
        return EmbeddedDatabase(environment.var).address(role)
    owner = Address.parse(environment.database_url)
    if role == OWNER:
        return owner
    return owner.as_user(login_name(role), passwords(environment).get(role) or "")


def django_databases(environment: Environment) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: connections are kept (a new one for each request costs four to seven times as much) and checked."""
    options: dict[str, Any] = {"server_side_binding": True, "application_name": f"mumian {environment.database_role}"}
    patience = PATIENCE.get(environment.database_role, {})
    if patience:
        options["options"] = " ".join(f"-c {name}={value}" for name, value in patience.items())
    entry = address_for(environment, environment.database_role).django(options=options)
    return {"default": {**entry, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}
