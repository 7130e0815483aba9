"""The ledger of a run: what officers meant to do and what they were told was done, in files that are only ever added to.

`intentions.jsonl` has a line for each thing somebody means to do and one for each time its form is sent, written before it
leaves; `acknowledgements.jsonl` one for each answer that says it was done, written when it was heard. Each line is handed to the
system before anything else happens, so the ledger survives whatever is killed beside it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from mumian.simulation.http.reckoning import Intention

INTENTIONS: Final = "intentions.jsonl"
ACKNOWLEDGEMENTS: Final = "acknowledgements.jsonl"


class Ledger:
    """Writes both files in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._files = {
            name: os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640) for name in (INTENTIONS, ACKNOWLEDGEMENTS)
        }
        self._last = 0

    def intends(self, what: str, subject: str, *, officer: str) -> int:
        """Somebody means to do this, once; answers the number of his intention."""
        self._last += 1
        self._write(INTENTIONS, {"intention": self._last, "what": what, "subject": subject, "officer": officer})
        return self._last

    def sends(self, intention: int, *, key: str) -> None:
        """The form leaves, with this key."""
        self._write(INTENTIONS, {"intention": intention, "key": key})

    def hears(self, intention: int, *, leads_to: str) -> None:
        """The answer says that it was done."""
        self._write(ACKNOWLEDGEMENTS, {"intention": intention, "leads_to": leads_to})

    def close(self) -> None:
        """Make both files durable, and let go of them."""
        for file in self._files.values():
            os.fsync(file)
            os.close(file)

    def _write(self, name: str, line: dict[str, Any]) -> None:
        written = json.dumps({"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **line}, ensure_ascii=False)
        os.write(self._files[name], written.encode() + b"\n")


@dataclass
class _Found:
    what: str
    subject: str
    keys: list[str] = field(default_factory=list)


def read(folder: Path) -> list[Intention]:
    """What stands in the files, intention by intention."""
    heard = {line["intention"] for line in _lines(folder / ACKNOWLEDGEMENTS)}
    found: dict[int, _Found] = {}
    for line in _lines(folder / INTENTIONS):
        if "key" in line:
            found[line["intention"]].keys.append(line["key"])
        else:
            found[line["intention"]] = _Found(line["what"], line["subject"])
    return [
        Intention(number, one.what, one.subject, tuple(dict.fromkeys(one.keys)), is_acknowledged=number in heard)
        for number, one in found.items()
    ]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for written in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(written)
