from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories.cases import Office
from tests.factories.whole import whole_office
from tests.support.joined import everything_joined


@pytest.fixture
def whole(rulebook_loaded: None) -> Iterator[Office]:
    """The office with everything joined."""
    with everything_joined():
        yield whole_office()
