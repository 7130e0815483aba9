"""The centre as an agent reaches it: four addresses, a token, JSON; what can't be asked now is asked again later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.queueing.rules.journal import Line
from mumian.queueing.services import Standing, TakenOver
from mumian.queueing.services.agent import CentreAway

SECONDS: Final = 5.0
OK, CONFLICT, BELIEVED_NO_MORE, FAULT = 200, 409, (401, 403, 404), 500


class CentreRefused(Refusal):
    """The centre was reached and said no."""


@dataclass(frozen=True, slots=True)
class HttpCentre:
    """The centre at this address (`https://host:port`), for one hall. Raises CentreAway, CentreRefused."""

    url: str
    hall: str
    token: str

    def begin(self, *, at: datetime) -> dict[str, Any]:
        """Begin to run the hall; answers what the journal begins with."""
        return self._ask("begin", {"at": at.isoformat()})

    def take_over(self, *, epoch: int, lines: Sequence[Line], at: datetime) -> TakenOver:
        """Do these lines at the centre."""
        said = self._ask("lines", {"epoch": epoch, "at": at.isoformat(), "lines": [line.written() for line in lines]})
        late = tuple((int(line), str(why)) for line, why in said["late"])
        return TakenOver(said["done"], said["known"], late, said["last_line"])

    def give_block(self, *, at: datetime) -> Mapping[str, int]:
        """More numbers."""
        return self._ask("block", {"at": at.isoformat()})

    def standing(self, *, epoch: int) -> Standing:
        """Whether the hall is still ours, and who sits where."""
        said = self._ask("standing", {"epoch": epoch})
        return Standing(said["stands"], said["posts"])

    def give_back(self, *, at: datetime) -> None:
        """Let the centre number and call again."""
        self._ask("back", {"at": at.isoformat()})

    def _ask(self, what: str, said: Mapping[str, Any]) -> dict[str, Any]:
        try:
            status, answer = self._post(f"/api/halls/{self.hall}/agent/{what}", json.dumps(said).encode())
        except (OSError, HTTPException, ValueError) as error:  # cut off, torn, or somebody else answered
            raise CentreAway from error
        if status >= FAULT:
            raise CentreAway
        if status != OK:
            raise CentreRefused(Text(answer.get("zh", NO.zh), answer.get("en", NO.en)))
        return answer

    def _post(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            connection.request("POST", parts.path.rstrip("/") + path, body, headers)
            answer = connection.getresponse()
            said = json.loads(answer.read())
        finally:
            connection.close()
        if not isinstance(said, dict):
            raise ValueError(path)
        return answer.status, said


NO: Final = Text("中心拒绝了现场终端的请求。请核对令牌与大厅。", "The centre said no to the agent. Check its token and its hall.")
