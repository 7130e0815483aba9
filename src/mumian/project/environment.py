"""What the surroundings say: every setting that comes from the environment, read once and in one place.

Each name is described in `docs/operations/settings.md`; a house test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[3]

Profile = Literal["demo", "office", "test"]


@dataclass(frozen=True)
class Environment:
    """The settings of one process, as values that have already been checked."""

    var: Path
    profile: Profile
    database_url: str | None
    database_role: str
    secret_key: str | None
    port: int

    @classmethod
    def read(cls, values: Mapping[str, str] = os.environ) -> Environment:
        profile = values.get("MUMIAN_PROFILE", "demo")
        if profile not in {"demo", "office", "test"}:
            raise ValueError(f"MUMIAN_PROFILE is {profile!r}; it may be demo, office or test.")
        return cls(
            var=Path(values.get("MUMIAN_VAR") or ROOT / "var").absolute(),
            profile=profile,  # type: ignore[arg-type]  # checked on the line above
            database_url=values.get("DATABASE_URL") or None,
            database_role=values.get("MUMIAN_DB_ROLE", "web"),
            secret_key=values.get("MUMIAN_SECRET_KEY") or None,
            port=int(values.get("MUMIAN_PORT", "8000")),
        )
