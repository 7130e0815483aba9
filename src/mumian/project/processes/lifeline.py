"""A child must not outlive the process that started it, however that one ended."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def die_with_parent(sign: signal.Signals) -> Callable[[], None]:
    """What a child runs between fork and exec, so that the kernel sends it `sign` when we end.

    Only Linux knows this; elsewhere an orphan is found and ended by the next start.
    """
    if not sys.platform.startswith("linux"):
        return lambda: None
    prctl = ctypes.CDLL(None).prctl  # loaded here, before the fork
    parent = os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(sign))
        if os.getppid() != parent:
            os._exit(1)  # we ended before the tie was made

    return tie


def follow_parent(sign: signal.Signals = signal.SIGKILL) -> None:
    """Tie the calling process itself to the one that started it."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(sign))
