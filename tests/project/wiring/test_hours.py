"""Where the hours of halls are kept."""

from __future__ import annotations

import pytest

from mumian.cases.services import sockets
from tests.support.joined import everything_joined


@pytest.mark.parametrize(("profile", "kept"), [("office", True), ("demo", False), ("test", False)])
def test_windows_of_an_office_keep_the_hours_of_their_hall_and_those_of_a_demonstration_do_not(
    profile: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMIAN_PROFILE", profile)

    with everything_joined():
        assert sockets.keeps_hours is kept
