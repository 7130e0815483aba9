from __future__ import annotations

import pytest

from mumian.web.shared.tokens import PAIRS, SHEET, Pair, colours, contrast

THEMES = colours(SHEET.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#767676", "#FFFFFF", 4.54), ("#0000FF", "#FFFFFF", 8.59)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "chosen dark"])
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.colour}-on-{pair.ground}")
def test_every_pair_is_read_well_in_both_themes(pair: Pair, theme: str) -> None:
    assert contrast(THEMES[theme][pair.colour], THEMES[theme][pair.ground]) >= pair.least


def test_dark_by_system_and_dark_by_choice_are_the_same() -> None:
    assert THEMES["system dark"] == THEMES["chosen dark"]


def test_every_colour_of_the_sheet_is_measured_or_only_drawn() -> None:
    measured = {name for pair in PAIRS for name in (pair.colour, pair.ground)}

    assert set(THEMES["light"]) - measured == {"line", "hall-line", "pollen"}


def test_time_left_colours_are_those_of_the_house() -> None:
    named = {name: THEMES["light"][name] for name in ("action", "in-time", "one-day", "today", "overdue", "link")}

    assert named == {
        "action": "#B3262E",
        "in-time": "#1E7B45",
        "one-day": "#9A4A00",
        "today": "#A8071A",
        "overdue": "#5B2A86",
        "link": "#0B5CAD",
    }
