from __future__ import annotations

import pytest

from mumian.cases.queries.existing import is_any_case
from tests.factories import cases
from tests.factories.cases import Office

pytestmark = pytest.mark.django_db


def test_it_is_known_whether_anybody_has_opened_a_case(staffed: Office) -> None:
    before = is_any_case()
    cases.opened(staffed)

    assert (before, is_any_case()) == (False, True)
