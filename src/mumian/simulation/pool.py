"""Who carries the acts out: one process, or several with a connection each. What comes of the acts is the same either way.

Acts that are handed over together concern different cases, so it does not matter who does which, or in what order.
"""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from multiprocessing.connection import Connection, wait
from typing import Protocol, cast

from django.db import connections

from mumian.catalogue.queries import current_rulebook, one_rulebook
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.simulation.acts import Act, Came
from mumian.simulation.parts import PART_OF
from mumian.simulation.stage import Stage
from mumian.simulation.worker import Worker

CHUNK = 24
PEOPLE_AT_ONCE = 250


class WorkerFailed(Refusal):
    """A worker of the town met something that is a fault of the program."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Text(f"模拟中断，程序有缺陷：{said}", f"The simulation stopped at a fault of the program: {said}"),
        )


class Pool(Protocol):
    """Carries out acts."""

    def do(self, acts: Iterable[Act]) -> dict[int, Came]:
        """Carry them out; answers what came of each by its number."""


def carried_out(acts: Sequence[Act], worker: Worker) -> list[Came]:
    """Acts of one kind, done by the part that knows it, all by the rulebook that holds now."""
    with one_rulebook():
        return PART_OF[acts[0].kind].carry_out(acts, worker)


def chunks(acts: Iterable[Act], *, among: int = 1) -> list[list[Act]]:
    """Acts in portions of one kind, in the order of their moments and numbers, so that each of so many has some to do."""
    by_kind: dict[str, list[Act]] = {}
    for act in sorted(acts, key=lambda one: (one.at, one.number)):
        by_kind.setdefault(act.kind, []).append(act)
    found: list[list[Act]] = []
    for kind, mine in by_kind.items():
        size = min(PEOPLE_AT_ONCE if kind == "people.enter" else CHUNK, max(1, -(-len(mine) // among)))
        found += [mine[first : first + size] for first in range(0, len(mine), size)]
    return sorted(found, key=lambda some: -len(some))


class InProcess:
    """Everything in this process and on its connection."""

    def __init__(self, stage: Stage) -> None:
        self._worker = Worker(stage, stage.officers)

    def do(self, acts: Iterable[Act]) -> dict[int, Came]:
        """One after another."""
        return {came.number: came for some in chunks(acts) for came in carried_out(some, self._worker)}


class Processes:
    """Several processes, each taking the next portion as soon as it is free."""

    def __init__(self, stage: Stage, *, number: int, sign_in: Callable[[], None]) -> None:
        connections.close_all()
        context = multiprocessing.get_context("fork")
        self._pipes: list[Connection] = []
        self._children = []
        for _ in range(number):
            ours, theirs = context.Pipe()
            child = context.Process(target=_work, args=(stage, theirs, [*self._pipes, ours], sign_in), daemon=True)
            child.start()
            theirs.close()
            self._pipes.append(ours)
            self._children.append(child)

    def do(self, acts: Iterable[Act]) -> dict[int, Came]:
        """Side by side. Raises WorkerFailed with what a worker said when it met a fault."""
        waiting = chunks(acts, among=len(self._pipes))[::-1]
        done: dict[int, Came] = {}
        busy = 0
        for pipe in self._pipes:
            if waiting:
                pipe.send(waiting.pop())
                busy += 1
        while busy:
            for free in wait(self._pipes):
                pipe = cast("Connection", free)  # nothing else was given
                done |= self._answer(pipe)
                if waiting:
                    pipe.send(waiting.pop())
                else:
                    busy -= 1
        return done

    @staticmethod
    def _answer(pipe: Connection) -> dict[int, Came]:
        try:
            answer = pipe.recv()
        except EOFError:
            raise WorkerFailed("a worker ended") from None
        if isinstance(answer, str):
            raise WorkerFailed(answer)
        return {came.number: came for came in answer}

    @property
    def pids(self) -> list[int]:
        """The processes."""
        return [child.pid for child in self._children if child.pid is not None]

    def close(self) -> None:
        """Let all go home."""
        for pipe in self._pipes:
            pipe.close()
        for child in self._children:
            child.join(timeout=10)


def _work(stage: Stage, pipe: Connection, others: Sequence[Connection], sign_in: Callable[[], None]) -> None:
    for other in others:
        other.close()  # else nobody notices that the town has ended
    sign_in()
    current_rulebook()
    worker = Worker(stage, stage.officers)
    while True:
        try:
            acts = pipe.recv()
        except EOFError:
            break
        try:
            pipe.send(carried_out(acts, worker))
        except Exception:  # whatever it is, the town must hear of it
            pipe.send(traceback.format_exc())
    connections.close_all()
    os._exit(0)
