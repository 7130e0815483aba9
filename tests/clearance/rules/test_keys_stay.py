"""Keys are the same in every process: no set's order, which changes from process to process, goes into them."""

from __future__ import annotations

import subprocess
import sys

import pytest

SHOW = """
from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.keys import texts_of
for name in ("欧阳锋", "CUI YU JI", "김민호", "买买提·吐尔逊", "JONG IL CHU"):
    print(texts_of(Facts((name,), "1990-02-03")))
"""


@pytest.mark.nightly
def test_keys_are_the_same_in_every_process() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", SHOW], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True
        ).stdout
        for seed in ("1", "7")
    }

    assert len(said) == 1
