"""Processes beside this one that end with it, however it ends.

A child that was forked holds what its parent had open. If the parent is killed and the child lives on, the database goes on
believing that the parent is there, and keeps its locks: whoever loads next waits for ever.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

PR_SET_PDEATHSIG: Final = 1  # <sys/prctl.h>


@contextmanager
def processes_beside() -> Iterator[Callable[..., Any]]:
    """What starts work in processes beside this one, one for each core; each ends when this one does."""
    forked = multiprocessing.get_context("fork")
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None  # loaded here, before the fork
    with ProcessPoolExecutor(
        max_workers=os.cpu_count() or 1, mp_context=forked, initializer=_end_with, initargs=(os.getpid(), prctl)
    ) as pool:
        yield pool.submit


def _end_with(parent: int, prctl: Any) -> None:
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:  # it ended before
        os._exit(1)
