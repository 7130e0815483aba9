"""`mumian simulate http`: the city through the real pages of a house, and a ledger that is compared with the database."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.environment import Environment
from mumian.project.processes.instance import Instance
from mumian.project.processes.supervisor import is_healthy
from mumian.project.trial import Meter, house_on_trial, kill, metered, set_up

if TYPE_CHECKING:
    from mumian.simulation.http.day import Plan
    from mumian.simulation.http.reckoning import Reckoning

KILLED: Final = ("web", "worker", "database", "live", "lists", "sealer")
SHOWN: Final = 10
BACK_WITHIN: Final = 90
UNHEARD: Final = 0.02
UNHEARD_BROKEN: Final = 0.2


class NotADemonstration(Refusal):
    """Nothing runs, or it is no demonstration: invented people come to invented offices only."""


def run(arguments: list[str]) -> int:
    """Let the city come to the pages; 0 when ledger and database agree and every life ended or is accounted for, else 1."""
    options = parser().parse_args(arguments)
    killed = tuple(filter(None, options.kill.split(",")))
    if wrong := set(killed) - set(KILLED):
        parser().error(f"--kill: {', '.join(sorted(wrong))}; there are {', '.join(KILLED)}")
    with _house(options, own=bool(killed) or options.red_control or options.own) as (environment, is_own):
        set_up(environment)
        from mumian.simulation.http.day import Plan  # noqa: PLC0415  # needs Django set up

        plan = Plan(
            rate=options.rate,
            minutes=options.minutes,
            patience=options.patience,
            lists=options.lists,
            unheard=UNHEARD_BROKEN if options.red_control else UNHEARD,
            kills=killed,
            kill_every=options.kill_every,
            forgets_keys=options.red_control,
            seed=options.seed,
        )
        result, reckoning = _lived(plan, environment, is_own=is_own)
    _show(result, reckoning)
    if options.json is not None:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if reckoning.is_clean and not result["shortcomings"] else 1


def parser() -> argparse.ArgumentParser:
    """What may be asked."""
    asked = argparse.ArgumentParser(prog="mumian simulate http", description="The invented city through the real pages.")
    asked.add_argument("--rate", type=float, default=1.0, help="people who come, a second")
    asked.add_argument("--minutes", type=float, default=5.0, help="for how long they come")
    asked.add_argument(
        "--patience",
        type=float,
        default=5.0,
        metavar="MINUTES",
        help="afterwards, until who still walks is let go where he stands",
    )
    asked.add_argument("--lists", type=int, default=20, help="live lists that watch")
    asked.add_argument("--own", action="store_true", help="a house of its own on free ports, instead of the one that runs")
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes of the pages of its own house")
    asked.add_argument("--kill", default="", metavar="web,worker,database", help="kill these of its own house at random moments")
    asked.add_argument("--kill-every", type=float, default=15.0, metavar="SECONDS", help="on average")
    asked.add_argument("--red-control", action="store_true", help="who asks again makes a new key: this must be found")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--json", type=Path, metavar="FILE")
    return asked


@contextmanager
def _house(options: argparse.Namespace, *, own: bool) -> Iterator[tuple[Environment, bool]]:
    """A house of its own, or the demonstration that runs in this data folder. Only its own is ever wounded."""
    environment = Environment.read()
    if own:
        with house_on_trial(environment.var / "simulation-http", workers=options.workers) as mine:
            yield mine, True
        return
    running = Instance(environment.var).running()
    port = urlsplit(running.url).port if running and running.ready and running.command == "demo" else None
    if port is None or environment.database_url is not None:
        raise NotADemonstration(
            Text(
                zh="没有开始：这个数据文件夹没有正在运行的演示大厅。请先运行 ./mumian demo，或加 --own 另开一个。",
                en="Nothing was begun: no demonstration runs in this data folder. Open one with ./mumian demo, or add --own.",
            )
        )
    os.environ["MUMIAN_PORT"] = str(port)
    yield Environment.read(), False


def _lived(plan: Plan, environment: Environment, *, is_own: bool) -> tuple[dict[str, Any], Reckoning]:
    from django.db import connection, transaction  # noqa: PLC0415  # needs Django set up

    from mumian.simulation.http.city import lived  # noqa: PLC0415  # as above
    from mumian.simulation.http.day import shortcomings  # noqa: PLC0415  # as above
    from mumian.simulation.http.effects import effects_of, keys_since  # noqa: PLC0415  # as above
    from mumian.simulation.http.ledger import Ledger, read  # noqa: PLC0415  # as above
    from mumian.simulation.http.preparing import prepare  # noqa: PLC0415  # as above
    from mumian.simulation.http.reckoning import reckon  # noqa: PLC0415  # as above

    began = datetime.now(UTC)
    prepared = prepare(people=plan.lives, officers=plan.crew, lives=plan.lives)
    ledger = Ledger(environment.var / "http" / f"{began:%Y%m%d-%H%M%S}")
    with metered(environment.var) as meter:
        own = _own_seconds()
        killing = partial(_killed, environment.var, meter)
        day = asyncio.run(lived(plan, prepared, port=environment.port, ledger=ledger, kill=killing))
        own = _own_seconds() - own
    ledger.close()
    stands_again = _stands_again(environment)
    connection.close()
    usernames = [name for names in prepared.officers.values() for name in names]
    with transaction.atomic():  # one picture: what is committed meanwhile must not be seen by halves
        connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        keys = keys_since(began, usernames) if is_own else ()
        reckoning = reckon(read(ledger.folder), effects_of(prepared.first, plan.lives), keys=keys)
    used = dict(sorted({**meter.seconds, "client": own}.items(), key=lambda one: -one[1]))
    result = {
        "verdict": reckoning.sentence,
        "shortcomings": list(shortcomings(plan, day, stands_again=stands_again)),
        "red_control": plan.forgets_keys,
        "rate": plan.rate,
        "minutes": plan.minutes,
        **day.as_values(),
        "seconds": round(day.seconds, 1),
        "intentions": reckoning.intentions,
        "acknowledged": reckoning.acknowledged,
        "effects": reckoning.effects,
        "lost": list(reckoning.lost),
        "doubled": list(reckoning.doubled),
        "orphaned": list(reckoning.orphaned),
        "cores_used": {name: round(seconds / day.seconds, 2) for name, seconds in used.items()},
        "processor_ms_a_life": {name: round(1000 * seconds / max(1, len(day.ended))) for name, seconds in used.items()},
        "cores": os.cpu_count() or 0,
        "web_processes": environment.web_workers if is_own else None,
        "load_average": [round(one, 2) for one in os.getloadavg()],
        "ledger": str(ledger.folder),
    }
    return result, reckoning


def _killed(var: Path, meter: Meter, name: str) -> int | None:
    """What is killed takes the account of its processor time with it, so it is read before."""
    meter.look()
    return kill(var, name)


def _stands_again(environment: Environment) -> bool:
    """Whether the house stands again after the last wound, in time."""
    deadline = time.monotonic() + BACK_WITHIN
    while not is_healthy(environment):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _show(result: dict[str, Any], reckoning: Reckoning) -> None:
    for name, value in result.items():
        if name not in {"lost", "doubled", "orphaned", "shortcomings"}:
            sys.stdout.write(f"{name:<20} {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}\n")
    for name in ("lost", "doubled", "orphaned"):
        found: tuple[str, ...] = getattr(reckoning, name)
        sys.stdout.write(f"{name:<20} {len(found)}\n")
        sys.stdout.write("".join(f"  {sentence}\n" for sentence in found[:SHOWN]))
    sys.stdout.write(f"{'shortcomings':<20} {len(result['shortcomings'])}\n")
    sys.stdout.write("".join(f"  {sentence}\n" for sentence in result["shortcomings"]))


def _own_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
