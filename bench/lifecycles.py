"""Whole lives of cases through the services, beside pgbench doing single acts of equal form in the same database.

A life is a first passport: opened, handed in, papers taken in, accepted (rulebook, fee, frozen lists, comparison), approved,
made from a blank, checked, shelved, handed out; each act by its own officer, with its key, its move, its row of audit, its event.
Fees are paid beforehand and not measured. Several processes work side by side, as those of the web server do.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench import _office  # sets Django up
from bench._office import AT, MINUTE, Applicant, BenchOffice
from django.db import connection

from mumian.cases import services
from mumian.cases.services import Mover
from mumian.cases.services.quick.attempting import ordinary_way
from mumian.cases.terms import CaseId, Declared, case_key
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import answer
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.terms import Audience
from mumian.clearance.services import screen_waiting
from mumian.delivery.services import put_on_shelf
from mumian.delivery.terms import Collector, Identity, IdentityCheck, Place
from mumian.foundation.clock import local_date
from mumian.foundation.money import Currency, Money
from mumian.foundation.words import Text
from mumian.offices.models import Officer, Window
from mumian.offices.terms import OfficerId, Role
from mumian.payments.services import place_order, take_payment
from mumian.payments.terms import Line, Method

SERVICE, HALL = "PP-NEW", "H01"
IDLE = 0.02
"""Seconds that the worker rests when nobody waits."""
EARLIER = -1
"""The worker whose lives are not measured."""
FACTS: dict[str, FactValue] = {
    "applicant.nationality": "CHN",
    "applicant.household_registered": True,
    "applicant.register_city": "440100",
    "applicant.register_district": "440104",
    "applicant.serviceman": False,
    "applicant.state_staff": False,
    "applicant.overseas_chinese": False,
    "applicant.data_changed": False,
    "applicant.id_card_being_replaced": False,
    "applicant.household_collective": False,
}
SHOWN = Identity(Collector.HOLDER, IdentityCheck.READER, "ID_CARD", "0017")
DECLARED = {Declared.STATE_STAFF: False, Declared.SERVICEMAN: False}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lives", type=int, default=1_200)
    parser.add_argument("--before", type=int, default=400, help="lives that were lived before anything is measured")
    parser.add_argument("--processes", type=int, default=2 * (os.cpu_count() or 1))
    parser.add_argument("--seconds", type=int, default=10, help="how long pgbench runs")
    parser.add_argument("--on-paper", action="store_true", help="blanks, shelf and what holders hold are kept on paper")
    parser.add_argument(
        "--ordinary", action="store_true", help="measure the ordinary way of every command instead of the quick one"
    )
    options = parser.parse_args()
    with _office.opened(people=options.before + options.lives) as (office, applicants):
        if options.on_paper:
            vars(services.sockets).pop("making")
            vars(services.sockets).pop("handing")
        lived(office, applicants[: options.before], options)
        result = measured(office, applicants[options.before :], options)
    for name, value in result.items():
        sys.stdout.write(f"{name:<24} {value}\n")
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    return 0


def lived(office: BenchOffice, applicants: list[Applicant], options: argparse.Namespace) -> None:
    """Lives of an office that has been at work: a server that plans over empty tables reads them whole for as long as it keeps
    the plans, which none does whose tables have been looked at. The ceiling finds its tables full as well.
    """
    if applicants:
        [ids] = together(office, [lambda: begin(office, EARLIER, applicants)], options).answers
        together(office, [lambda: pay(ids)], options)
        together(office, [lambda: accept(office, EARLIER, ids), lambda: compare(len(ids))], options)
        together(office, [lambda: walk(office, EARLIER, ids)], options)
        _office.analyse(office)


def measured(office: BenchOffice, applicants: list[Applicant], options: argparse.Namespace) -> dict[str, Any]:
    """Lives a second, acts of equal form a second, and the ratio."""
    shares = [applicants[number :: options.processes] for number in range(options.processes)]
    began = together(office, [lambda share=share, n=n: begin(office, n, share) for n, share in enumerate(shares)], options)  # type: ignore[misc]  # defaults bind the loop's values
    ids = began.answers
    together(office, [lambda mine=mine: pay(mine) for mine in ids], options)  # type: ignore[misc]
    _office.analyse(office)
    paired = list(zip(shares, ids, strict=True))
    accepting = [lambda mine=mine, n=n: accept(office, n, mine) for n, (_, mine) in enumerate(paired)]
    accepted = together(office, [*accepting, lambda: compare(len(applicants))], options)
    walked = together(
        office,
        [lambda mine=mine, n=n: walk(office, n, mine) for n, (_, mine) in enumerate(paired)],  # type: ignore[misc]
        options,
    )
    parts = {"begin": began, "accept_and_compare": accepted, "walk": walked}
    seconds = sum(part.seconds for part in parts.values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FILTER (WHERE stage = 'collected'), count(*) FROM cases_case")
        done, cases = cursor.fetchone()
        done -= options.before
        cursor.execute("SELECT count(*) FROM audit_act WHERE thing LIKE 'case:%%'")
        acts = cursor.fetchone()[0] / cases
    settings = _office.server_settings()
    tps = _office.ceiling(office, clients=options.processes, seconds=options.seconds)
    rate = done / seconds
    return {
        "lifecycles": done,
        "lifecycles_per_s": round(rate, 1),
        "acts_per_lifecycle": round(acts, 2),
        "pgbench_tps": round(tps),
        "ratio": round(rate / (tps / acts), 2),
        "seconds": round(seconds, 2),
        "seconds_of_parts": {name: round(part.seconds, 2) for name, part in parts.items()},
        "client_cpu_ms_per_life": round(1000 * sum(part.cpu for part in parts.values()) / done, 2),
        "server_cpu_ms_per_life": _per_life([part.server for part in parts.values()], done),
        "median_ms": {
            name: round(1000 * statistics.median(took), 2) for part in parts.values() for name, took in part.took.items()
        },
        "processes": options.processes,
        "way": "ordinary" if options.ordinary else "quick",
        "joined": "fees, lists" if options.on_paper else "fees, lists, production, shelf, holders",
        "server": settings,
        "cores": os.cpu_count() or 0,
        "load_average": _office.load_average(),
    }


def _per_life(parts: Sequence[float | None], done: int) -> float | None:
    known = [part for part in parts if part is not None]
    return round(1000 * sum(known) / done, 2) if len(known) == len(parts) else None


class Run:
    """What several processes did side by side."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.cpu = 0.0
        self.server: float | None = None
        self.answers: list[Any] = []
        self.took: dict[str, list[float]] = {}


TOOK: dict[str, list[float]] = {}


def together(office: BenchOffice, parts: Sequence[Callable[[], Any]], options: argparse.Namespace) -> Run:
    """Let each part run in a process of its own, all from the same moment on."""
    connection.close()
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(len(parts) + 1)
    pipes = [context.Pipe(duplex=False) for _ in parts]

    def work(part: Callable[[], Any], channel: Any) -> None:
        way = ordinary_way() if options.ordinary else nullcontext()
        _office.sign_in(office.databases, "web")
        connection.ensure_connection()
        current_rulebook()
        gate.wait()
        cpu = time.process_time()
        with way:
            answered = part()
        channel.send((answered, time.process_time() - cpu, TOOK))
        connection.close()
        os._exit(0)

    processes = [context.Process(target=work, args=(part, pipe[1])) for part, pipe in zip(parts, pipes, strict=True)]
    for process in processes:
        process.start()
    gate.wait()
    run, server, start = Run(), _office.server_cpu(), time.perf_counter()
    for receiver, _ in pipes:
        answered, cpu, took = receiver.recv()
        run.answers.append(answered)
        run.cpu += cpu
        for name, values in took.items():
            run.took.setdefault(name, []).extend(values)
    run.seconds = time.perf_counter() - start
    for process in processes:
        process.join()
    _office.sign_in(office.databases, "web")
    used = _office.server_cpu()
    run.server = None if server is None or used is None else used - server
    return run


def timed(act: Callable[..., Any], **arguments: Any) -> Any:
    """Do it, and remember how long it took."""
    start = time.perf_counter()
    answered = act(**arguments)
    TOOK.setdefault(act.__name__, []).append(time.perf_counter() - start)
    return answered


def begin(office: BenchOffice, worker: int, applicants: list[Applicant]) -> list[CaseId]:
    """Drafts, handed in, with their papers."""
    by = office.mover(Role.ACCEPTANCE_OFFICER, worker)
    ids: list[CaseId] = []
    materials = papers(AT)
    for place, one in enumerate(applicants):
        facts: dict[str, FactValue] = {**FACTS, "applicant.birth_date": one.birth_date.isoformat()}
        mine = f"{worker}-{place}"
        case_id = timed(
            services.open_draft,
            service=SERVICE,
            channel="counter",
            applicant=one.person,
            applied_with=one.number,
            facts=facts,
            by=by,
            at=AT,
            key=f"open-{mine}",
        )
        timed(services.submit_application, case_id=case_id, declared=DECLARED, by=by, at=AT, key=f"submit-{mine}")
        timed(services.take_in_materials, case_id=case_id, materials=materials, by=by, at=AT, key=f"take-{mine}")
        ids.append(case_id)
    return ids


def papers(at: datetime) -> list[str]:
    """The materials that a first passport needs."""
    facts: dict[str, FactValue] = {**FACTS, "applicant.birth_date": "1990-01-01", "office.district": "440104"}
    book = current_rulebook()
    said = answer(book, SERVICE, on=local_date(at), facts=facts, channel="counter", accepted_at=at, audience=Audience.COUNTER)
    return [need.code for need in said.needed]


def pay(ids: Sequence[CaseId]) -> None:
    """The fee of each, taken at a window."""
    window = Window.objects.filter(hall__code=HALL).order_by("pk").values_list("code", flat=True).first() or ""
    fee = Money(Currency.CNY, 120_00)
    officer = OfficerId(Officer.objects.get(badge_number="300000").pk)
    lines = [Line("document", Text("护照", "passport"), fee)]
    for case_id in ids:
        order = place_order(reference=case_key(case_id), lines=lines, at=AT, officer=officer).order_id
        key = f"pay-{case_id}"
        take_payment(order_id=order, amount=fee, method=Method.CASH, officer=officer, window=window, at=AT, key=key)


def accept(office: BenchOffice, worker: int, ids: Sequence[CaseId]) -> None:
    """Accepted, with the lists asked."""
    acceptor, *_ = (office.mover(role, worker) for role in _office.HANDS)
    for case_id in ids:
        key = f"-{case_id}"
        timed(
            services.accept_application,
            case_id=case_id,
            hall=HALL,
            identity_checked=True,
            by=acceptor,
            at=AT,
            key=f"accept{key}",
        )


def compare(expected: int) -> None:
    """What the worker does beside the windows: everybody who is accepted is compared with the lists, until all are."""
    compared = 0
    while compared < expected:
        some = screen_waiting(at=AT)
        compared += some
        if not some:
            time.sleep(IDLE)


def walk(office: BenchOffice, worker: int, ids: Sequence[CaseId]) -> None:
    """From the lists' answers to the hand of the holder."""
    _, approver, producer, checker, hander = (office.mover(role, worker) for role in _office.HANDS)
    later = [AT + number * MINUTE for number in range(7)]
    for case_id in ids:
        key = f"-{case_id}"
        timed(services.approve_case, case_id=case_id, by=approver, at=later[2], key=f"approve{key}")
        timed(services.start_production, case_id=case_id, by=producer, at=later[3], key=f"start{key}")
        order, read = ordered(case_id)
        timed(services.pass_quality, case_id=case_id, read=read, by=checker, at=later[4], key=f"pass{key}")
        if order:
            timed(shelve, case_id=case_id, order=order, by=hander, at=later[5])
        timed(
            services.hand_out_document,
            case_id=case_id,
            identity_checked=True,
            identity=SHOWN,
            by=hander,
            at=later[6],
            key=f"hand{key}",
        )


def ordered(case_id: CaseId) -> tuple[int, list[str]]:
    """The document in work, and what the reader of the checker reads from it; 0 where documents are kept on paper."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, mrz FROM production_productionorder WHERE case_key = %s", [case_key(case_id)])
        row = cursor.fetchone()
    return (row[0], list(row[1])) if row else (0, [])


def shelve(*, case_id: CaseId, order: int, by: Mover, at: datetime) -> None:
    """Put the finished document on a position of the shelf."""
    put_on_shelf(
        document=f"order:{order}",
        case=case_key(case_id),
        place=Place(HALL, f"B{order}"),
        ready_at=at,
        officer=by.on_staff.officer_id,
        department=by.on_staff.duties[0].department_id,
        acting=by.acting,
        at=at,
    )


if __name__ == "__main__":
    sys.exit(main())
