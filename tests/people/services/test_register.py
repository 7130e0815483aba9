"""Loading a version of the population register: nothing lost, nothing half loaded."""

from __future__ import annotations

import tracemalloc
from datetime import date
from io import BytesIO

import pytest

from mumian.people.errors import RegisterFileRefused
from mumian.people.models import RegisterEntry, RegisterVersion
from mumian.people.services import load_register
from mumian.people.terms import RegisterField, RejectedLine
from tests.factories.register import ADULT, AT, CHILD, citizen, load, register_file
from tests.factories.sql import run

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[int, str, str]]:
    return [
        (line, number, name) for line, number, name in run("SELECT line, number, name FROM people_registerentry ORDER BY line")
    ]


def test_line_is_entered_whole() -> None:
    load(register_file(ADULT))

    assert list(RegisterEntry.objects.values()) == [
        {
            "id": RegisterEntry.objects.get().pk,
            "version_id": RegisterVersion.objects.get().pk,
            "line": 2,
            "number": "440199199001010017",
            "name": "木棉一",
            "name_form": "木棉一",
            "sex": "M",
            "birth_date": date(1990, 1, 1),
            "division": "440104",
            "state": "registered",
        }
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_file_is_read_in_three_encodings(encoding: str, end: str) -> None:
    loaded, rejected = load(register_file(ADULT, CHILD, encoding=encoding, end=end))

    assert (loaded.entered, list(rejected)) == (2, [])
    assert entries() == [(2, "440199199001010017", "木棉一"), (3, "440199201501010021", "木棉小")]
    run("SET CONSTRAINTS ALL IMMEDIATE")


def test_line_at_fault_is_told_with_line_field_and_reason() -> None:
    wrong = CHILD.replace("2015-01-01", "2015-13-01")

    loaded, rejected = load(register_file(ADULT, wrong))

    assert (loaded.entered, loaded.rejected) == (1, 1)
    [line] = rejected
    assert (line.line, [fault.field for fault in line.faults], line.written) == (3, [RegisterField.BIRTH_DATE], wrong)
    assert (line.faults[0].reason.zh, line.faults[0].reason.en) == (
        "“2015-13-01”不是日期，应写作 2015-01-31 或 20150131",
        '"2015-13-01" is no date; write 2015-01-31 or 20150131',
    )


def test_line_that_cannot_be_decoded_is_told_and_kept_readable() -> None:
    file = register_file(ADULT)
    file = BytesIO(file.getvalue() + CHILD.encode().replace("小".encode(), b"\xff") + b"\n")

    _, rejected = load(file)

    [line] = rejected
    assert (line.line, line.faults[0].field) == (3, None)
    assert line.written == CHILD.replace("小", "\\xff")


def test_second_line_of_a_citizen_is_told_with_the_first() -> None:
    loaded, rejected = load(register_file(ADULT, CHILD, ADULT.replace("木棉一", "木棉二")))

    assert (loaded.entered, loaded.rejected) == (2, 1)
    [line] = rejected
    assert (line.line, line.faults[0].reason.en) == (4, "the same citizen number as line 2")
    assert [name for _, _, name in entries()] == ["木棉一", "木棉小"]


def test_version_says_how_many_lines_came_and_where_they_went() -> None:
    load(register_file(ADULT, "", CHILD, ADULT, "?"))

    version = RegisterVersion.objects.get()
    counts = (version.sent_lines, version.entered_lines, version.rejected_lines)
    assert (version.name, version.encoding, *counts, version.loaded_at) == ("2026-09", "utf-8", 4, 2, 2, AT)


@pytest.mark.parametrize(
    "file",
    [
        register_file(ADULT, CHILD, end=""),
        register_file("?", "!"),
        register_file(),
        register_file(ADULT, heading="number,name,sex,birth_date,division,state,phone"),
        register_file(ADULT, heading="number,name,sex,birth_date,division"),
        BytesIO(b""),
        BytesIO(register_file(ADULT).getvalue() + CHILD.encode()),
        register_file(ADULT, encoding="utf-16"),
    ],
)
def test_file_that_is_refused_leaves_nothing_behind(file: BytesIO) -> None:
    with pytest.raises(RegisterFileRefused):
        load(file)

    assert (run("SELECT count(*) FROM people_registerentry"), RegisterVersion.objects.count()) == ([(0,)], 0)


def test_fault_in_the_middle_leaves_nothing_behind() -> None:
    def full_disk(_: RejectedLine) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        load_register(file=register_file(ADULT, "?", CHILD), version="2026-09", at=AT, reject=full_disk)

    assert (run("SELECT count(*) FROM people_registerentry"), RegisterVersion.objects.count()) == ([(0,)], 0)


def test_version_is_loaded_once() -> None:
    load(register_file(ADULT))

    with pytest.raises(RegisterFileRefused) as refused:
        load(register_file(CHILD))

    assert "2026-09" in refused.value.sentence.en
    assert entries() == [(2, "440199199001010017", "木棉一")]


def test_later_version_stands_beside_the_earlier_one() -> None:
    load(register_file(ADULT))

    load(register_file(ADULT, CHILD), version="2026-10")

    rows = RegisterEntry.objects.values_list("version__name", "line").order_by("version__name", "line")
    assert list(rows) == [("2026-09", 2), ("2026-10", 2), ("2026-10", 3)]


def many(number: int) -> list[str]:
    return [citizen(position // 500 * 20_000 + position % 500) for position in range(number)]


def test_one_bad_line_among_fifty_thousand_is_found_and_all_others_are_entered() -> None:
    good = many(25_000)
    told: list[int] = []

    loaded = load_register(
        file=register_file(*good[:20_000], "?", *good[20_000:], *good),
        version="2026-09",
        at=AT,
        reject=lambda one: told.append(one.line),
    )

    assert (loaded.survey.lines, loaded.entered, loaded.rejected) == (50_001, 25_000, 25_001)
    assert told == [20_002, *range(25_003, 50_003)]


def peak_of_loading(number: int) -> int:
    file = register_file(*many(number), *many(number))
    tracemalloc.start()
    load_register(file=file, version=f"{number}", at=AT, reject=lambda _: None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_file() -> None:
    peak_of_loading(10)

    assert peak_of_loading(3000) < peak_of_loading(300) + 500_000
