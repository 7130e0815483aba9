"""`mumian staff …`: handed on to the package that owns the staff, with our database behind it."""

from __future__ import annotations

import os

import django

from mumian.project.database.serving import database_serving
from mumian.project.environment import Environment


def run(arguments: list[str]) -> int:
    """Appoint somebody, or give a new one-time password."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mumian.project.settings")
    django.setup()
    from mumian.offices.commands import main, parser  # noqa: PLC0415  # needs Django set up

    parser().parse_args(arguments)  # what is not understood needs no database
    with database_serving(Environment.read()):
        return main(arguments)
