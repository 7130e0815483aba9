"""The processes of a house, each with the command that runs it and the database role it signs in as."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from mumian.project.environment import Environment

THREADS_OF_WEB = 4


@dataclass(frozen=True)
class Process:
    """One process of the house. `needs` is the module that it runs; without that module there is no such process."""

    name: str
    role: str
    needs: str
    command: tuple[str, ...]

    @property
    def exists(self) -> bool:
        return find_spec(self.needs) is not None

    def environment(self, settings: Environment, inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
        """The surroundings it is started in: ours, with this house's data folder and its own role."""
        return {
            **inherited,
            "MUMIAN_VAR": str(settings.var),
            "MUMIAN_PROFILE": settings.profile,
            "MUMIAN_HOST": settings.host,
            "MUMIAN_PORT": str(settings.port),
            "MUMIAN_LIVE_PORT": str(settings.live_port),
            "MUMIAN_DB_ROLE": self.role,
            "DJANGO_SETTINGS_MODULE": "mumian.project.settings",
            "PYTHONUNBUFFERED": "1",
        }


def processes(settings: Environment) -> list[Process]:
    """Those that exist, in the order in which they are started; they are stopped the other way round."""
    python = (sys.executable, "-P", "-m")
    web = (
        *python,
        "granian",
        *("--interface", "wsgi", "--host", settings.host, "--port", str(settings.port)),
        *("--workers", str(settings.web_workers), "--blocking-threads", str(THREADS_OF_WEB), "--no-ws"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5", "--log-level", "warning"),
        "mumian.project.wsgi:application",
    )
    every = [
        Process(name="web", role="web", needs="mumian.project.wsgi", command=web),
        Process(name="live", role="reader", needs="mumian.project.live", command=(*python, "mumian.project.live")),
        Process(name="worker", role="worker", needs="mumian.project.worker", command=(*python, "mumian.project.worker")),
        Process(name="lists", role="lists", needs="mumian.project.lists", command=(*python, "mumian.project.lists")),
        Process(name="sealer", role="sealer", needs="mumian.project.sealer", command=(*python, "mumian.project.sealer")),
        *([_city(python)] if has_city(settings) else []),
    ]
    return [one for one in every if one.exists]


def has_city(settings: Environment) -> bool:
    """Whether people come to this house by themselves: to a demonstration, unless its city is to stand still."""
    return settings.profile == "demo" and settings.city != "still"


def _city(python: tuple[str, ...]) -> Process:
    """It founds and fills, so it signs in as the owner, and only ever in a demonstration."""
    return Process(name="city", role="owner", needs="mumian.project.city", command=(*python, "mumian.project.city"))
