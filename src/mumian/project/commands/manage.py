"""`mumian manage …`: Django's own management commands, with our database behind them."""

from __future__ import annotations

import os

from mumian.project.database.serving import database_serving
from mumian.project.environment import Environment

# These change or show tables, which only the owner may.
FOR_THE_OWNER = {"migrate", "makemigrations", "sqlmigrate", "showmigrations", "flush", "dbshell", "inspectdb", "sqlflush"}
# These never ask the database.
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "startapp",
    "version",
    "--help",
}


def run(arguments: list[str]) -> int:
    """Run a management command. It signs in as the owner where only the owner may, else as MUMIAN_DB_ROLE says."""
    if arguments and arguments[0] in FOR_THE_OWNER:
        os.environ.setdefault("MUMIAN_DB_ROLE", "owner")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mumian.project.settings")
    if not arguments or arguments[0] in WITHOUT_DATABASE:
        return _execute(arguments)
    with database_serving(Environment.read()):
        return _execute(arguments)


def _execute(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # after the role is chosen

    execute_from_command_line(["mumian manage", *arguments])
    return 0
