"""One data folder, one house: who owns it, what runs in it, and how that is remembered when everything is killed."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.processes.marks import Mark, end_all, members


class OwnedByAnother(Refusal):
    """Another living instance owns the data folder."""


@dataclass(frozen=True)
class Running:
    """What is remembered of a running house."""

    command: str
    url: str
    database: str
    supervisor: Mark
    children: dict[str, Mark] = field(default_factory=dict)
    ready: bool = False

    @classmethod
    def from_json(cls, text: str) -> Running:
        raw = json.loads(text)
        children = {name: Mark(**mark) for name, mark in raw.pop("children").items()}
        return cls(supervisor=Mark(**raw.pop("supervisor")), children=children, **raw)

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1)


@dataclass(frozen=True)
class Instance:
    """The house of one data folder. `owned` is the only way to become its supervisor."""

    var: Path

    @property
    def folder(self) -> Path:
        return self.var / "run"

    @property
    def _memory(self) -> Path:
        return self.folder / "running.json"

    def running(self) -> Running | None:
        """What is remembered, whether or not it is still alive."""
        try:
            return Running.from_json(self._memory.read_text())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remember(self, running: Running) -> None:
        beside = self._memory.with_suffix(".new")
        beside.write_text(running.as_json())
        beside.replace(self._memory)

    def forget(self) -> None:
        self._memory.unlink(missing_ok=True)

    def leftovers(self) -> list[Mark]:
        """Children that outlived their supervisor."""
        running = self.running()
        return [] if running is None else [one for mark in running.children.values() for one in members(mark)]

    def end_leftovers(self) -> int:
        """End them, and say how many there were. A stranger who was given one of their pids is left alone."""
        running, found = self.running(), self.leftovers()
        if running is not None and found:
            end_all(running.children.values())
        return len(found)

    @property
    def is_owned(self) -> bool:
        """Whether a living process owns the folder."""
        try:
            with (self.folder / "lock").open("r+") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    @contextmanager
    def owned(self) -> Iterator[None]:
        """Own the data folder for as long as the block lasts; the system lets go of it however we end. Raises OwnedByAnother."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise self._owner_named(file.read().strip()) from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    def wait_until_free(self, seconds: float) -> bool:
        """Whether the owner let go within this time."""
        deadline = time.monotonic() + seconds
        while self.is_owned:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def _owner_named(self, pid: str) -> OwnedByAnother:
        running = self.running()
        address = f"，{running.url}" if running else ""
        address_en = f" at {running.url}" if running else ""
        return OwnedByAnother(
            Text(
                zh=f"数据文件夹 {self.var} 正由另一个木棉使用（进程 {pid}{address}），没有启动；"
                "请先运行 ./mumian stop，或用 MUMIAN_VAR 另选文件夹。",
                en=f"The data folder {self.var} is in use by another Mumian (process {pid}{address_en}), so nothing was started; "
                "stop that one with ./mumian stop, or name another folder in MUMIAN_VAR.",
            )
        )
