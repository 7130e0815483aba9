"""A production department at work, in a database that holds the rulebook."""

from __future__ import annotations

import pytest

from tests.factories.production import Workshop, workshop


@pytest.fixture
def at_work(rulebook_loaded: None) -> Workshop:
    """Two producers, a checker, every usual kind of blank; nothing in stock."""
    return workshop()
