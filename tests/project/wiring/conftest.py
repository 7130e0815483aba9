from __future__ import annotations

from collections.abc import Iterator

import pytest

from mumian.cases.services import sockets
from mumian.project.wiring import join
from tests.factories.cases import Office
from tests.factories.whole import whole_office


@pytest.fixture
def whole(rulebook_loaded: None) -> Iterator[Office]:
    """The office with everything joined."""
    names = ("fees", "clearing", "making", "handing")
    before = {name: getattr(sockets, name) for name in names}
    join()
    yield whole_office()
    for name, value in before.items():
        setattr(sockets, name, value)
