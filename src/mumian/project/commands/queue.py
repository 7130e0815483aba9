"""`mumian queue …`: the agent of a hall, which needs no database, and what a manager says about agents, which does."""

from __future__ import annotations

import os

import django

from mumian.project.database.serving import database_serving
from mumian.project.environment import Environment


def run(arguments: list[str]) -> int:
    """Run the agent of a hall until it is stopped, or do one thing at the centre."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mumian.project.settings")
    if arguments[:1] == ["agent"]:
        django.setup()
        from mumian.gateways.halls.program import main as agent  # noqa: PLC0415  # needs Django set up
        from mumian.gateways.halls.program import parser as asked  # noqa: PLC0415  # as above

        return agent(asked().parse_args(arguments[1:]))
    os.environ.setdefault("MUMIAN_DB_ROLE", "web")
    django.setup()
    from mumian.queueing.commands import main, parser  # noqa: PLC0415  # needs Django set up

    parser().parse_args(arguments)  # what is not understood needs no database
    with database_serving(Environment.read()):
        return main(arguments)
