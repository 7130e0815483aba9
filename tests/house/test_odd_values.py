"""Whatever somebody writes into an address, a form or a cookie, he is answered: no value is a fault of ours.

Every address with its parameters, and every field of every form that the pages show to several hands, is sent what no form would
send. Every request is taken back, so that each meets the same office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, quote_plus, urljoin, urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from mumian.cases.models import Question, Visit
from mumian.cases.services import ask_above, propose_refusal, request_special_handling, request_visit
from mumian.cases.terms import RefusalGround, VisitGround
from mumian.foundation.words import Text
from tests.factories import cases, whole
from tests.factories.cases import AT, Office, on_duty
from tests.house.test_pages_by_role import PAGES, Visitor
from tests.web.conftest import clock, quick_hashing  # noqa: F401  # fixtures
from tests.web.desk.conftest import AtDesk, at_desk, joined  # noqa: F401  # fixtures

UNREADABLE = {"NUL": "a%00b", "lone surrogate": "%ED%A0%80", "no UTF-8": "%FF"}
"""As they stand in an address or a form. They are answered before any page looks at them."""
ODD = {
    name: quote_plus(value)
    for name, value in {
        "5,000 digits": "9" * 5_000,
        "19 digits": "9" * 19,
        "negative": "-1",
        "exponent": "1e9",
        "full-width digits": "１２",
        "superscript digit": "²",
        "RTL marks": "\u200f\u202e木\u2066棉",
    }.items()
}
DAILY = ("5,000 digits", "19 digits", "superscript digit")
EACH = [pytest.param(False, id="daily"), pytest.param(True, id="each alone", marks=pytest.mark.nightly)]
"""Every value in each field alone takes minutes and is for the night; each day the worst of them go everywhere at once."""
LONG = "木" * 33_000
"""About 100 kB, as some programs send it: UTF-8 without percent signs."""
SOURCES = Path(__file__).parents[2] / "src/mumian/web"
ENCODED = "application/x-www-form-urlencoded"


@dataclass
class Form:
    """A form of a page: where it leads and what it would send; names that several fields share count once."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)

    def all_odd(self, odd: str) -> str:
        """What is sent with every field odd."""
        return _encoded(dict.fromkeys(self.fields, odd))

    def each_odd(self, odd: str) -> Iterator[str]:
        """What is sent with one field odd among the others as they stand on the page, one after the other."""
        plain = {name: quote_plus(value) for name, value in self.fields.items()}
        for name in plain.keys() - {"csrfmiddlewaretoken", "key"}:
            yield _encoded({**plain, name: odd})


class Forms(HTMLParser):
    """The forms of a page, by their id or place."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.found, self.here = address, dict[str, Form](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.here = had.get("id") or f"#{len(self.found)}"
            form = self.found.setdefault(self.here, Form("", ""))
            form.action = urljoin(self.address, had.get("action", ""))
            form.method = had.get("method", "get").lower() or "get"
        elif tag in {"input", "select", "textarea", "button"} and had.get("name"):
            form = self.found.setdefault(had.get("form") or self.here, Form("", ""))
            form.fields.setdefault(had["name"], had.get("value") or "1")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = ""


def _encoded(fields: Mapping[str, str]) -> str:
    return "&".join(f"{quote_plus(name)}={value}" for name, value in fields.items())


@dataclass
class House:
    """An office with a matter at every stage, and the browsers of several hands."""

    clients: Mapping[str, Client]
    examples: Mapping[str, Mapping[str, object]]
    faults: list[str] = field(default_factory=list)

    def ask(self, client: Client, method: str, address: str, sent: str = "", what: str = "") -> HttpResponse | None:
        """Send it and take back whatever came of it; a fault is noted with what was sent."""
        answer: HttpResponse | None = None
        try:
            with transaction.atomic():
                if method == "post":
                    answer = client.post(address, sent.encode(), content_type=ENCODED)  # type: ignore[assignment]  # a response
                else:
                    answer = client.get(f"{address}?{sent}" if sent else address)  # type: ignore[assignment]  # as above
                transaction.set_rollback(True)
        except Exception as fault:  # the list of all of them is what is tested
            self.faults.append(f"{method} {address[:80]} {what} {sent[:60]}…: {type(fault).__name__} {str(fault)[:120]}")
        else:
            if answer is not None and answer.status_code >= 500:
                self.faults.append(f"{method} {address[:80]} {what}: {answer.status_code}")
        return answer


@pytest.fixture
def house(joined: Office, at_desk: AtDesk) -> House:  # noqa: F811  # the fixtures
    of = joined
    draft, accepted, made, shelved = cases.submitted(of), whole.accepted(of), whole.in_production(of), whole.on_the_shelf(of)
    propose_refusal(
        case_id=accepted,
        ground=RefusalGround.IDENTITY_NOT_PROVEN,
        law="EEAL2012 art 12",
        reason=Text("身份无法核实。", "Who it is cannot be proven."),
        by=on_duty(of.approver),
        at=AT,
    )
    ask_above(case_id=accepted, text="可否受理？", by=on_duty(of.approver), at=AT)
    request_special_handling(case_id=draft, reason="住院", place="医院", time=AT, by=on_duty(of.acceptor), at=AT)
    request_visit(
        person=of.applicant, ground=VisitGround.ILLNESS, reason="卧床", address="虚构路2号", by=on_duty(of.acceptor), at=AT
    )
    at_stage = {
        "counter": draft, "desk:production": made, "desk:quality": made, "desk:handover": shelved, "desk:handling": draft,
        "counter:accepted": accepted,
    }  # fmt: skip
    ids = {
        "person_id": of.applicant, "question_id": Question.objects.get().pk, "visit_id": Visit.objects.get().pk,
    }  # fmt: skip
    examples = {}
    for name, page in PAGES.items():
        case_id = next((value for stage, value in reversed(at_stage.items()) if name.startswith(stage)), accepted)
        examples[name] = {**page.example, **{key: ids.get(key, page.example[key]) for key in page.example}}
        if "case_id" in page.example:
            examples[name]["case_id"] = case_id
    hands = (of.acceptor, of.second, of.approver, of.countersigner, of.producer, of.checker, of.hander, of.supervisor, of.leader)
    return House({"visitor": Client()} | {one.duties[0].role.value: at_desk(one) for one in hands}, examples)


def test_no_value_in_an_address_is_a_fault_of_ours(house: House) -> None:
    values = {**UNREADABLE, **{name: value.replace("+", "%20") for name, value in ODD.items()}}
    for name, example in house.examples.items():
        client = house.clients[_hand(house, name)]
        parts = reverse(name, kwargs=dict(example)).split("/")
        for place in [
            place for place, part in enumerate(parts) if part and part in {quote(str(one)) for one in example.values()}
        ]:
            for what, odd in values.items():
                address = "/".join([*parts[:place], odd, *parts[place + 1 :]])
                if (answer := house.ask(client, "get", address, what=what)) is not None and answer.status_code == 405:
                    house.ask(client, "post", address, what=what)

    assert house.faults == []


@pytest.mark.parametrize("whole", EACH)
def test_no_value_in_a_question_of_an_address_is_a_fault_of_ours(house: House, whole: bool) -> None:
    values = {"NUL": UNREADABLE["NUL"], **ODD} if whole else {DAILY[0]: ODD[DAILY[0]]}
    names = {name for file in SOURCES.rglob("*.py") for name in re.findall(r'GET\.get(?:list)?\("(\w+)"', file.read_text())}
    for name, example in house.examples.items():
        for what, odd in values.items():
            sent = _encoded(dict.fromkeys(sorted(names | {"page", "q"}), odd))
            house.ask(house.clients[_hand(house, name)], "get", reverse(name, kwargs=dict(example)), sent, what)

    assert house.faults == []


@pytest.mark.parametrize("whole", EACH)
def test_no_value_in_a_field_is_a_fault_of_ours(house: House, whole: bool) -> None:
    values = ODD if whole else {name: ODD[name] for name in DAILY}
    seen: set[tuple[str, str]] = set()
    for hand, client in house.clients.items():
        for form in _forms(house, hand, client, everywhere=whole):
            if (urlsplit(form.action).path, form.method) in seen:
                continue
            seen.add((urlsplit(form.action).path, form.method))
            for what, odd in {**values, "NUL": UNREADABLE["NUL"], "100 kB": LONG}.items():
                if form.method == "post" or what != "100 kB":
                    house.ask(client, form.method, form.action, form.all_odd(odd), what)
            for what, odd in (values if whole else {}).items():
                for sent in form.each_odd(odd):
                    house.ask(client, form.method, form.action, sent, what)

    assert house.faults == []
    assert len(seen) > 30  # so that nothing was asked of an empty house


def _hand(house: House, name: str) -> str:
    """The first of those who may open the page."""
    return next((hand for hand in house.clients if _opens(name, hand)), "visitor")


def _opens(name: str, hand: str) -> bool:
    return hand in {"visitor" if one is Visitor.ANONYMOUS else one.value for one in PAGES[name].opens_to}


def _forms(house: House, hand: str, client: Client, *, everywhere: bool) -> Iterator[Form]:
    """The forms of the pages that this hand may open; of those that nobody before it opens, unless it looks everywhere."""
    for name, example in house.examples.items():
        first = _hand(house, name)
        if name.startswith(("account", "mfa", "shared")) or (hand != first and not (everywhere and _opens(name, hand))):
            continue  # signing in is another's work
        address = reverse(name, kwargs=dict(example))
        answer = house.ask(client, "get", address)
        if answer is None or answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):  # OK
            continue
        forms = Forms(address)
        forms.feed(answer.content.decode())
        yield from (form for form in forms.found.values() if form.action and "/accounts/" not in form.action)
