"""`mumian clearance …`: handed on to clearance, which owns the reference lists."""

from __future__ import annotations

import os
from contextlib import nullcontext

import django

from mumian.project.database.serving import database_serving
from mumian.project.environment import Environment

ON_FILES_ALONE = frozenset({"compare"})
"""Commands that ask no database."""
ON_ACCOUNTS = frozenset({"clerk"})
"""Commands that open accounts, which only the owner may do beside the pages."""


def run(arguments: list[str]) -> int:
    """Run one command. Only the role `lists` and the owner may read and write the lists, so it signs in as one of them."""
    os.environ.setdefault("MUMIAN_DB_ROLE", "owner" if arguments[:1] and arguments[0] in ON_ACCOUNTS else "lists")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mumian.project.settings")
    with nullcontext() if arguments[:1] and arguments[0] in ON_FILES_ALONE else database_serving(Environment.read()):
        django.setup()
        from mumian.clearance.commands import main  # noqa: PLC0415  # needs Django set up

        return main(arguments)
