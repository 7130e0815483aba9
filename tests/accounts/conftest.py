"""What the tests of accounts ask for."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def quick_hashing(settings: Settings) -> None:
    """Hash passwords fast; how slow the real way is, is not what is tested."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
