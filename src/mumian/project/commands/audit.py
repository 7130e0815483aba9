"""`mumian audit …`: handed on to the package that owns the record, signed in as whoever may do just that."""

from __future__ import annotations

import os

import django

from mumian.project.database.serving import database_serving
from mumian.project.environment import Environment

ROLES = {"trust": "owner", "new-key": "sealer"}
OTHERWISE = "reader"


def run(arguments: list[str]) -> int:
    """Export, verify, prove, witness: as reader. Only keys are changed by others."""
    os.environ["MUMIAN_DB_ROLE"] = ROLES.get(arguments[0] if arguments else "", OTHERWISE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mumian.project.settings")
    environment = Environment.read()
    with database_serving(environment):
        django.setup()
        from mumian.audit.commands import main  # noqa: PLC0415  # needs Django set up

        return main(arguments, keys=environment.var / "audit")
