"""`mumian rulebook …`: handed on to the catalogue, which owns the rulebook."""

from __future__ import annotations

import os

import django


def run(arguments: list[str]) -> int:
    """Check, load or explain. Loading writes many tables at once and signs in as the owner."""
    if arguments and arguments[0] == "load":
        os.environ.setdefault("MUMIAN_DB_ROLE", "owner")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mumian.project.settings")
    django.setup()
    from mumian.catalogue.commands import main  # noqa: PLC0415  # may need Django set up

    return main(["rulebook", *arguments])
