"""What a leader wants to know stands in each shape: on the terminal, in the JSON, and on the page in both languages."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Final

import pytest

from mumian.simulation.showing import as_lines, as_page
from tests.simulation.showing.samples import ROOT, city, summary

WANTED: Final[dict[str, tuple[str, ...]]] = {
    "cases per stage and service": ("607", "4696"),
    "waiting times": ("3", "17", "73"),
    "due-date colours": ("503", "83", "59", "47", "43"),
    "notices and breaches": ("811", "23"),
    "refusals with grounds": ("29", "37"),
    "three hands": ("5009", "4703"),
    "conservation": ("9107", "8123", "984", "5311", "5314"),
    "radar": ("383", "379"),
    "audit root": (ROOT,),
    "throughput": ("59.8",),
    "applications of 2005": ("2020000",),
    "visitors of 2005": ("10000",),
}


def terminal() -> str:
    return "\n".join(as_lines(summary()))


def page(language: str) -> str:
    """What a reader of this language sees: the words of the other one are hidden."""
    other = {"zh": "en", "en": "zh-Hans"}[language]
    text = re.sub(rf'<(span|text) lang="{other}"[^>]*>.*?</\1>', " ", as_page(summary()))
    return unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)))


def as_json() -> str:
    return summary().as_json()


def has(text: str, wanted: str) -> bool:
    """The number or word by itself, with or without the commas of thousands."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return re.search(rf"(?<![0-9A-Za-z.]){re.escape(wanted)}(?![0-9A-Za-z]|\.\d)", plain) is not None


@pytest.mark.parametrize("item", WANTED)
@pytest.mark.parametrize("shape", ["terminal", "json", "page zh", "page en"])
def test_every_item_stands_in_every_shape(shape: str, item: str) -> None:
    text = {"terminal": terminal, "json": as_json}[shape]() if " " not in shape else page(shape.partition(" ")[2])

    assert [wanted for wanted in WANTED[item] if not has(text, wanted)] == []


def test_json_says_everything_as_it_is() -> None:
    assert json.loads(summary().as_json())["city"] == city()


def test_terminal_names_the_radar_in_both_languages_with_the_days_that_it_missed() -> None:
    said = city()["radar"] | {"unnamed_days": ["2026-03-02"]}
    [line] = [line for line in as_lines(summary(radar=said)) if "雷达 / radar" in line]

    assert re.sub(r" {2,}", " | ", line) == (
        "雷达 / radar | 点名 / named 468 (2 晚 / evenings) | "
        "未守 / missed 383, 事先点名 / named before 379, 未点名的日子 / days not named 2026-03-02"
    )


def test_terminal_is_silent_about_a_radar_that_nobody_asked() -> None:
    silent: dict[str, object] = {"named": {}, "first_named_for": {}, "missed": {}, "missed_and_named": {}, "unnamed_days": []}

    assert [line for line in as_lines(summary(radar=silent)) if "radar" in line] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "守恒 ： 成立 来访9,107人＝办理8,123＋有原因离开984＋去向不明0；开立5,311件、当场退回3件，库中5,314件，缺0件。"),
        (
            "en",
            "Conservation : holds 9,107 came = 8,123 served + 984 left with a reason + 0 lost."
            " 5,311 cases opened and 3 turned away, 5,314 in the database, 0 lost.",
        ),
    ],
)
def test_page_says_whether_everybody_is_accounted_for(language: str, words: str) -> None:
    assert words in " ".join(page(language).split())


@pytest.mark.parametrize("changed", [{"lost": 1}, {"cases_lost": 1}])
def test_page_says_when_somebody_or_a_case_is_lost(changed: dict[str, int]) -> None:
    said = as_page(summary(conservation=city()["conservation"] | changed))

    assert '<li class="broken"><b><span lang="zh-Hans">守恒</span><span lang="en">Conservation</span>' in said


def test_page_says_when_hands_were_not_separate() -> None:
    hands = city()["three_hands"] | {"broke_the_rule": 2, "sentence": "2 of 5009 cases broke the rule of three hands"}
    said = as_page(summary(three_hands=hands))

    assert '<li class="broken"><b><span lang="zh-Hans">三手分离</span>' in said
    assert "2 of 5009 cases broke the rule of three hands" in said


def test_page_calls_services_halls_and_grounds_by_their_names() -> None:
    said = page("en")

    assert [name in said for name in ("individual travel", "H01 city hall", "The law does not let the applicant leave")] == [
        True
    ] * 3


def test_page_fetches_nothing_and_has_no_script_and_no_style_of_an_element() -> None:
    said = as_page(summary())

    assert (said.count("<svg") >= 5, "<script" in said, "http" in said, " style=" in said) == (True, False, False, False)
