"""`mumian people …`: handed on to the package that owns people, with our database behind it."""

from __future__ import annotations

import os

import django

from mumian.project.database.serving import database_serving
from mumian.project.environment import Environment


def run(arguments: list[str]) -> int:
    """Load the register's mirror, as the login of the pages: only the owner could change what is loaded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mumian.project.settings")
    django.setup()
    from mumian.people.commands import main, parser  # noqa: PLC0415  # may need Django set up

    parser().parse_args(arguments)  # what is not understood needs no database
    with database_serving(Environment.read()):
        return main(arguments)
