"""The words of this package."""

from __future__ import annotations

from typing import NewType

AccountId = NewType("AccountId", int)
