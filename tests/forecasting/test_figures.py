"""Recording, loading and asking for monthly figures."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from mumian.forecasting.errors import FiguresRefused, FiguresUnreadable
from mumian.forecasting.queries import hall_month, hall_months, month_before
from mumian.forecasting.rules.figures import COLUMNS
from mumian.forecasting.services import (
    LoadedFigures,
    RejectedLine,
    load_hall_figures,
    record_hall_month,
    record_hall_months,
)
from mumian.forecasting.terms import HallMonthFacts
from mumian.foundation.words import Text
from tests.factories.offices import AT, small_office
from tests.factories.sql import refused, run

pytestmark = pytest.mark.django_db

OCTOBER = HallMonthFacts("H01", date(2026, 10, 1), 30000, 24000, 23000, 23000, 0, 18, 9000, 300, 40)
HEAD = ",".join(COLUMNS)
GOOD = "H01,2026-10,30000,24000,23000,23000,0,18,9000,300,40"


@pytest.fixture(autouse=True)
def _office() -> None:
    small_office()


def test_figures_are_told_as_they_were_recorded() -> None:
    record_hall_month(figures=OCTOBER, at=AT)

    assert hall_month("H01", 2026, 10) == OCTOBER


def test_month_without_figures_is_none() -> None:
    assert hall_month("H01", 2026, 10) is None


def test_correction_takes_the_place_of_earlier_figures() -> None:
    record_hall_month(figures=OCTOBER, at=AT)

    record_hall_month(figures=replace(OCTOBER, visitors=31000), at=AT)

    assert hall_months(first=date(2026, 1, 1), last=date(2026, 12, 31)) == (replace(OCTOBER, visitors=31000),)


def test_figures_of_an_unknown_hall_are_refused_and_nothing_is_recorded() -> None:
    with pytest.raises(FiguresRefused) as refusal:
        record_hall_months(figures=[OCTOBER, replace(OCTOBER, hall="H99")], at=AT)

    assert refusal.value.sentence.en == (
        "Nothing was recorded: the figures of H99 for 2026-10 are wrong: there is no hall H99. Correct and record them again."
    )
    assert hall_month("H01", 2026, 10) is None


def test_figures_that_cannot_be_true_are_refused() -> None:
    with pytest.raises(FiguresRefused):
        record_hall_month(figures=replace(OCTOBER, overdue=1), at=AT)


def test_months_are_told_by_hall_and_month_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    figures = [replace(OCTOBER, hall=hall, month=date(2026, month, 1)) for month in (10, 9, 8) for hall in ("H02", "H01")]
    record_hall_months(figures=figures, at=AT)

    with django_assert_num_queries(1):
        found = hall_months(first=date(2026, 9, 1), last=date(2026, 10, 31))

    assert [(facts.hall, facts.month.month) for facts in found] == [("H01", 9), ("H01", 10), ("H02", 9), ("H02", 10)]


def test_months_of_one_hall_are_told_alone() -> None:
    record_hall_months(figures=[OCTOBER, replace(OCTOBER, hall="H02")], at=AT)

    assert hall_months(first=date(2026, 1, 1), last=date(2026, 12, 31), hall="H02") == (replace(OCTOBER, hall="H02"),)


@pytest.mark.parametrize(("day", "month"), [(date(2026, 1, 15), date(2025, 12, 1)), (date(2026, 12, 31), date(2026, 11, 1))])
def test_board_shows_the_month_before(day: date, month: date) -> None:
    assert month_before(day) == month


def test_good_lines_are_loaded_and_the_others_rejected_with_line_and_reason() -> None:
    unknown = GOOD.replace("H01", "H99")
    wrong = GOOD.replace("30000", "many").replace("H01", "H02")

    outcome = load_hall_figures(lines=[HEAD, GOOD, unknown, wrong, GOOD], at=AT)

    assert outcome == LoadedFigures(
        loaded=1,
        rejected=(
            rejected(3, Text("没有编号为 H99 的大厅", "there is no hall H99"), unknown),
            rejected(4, Text("visitors 列的“many”不是数目", 'the value "many" of visitors is no count'), wrong),
            rejected(5, Text("与第 2 行是同一大厅同一月份", "the same hall and month as line 2"), GOOD),
        ),
    )
    assert hall_month("H01", 2026, 10) == OCTOBER


def rejected(line: int, reason: Text, written: str) -> RejectedLine:
    return RejectedLine(line, reason, dict(zip(COLUMNS, written.split(","), strict=True)))


def test_file_without_its_columns_is_refused_whole() -> None:
    with pytest.raises(FiguresUnreadable) as refusal:
        load_hall_figures(lines=["hall,month", "H01,2026-10"], at=AT)

    assert "lacks the column visitors, accepted" in refusal.value.sentence.en


def test_command_loads_a_file_saved_by_a_spreadsheet(tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(f"{HEAD}\r\n{GOOD}\r\n", encoding="utf-8-sig", newline="")
    said = StringIO()

    call_command("hall_figures", str(file), stdout=said)

    assert (said.getvalue(), hall_month("H01", 2026, 10)) == ("loaded=1 rejected=0\n", OCTOBER)
    assert list(tmp_path.iterdir()) == [file]


def test_command_writes_rejected_lines_to_a_file_that_can_be_corrected_and_loaded(tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(f"{HEAD}\n{GOOD.replace('H01', 'H99')}\n", encoding="utf-8")

    with pytest.raises(CommandError, match="1 lines were not loaded"):
        call_command("hall_figures", str(file), stdout=StringIO())

    rejects = tmp_path / "figures.csv.rejects.csv"
    with rejects.open(encoding="utf-8", newline="") as lines:
        [row] = csv.DictReader(lines)
    assert (row["line"], row["reason_zh"], row["reason_en"]) == ("2", "没有编号为 H99 的大厅", "there is no hall H99")
    rejects.write_text(rejects.read_text(encoding="utf-8").replace(",H99,", ",H01,"), encoding="utf-8")
    call_command("hall_figures", str(rejects), stdout=StringIO())
    assert hall_month("H01", 2026, 10) == OCTOBER


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"hall\nH01\n"], ids=["missing", "not UTF-8", "without columns"])
def test_command_says_why_nothing_was_loaded(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "figures.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("hall_figures", str(file), stdout=StringIO())


ATTACKS = [
    ("UPDATE forecasting_hallmonth SET month = '2026-10-02' WHERE month = '2026-10-01'", "a_month_is_given_by_its_first_day"),
    ("UPDATE forecasting_hallmonth SET month = '2026-10-01'", "a_hall_has_one_set_of_figures_a_month"),
    ("UPDATE forecasting_hallmonth SET overdue = 1", "what_is_issued_is_on_time_or_overdue"),
    ("UPDATE forecasting_hallmonth SET satisfied = visitors", "only_visitors_rate_their_visit"),
    ("UPDATE forecasting_hallmonth SET median_wait_minutes = 1441", "nobody_waits_longer_than_a_day"),
    ("UPDATE forecasting_hallmonth SET accepted = -1", "accepted_check"),
]


@pytest.mark.core
@pytest.mark.parametrize(("attack", "constraint"), ATTACKS, ids=[constraint for _, constraint in ATTACKS])
def test_attack_is_refused_by_the_database(attack: str, constraint: str) -> None:
    record_hall_months(figures=[OCTOBER, replace(OCTOBER, month=date(2026, 9, 1))], at=AT)

    with refused(constraint):
        run(attack)
