"""Under which account the database server runs: PostgreSQL refuses root, so root hands it to an account with less power."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

# In this order: the account a PostgreSQL of the distribution would have made, then the one every system has.
ACCOUNTS_BELOW_ROOT = ("postgres", "nobody")


class NoServerAccount(Refusal):
    """We are root and there is no account to hand the database to."""


@dataclass(frozen=True)
class ServerAccount:
    """The account of the server; `is_another` when it is not the one we run under (we are root then)."""

    name: str
    uid: int
    gid: int
    is_another: bool

    @classmethod
    def for_this_process(cls) -> ServerAccount:
        """Our own account, or, for root, one that exists below it."""
        if os.geteuid() != 0:
            return cls(name=str(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), is_another=False)
        for name in ACCOUNTS_BELOW_ROOT:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(name=name, uid=entry.pw_uid, gid=entry.pw_gid, is_another=True)
        raise NoServerAccount(
            Text(
                zh="数据库没有启动：PostgreSQL 不以 root 运行，本机没有 postgres 或 nobody 账户；请换普通用户。",
                en="The database was not started: PostgreSQL does not run as root, and here is neither an account postgres "
                "nor nobody; start it as an ordinary user.",
            )
        )

    def as_popen(self) -> dict[str, Any]:
        """The arguments of subprocess that make a program run under this account, away from folders it may not enter."""
        environment = {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC"}
        shared: dict[str, Any] = {"cwd": "/", "env": environment, "stdin": subprocess.DEVNULL}
        if self.is_another:
            shared |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return shared

    def run(self, command: Sequence[str], *, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a program to its end under this account and keep what it says."""
        return subprocess.run(  # noqa: S603  # programs of PostgreSQL, at paths of ours
            list(command), capture_output=True, text=True, timeout=seconds, check=False, **self.as_popen()
        )

    def can_reach(self, folder: Path) -> bool:
        """Whether this account may enter the folder (a clone in root's home is out of its reach)."""
        if not self.is_another:
            return True
        tried = subprocess.run(  # noqa: S603  # a fixed question to the shell; the folder is an argument, not text
            ["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)], check=False, capture_output=True, **self.as_popen()
        )
        return tried.returncode == 0

    def own(self, path: Path) -> None:
        """Give a file or an empty folder to this account."""
        if self.is_another:
            shutil.chown(path, user=self.uid, group=self.gid)
