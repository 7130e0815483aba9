"""What officers do through their pages, one function for each stretch of a case's life: first passports of residents.

Each takes an officer at his browser. What a page needs is read off the page before; nothing is known that the page does not say,
but the lines that a reader reads off a finished document.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mumian.simulation.http.browser import KEY, Answer, Browser, Form, Unexpected

SERVICE: Final = "PP-NEW"
MATERIAL: Final = re.compile(rb'name="material" value="(\w+)" form="application" data-needed')
CASE: Final = re.compile(r"/(\d+)/?(?:$|[?/])")
ANSWERS: Final = [
    (f"fact:{name}", "no")
    for name in (
        "applicant.state_staff",
        "applicant.serviceman",
        "applicant.id_card_being_replaced",
        "applicant.household_collective",
        "applicant.overseas_chinese",
        "applicant.data_changed",
    )
]
OK: Final = 200
SEE_OTHER: Final = 303
LED_ON: Final = frozenset({302, SEE_OTHER})
LAST: Final = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """What an officer wants done: the act, of which person or case, such as `person:5000000` or `case:17`."""

    what: str
    subject: str


@dataclass
class Officer:
    """Somebody at his browser. `took` hears how many milliseconds each page needed."""

    browser: Browser
    took: Callable[[str, float], None]

    async def open(self, page: str, path: str) -> Answer:
        """Open a page, and what it leads to. Raises Unexpected."""
        answer = await self._timed(page, lambda: self.browser.get(path))
        if answer.status in LED_ON:
            answer = await self._timed(page, lambda: self.browser.get(answer.leads_to))
        if answer.status != OK:
            raise Unexpected(f"{path} answered {answer.status}: {answer.words()}", answer.status)
        return answer

    async def send(self, page: str, path: str, form: Form, *, wish: Wish | None = None, status: int = SEE_OTHER) -> Answer:
        """Send a form; a `wish` is told to who keeps the ledger. Raises Unexpected."""
        del wish
        answer = await self._timed(page, lambda: self.browser.post(path, form))
        if answer.status != status:
            raise Unexpected(f"{path} answered {answer.status}: {answer.words()}", answer.status)
        return answer

    async def _timed(self, page: str, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        begin = time.perf_counter()
        answer = await ask()
        self.took(page, 1000 * (time.perf_counter() - begin))
        return answer


async def accept(officer: Officer, number: str, person: int) -> int:
    """From the empty field to the receipt. Answers the case."""
    await officer.open("counter", "/counter/")
    found = await officer.send("find", "/counter/", [("q", number)])
    page = await officer.open("person", found.leads_to)
    form = [("service", SERVICE), ("key", page.found(KEY))]
    of_person = found.leads_to.partition("?")[0]
    begun = await officer.send("begin", of_person + "open/", form, wish=Wish("begin", f"person:{person}"))
    case = case_of(begun.leads_to)
    screen = await officer.open("screen", begun.leads_to)
    said = await officer.send("check", begun.leads_to + "check/", ANSWERS, status=OK)
    papers = [("material", code.decode()) for code in MATERIAL.findall(said.body)]
    form = [*ANSWERS, *papers, ("identity", "yes"), ("pay", "cash"), ("act", "accept"), ("key", screen.found(KEY))]
    done = await officer.send("accept", begun.leads_to, form, wish=Wish("accept", f"case:{case}"))
    await officer.open("accepted", done.leads_to)
    return case


async def approve(officer: Officer, case: int) -> None:
    """Look at the case, and approve it."""
    await officer.open("case", f"/desk/cases/{case}")
    page = await officer.open("approval", f"/desk/cases/{case}/approve")
    form = [("key", page.found(KEY))]
    done = await officer.send("approve", f"/desk/cases/{case}/approve", form, wish=Wish("approve", f"case:{case}"))
    await officer.open("case", done.leads_to)


async def make(officer: Officer, case: int) -> None:
    """Take a blank and a number for the document."""
    page = await officer.open("production", "/desk/production")
    form = [("case", str(case)), ("start", "yes"), ("key", page.found(KEY))]
    done = await officer.send("make", "/desk/production", form, wish=Wish("make", f"case:{case}"))
    await officer.open("document", done.leads_to)


async def check(officer: Officer, case: int, lines: Sequence[str]) -> None:
    """Lay the document on the reader, which types these lines, and let it pass."""
    page = await officer.open("quality", f"/desk/quality/{case}")
    read = "\n".join(lines)
    form = [("read", read), ("chip", read), ("pass", "yes"), ("key", page.found(KEY))]
    await officer.send("pass", f"/desk/quality/{case}", form, wish=Wish("check", f"case:{case}"))


async def shelve(officer: Officer, case: int, position: str) -> None:
    """Lay the document on this place of the shelf."""
    page = await officer.open("hand-over", f"/desk/handover/{case}")
    form = [("act", "shelve"), ("position", position), ("key", page.found(KEY))]
    await officer.send("shelve", f"/desk/handover/{case}", form, wish=Wish("shelve", f"case:{case}"))


async def hand_out(officer: Officer, case: int, number: str) -> None:
    """Give the document to its holder, who shows his identity card."""
    page = await officer.open("hand-over", f"/desk/handover/{case}")
    who = [("collector", "holder"), ("check", "reader"), ("shown", "ID_CARD"), ("ends", number[-LAST:])]
    form = [("act", "hand_out"), *who, ("key", page.found(KEY))]
    await officer.send("hand out", f"/desk/handover/{case}", form, wish=Wish("hand_out", f"case:{case}"))


def case_of(address: str) -> int:
    """The case that an address names. Raises Unexpected."""
    found = CASE.search(address)
    if found is None:
        raise Unexpected(f"{address} names no case")
    return int(found[1])
