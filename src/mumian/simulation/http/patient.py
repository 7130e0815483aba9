"""Officers who do not give up: an answer that was not heard is asked for again with the same form and the same key."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final, TypeVar

from mumian.simulation.http.browser import Answer, Form, Unexpected, sign_in
from mumian.simulation.http.ledger import Ledger
from mumian.simulation.http.officers import SEE_OTHER, Officer, Wish

T = TypeVar("T")

AGAIN: Final = (0.2, 1.0)
"""Seconds between two tries."""
BROKEN_DOWN: Final = 500
NOT_HEARD: Final = (OSError, EOFError, ValueError)
"""What a connection says that breaks off; a time-out is an OSError."""


@dataclass
class Weather:
    """What makes the day hard: the part of answers that is not heard, and whether who asks again makes a new key."""

    chance: Random
    unheard: float = 0.0
    forgets_keys: bool = False
    tries: Counter[str] = field(default_factory=Counter)
    """How often something was asked for again, by why."""


@dataclass
class PatientOfficer(Officer):
    """An officer with his name, his password and the ledger."""

    username: str
    password: str
    ledger: Ledger
    weather: Weather

    async def open(self, page: str, path: str) -> Answer:
        """As often as it needs. Raises Unexpected for what the pages mean."""
        answer = await self._heard(lambda: Officer.open(self, page, path))
        if b'type="password"' in answer.body:
            fresh = await self._heard(lambda: sign_in(self.browser.port, self.username, self.password))
            self.browser.cookies, self.browser.token = fresh.cookies, fresh.token
            fresh.close()
            self.weather.tries["signed in again"] += 1
            answer = await self._heard(lambda: Officer.open(self, page, path))
        return answer

    async def send(self, page: str, path: str, form: Form, *, wish: Wish | None = None, status: int = SEE_OTHER) -> Answer:
        """What is wished for goes into the ledger before it leaves and when it is heard of."""
        if wish is None:
            return await self._heard(lambda: Officer.send(self, page, path, form, status=status))
        fields = dict(form)
        number = self.ledger.intends(wish.what, wish.subject, officer=self.username)

        async def sent() -> Answer:
            key = fields["key"]
            self.ledger.sends(number, key=key)
            same = [(name, key if name == "key" else value) for name, value in form]
            if self.weather.forgets_keys:
                fields["key"] = str(uuid.uuid4())
            answer = await Officer.send(self, page, path, same, status=status)
            if self.weather.chance.random() < self.weather.unheard:
                raise ConnectionResetError
            return answer

        answer = await self._heard(sent)
        self.ledger.hears(number, leads_to=answer.leads_to)
        return answer

    async def _heard(self, ask: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await ask()
            except NOT_HEARD as fault:
                self.weather.tries[type(fault).__name__] += 1
            except Unexpected as answered:
                if answered.status < BROKEN_DOWN:
                    raise
                self.weather.tries[f"status {answered.status}"] += 1
            await asyncio.sleep(self.weather.chance.uniform(*AGAIN))
