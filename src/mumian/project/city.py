"""The city process of a demonstration: people come by themselves. It may be killed at any moment and begins where it was."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run until told to stop; where the city is to show only its history, end of work is waiting for that."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "mumian.project.settings"
    os.environ["MUMIAN_DB_ROLE"] = "owner"  # before the settings are read
    os.nice(NICE)
    import django  # noqa: PLC0415  # needs the environment above

    django.setup()

    import logging  # noqa: PLC0415  # as above
    import signal  # noqa: PLC0415  # as above

    from django.db import connection  # noqa: PLC0415  # as above

    from mumian.project.database.location import address_for  # noqa: PLC0415  # as above
    from mumian.project.environment import Environment  # noqa: PLC0415  # as above
    from mumian.project.wiring import join  # noqa: PLC0415  # as above
    from mumian.simulation.living import live_on  # noqa: PLC0415  # as above

    environment = Environment.read()
    logger = logging.getLogger("mumian.city")
    join()
    options = connection.settings_dict["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c synchronous_commit=off"  # invented people need not wait for the disk

    def sign_in(role: str) -> None:
        connection.close()
        login = address_for(environment, role).django()
        connection.settings_dict.update({key: login[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})

    logger.info("city started")
    live_on(environment.var, sign_in=sign_in, lively=environment.city == "lively", say=lambda line: logger.info("%s", line))
    logger.info("history played")
    signal.pause()
    return 0


NICE = 10
"""Whoever looks at pages comes first."""

if __name__ == "__main__":
    sys.exit(main())
