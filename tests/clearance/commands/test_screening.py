"""`mumian clearance screen`, `rescreen`, `explain` and `replay`: end to end, and the same answer byte for byte."""

from __future__ import annotations

import csv
from pathlib import Path

import psycopg
import pytest

from mumian.clearance.commands import main
from mumian.clearance.errors import LoadRefused, PairsRefused, ReplayRefused
from mumian.clearance.rules.people_lines import COLUMNS
from tests.clearance.conftest import AsLists, Watch
from tests.factories.clearance import BARRED

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

SAME_NUMBER = "P1,木棉禁,,1980-05-05,440199198005050716,,CHN"
SPELT = "P2,MU MIANJIN,,1980-05-05,,,CHN"
OTHER_NUMBER = "P3,木棉禁,,1980-05-05,440199197503030510,,CHN"
NOBODY = "P4,木棉空,,1991-02-02,,EB7654321,CHN"
ENTRIES = "entry_id,name,aliases,dob,id_number,doc_number,nationality,sex,ground,valid_from,valid_to,owner"


def screen(folder: Path, *lines: str, more: tuple[str, ...] = (), encoding: str = "utf-8") -> tuple[int, list[dict[str, str]]]:
    persons, out = folder / "persons.csv", folder / "result.csv"
    persons.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n", encoding=encoding)
    code = main(["screen", str(persons), "--out", str(out), *more])
    with out.open(encoding="utf-8", newline="") as file:
        return code, list(csv.DictReader(file))


def said(rows: list[dict[str, str]]) -> list[tuple[str, str, str, str]]:
    return [(row["person_id"], row["list"], row["entry_id"], row["band"]) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_surfaced_entry_is_a_row(as_lists: AsLists, tmp_path: Path, encoding: str) -> None:
    with as_lists():
        code, rows = screen(
            tmp_path, SAME_NUMBER, SPELT, OTHER_NUMBER, NOBODY, more=("--list", "EXIT_BAR", "--list", "WANTED"), encoding=encoding
        )

    assert (code, said(rows)) == (0, [("P1", "EXIT_BAR", "E1", "hit"), ("P2", "EXIT_BAR", "E1", "review")])
    assert rows[0]["explanation_en"].startswith("Hit: the names are the same")


def test_lines_at_fault_are_said_and_the_others_compared(
    as_lists: AsLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with as_lists():
        code, rows = screen(
            tmp_path,
            "P0,木棉,,1987-02-3x,,,CHN",
            "P9,torn",
            "P8,木棉,,1987-02-30,,,CHN",
            SAME_NUMBER,
            more=("--list", "EXIT_BAR"),
        )

    assert (code, said(rows)) == (1, [("P1", "EXIT_BAR", "E1", "hit")])
    assert capsys.readouterr().out.splitlines() == [
        "persons=1 hit=1 review=0 rejected=3",
        "3 行没有比对，result.csv.rejects.csv 写明行号和原因；其余各行已比对。",
        "3 lines were not compared; result.csv.rejects.csv says which and why. All others were.",
    ]
    with (tmp_path / "result.csv.rejects.csv").open(encoding="utf-8", newline="") as file:
        left = [(row["line"], row["reason_en"], row["person_id"]) for row in csv.DictReader(file)]
    wanted = "is neither a date nor a year (write 1987-02-28 or 1987)"
    assert left == [
        ("2", f'the birth date "1987-02-3x" {wanted}', "P0"),
        ("3", "it has 2 columns instead of 7", "P9"),
        ("4", f'the birth date "1987-02-30" {wanted}', "P8"),
    ]


def test_file_of_persons_that_is_empty_is_refused(as_lists: AsLists, tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_bytes(b"")

    with as_lists(), pytest.raises(PairsRefused, match=r"the file persons\.csv is empty"):
        main(["screen", str(tmp_path / "persons.csv"), "--out", str(tmp_path / "result.csv")])

    assert not (tmp_path / "result.csv").exists()


def test_list_that_is_not_loaded_is_refused_by_name(as_lists: AsLists, tmp_path: Path) -> None:
    with as_lists(), pytest.raises(PairsRefused, match="the list FRIENDS is not loaded"):
        screen(tmp_path, SAME_NUMBER, more=("--list", "FRIENDS"))


def test_result_is_made_again_byte_for_byte_and_said_in_both_languages(
    watch: Watch, as_lists: AsLists, owner_sql: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    watch(BARRED, "EXIT_BAR")
    [(match, evidence)] = owner_sql.execute("SELECT id, evidence::text FROM lists.match").fetchall()

    with as_lists():
        codes = [main(["replay", str(match)]), main(["explain", str(match)])]

    again, *words = capsys.readouterr().out.splitlines()
    assert (codes, again) == ([0, 0], evidence)
    assert (words[0][:3], words[3][:4]) == ("相符：", "Hit:")


def test_result_that_nobody_stored_is_not_made_again(as_lists: AsLists) -> None:
    with as_lists(), pytest.raises(ReplayRefused, match="there is no match 999999"):
        main(["replay", "999999"])


def test_what_a_load_has_compared_is_not_found_again(
    watch: Watch, as_lists: AsLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watch(BARRED, "EXIT_BAR", "WANTED")
    file = tmp_path / "wanted.csv"
    file.write_text(f"{ENTRIES}\nW9,MU MIANJIN,,1980-05-05,,,CHN,,,,,虚构单位\n", encoding="utf-8")

    with as_lists():
        main(["load", str(file), "--list", "WANTED", "--version", "v2"])
        main(["rescreen", "--since", "tests"])

    assert capsys.readouterr().out.splitlines()[-1] == "entries=1 pairs=0 matches=0 answers=0"


def test_version_that_no_list_has_is_refused(as_lists: AsLists) -> None:
    with as_lists(), pytest.raises(LoadRefused, match="there is no version nowhere"):
        main(["rescreen", "--since", "nowhere"])
