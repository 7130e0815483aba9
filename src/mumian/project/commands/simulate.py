"""`mumian simulate …`: an invented city in fast motion, in a database of its own."""

from __future__ import annotations

import os
from pathlib import Path

from mumian.project.environment import Environment
from mumian.project.town import folder_of, town_database

SEALING_KEY = Path("audit") / "sealing.key"


def run(arguments: list[str]) -> int:
    """Read what is asked before anything is set up, then let the town live."""
    os.environ.setdefault("MUMIAN_PROFILE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mumian.project.settings")
    if arguments[:1] == ["http"]:
        from mumian.project.commands import simulate_http  # noqa: PLC0415  # it needs no town

        return simulate_http.run(arguments[1:])
    environment = Environment.read()
    with town_database(environment) as sign_in:
        from mumian.simulation.commands import main, parser  # noqa: PLC0415  # needs Django set up

        options = parser().parse_args(arguments)
        key = folder_of(environment) / SEALING_KEY
        key.unlink(missing_ok=True)  # every town is sealed with a key of its own
        return main(options, sign_in=sign_in, sealing_key=key, house=environment.var)
