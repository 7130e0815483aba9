"""The engine of the expressions, without the command-line program that its package imports along with it.

That program would bring an interactive shell into every process: 28 MB and two thirds of a second at each start.
"""

from __future__ import annotations

import sys
from types import ModuleType

sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))

import cel  # noqa: E402  # only after its shell is kept out

__all__ = ["cel"]
