"""An office with every hand a case needs."""

from __future__ import annotations

import pytest

from tests.factories.cases import Office, office


@pytest.fixture
def staffed(rulebook_loaded: None) -> Office:
    """The rulebook loaded, the central bureau staffed, an applicant entered."""
    return office()
