"""A hall at work."""

from __future__ import annotations

import pytest

from tests.factories.queueing import AtWork, hall_at_work


@pytest.fixture
def work(db: None) -> AtWork:
    """Three open windows and nobody waiting."""
    return hall_at_work()
