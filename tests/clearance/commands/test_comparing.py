"""Pairs of a file are judged one by one; a file at fault is refused with a sentence and nothing is written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mumian.clearance.commands import main
from mumian.clearance.commands.comparing import COLUMNS
from mumian.clearance.errors import LoadRefused, PairsRefused

HEAD = ",".join(COLUMNS)
SAME = "1,陈大文,1980-03-05,,,CHN,CHAN TAI MAN,,1980-03-05,,,"
STRANGER = "2,张伟,1980-03-05,,,CHN,张伟,,1981-04-06,,,"
BY_ALIAS = "3,欧阳震华,1980-03-05,,,CHN,林一二,阿华;欧陽震華,1980-03-05,,,"


def run(tmp_path: Path, content: bytes, *, code: int = 0) -> list[dict[str, str]]:
    (tmp_path / "pairs.csv").write_bytes(content)
    assert main(["compare", str(tmp_path / "pairs.csv"), "--out", str(tmp_path / "result.csv")]) == code
    with (tmp_path / "result.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_pair_gets_band_reasons_and_explanations(tmp_path: Path, encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = run(tmp_path, f"{HEAD}\r\n{SAME}\r\n{STRANGER}\r\n\r\n{BY_ALIAS}\r\n".encode(encoding))

    assert [(row["id"], row["query_name"], row["band"], row["reasons"]) for row in rows] == [
        ("1", "陈大文", "review", "name_hong_kong;birth_same;id_silent;doc_silent"),
        ("2", "张伟", "none", "name_same;name_common;birth_other;id_silent;doc_silent"),
        ("3", "欧阳震华", "hit", "name_writing;alias;birth_same;id_silent;doc_silent"),
    ]
    assert all(row["explanation_zh"].endswith("。") and row["explanation_en"].endswith(".") for row in rows)
    assert capsys.readouterr().out == "hit=1 review=1 none=1 rejected=0\n"
    assert not (tmp_path / "result.csv.rejects.csv").exists()


def test_further_columns_stay_and_the_order_is_free(tmp_path: Path) -> None:
    head, line = HEAD.split(","), SAME.split(",")
    turned = ",".join(["label", *reversed(head)]) + "\n" + ",".join(["same", *reversed(line)]) + "\n"

    rows = run(tmp_path, turned.encode())

    assert [(row["label"], row["id"], row["band"]) for row in rows] == [("same", "1", "review")]


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"\n\n", "is empty"), (b"id,query_name\n1,a\n", "query_dob"), (HEAD[:40].encode(), "query_id_number")],
)
def test_file_at_fault_is_refused_and_nothing_is_written(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(PairsRefused, match=says):
        run(tmp_path, content)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["pairs.csv"]


def test_lines_at_fault_are_reported_and_the_rest_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoilt = SAME.encode().replace(b"CHAN", b"CH\xff\xfe")
    content = f'{HEAD}\n{SAME}\n5,a,b\n2,"a\n{SAME},more\n'.encode() + spoilt + f"\n{BY_ALIAS}\n9,陈大".encode()

    rows = run(tmp_path, content, code=1)

    assert [(row["id"], row["band"]) for row in rows] == [("1", "review"), ("3", "hit")]
    with (tmp_path / "result.csv.rejects.csv").open(encoding="utf-8", newline="") as file:
        left = [(row["line"], row["reason_en"], row["id"][:2]) for row in csv.DictReader(file)]
    assert left == [
        ("3", "it has 3 columns instead of 12", "5"),
        ("4", "a quotation mark is not closed, or a character cannot be read", "2,"),
        ("5", "it has 13 columns instead of 12", "1"),
        ("6", "a quotation mark is not closed, or a character cannot be read", "1,"),
        ("8", "it has 2 columns instead of 12", "9"),
    ]
    assert capsys.readouterr().out == (
        "hit=1 review=1 none=0 rejected=5\n"
        "5 行没有比对，result.csv.rejects.csv 写明行号和原因；其余各行已比对。\n"
        "5 lines were not compared; result.csv.rejects.csv says which and why. All others were.\n"
    )


def test_date_that_no_calendar_has_makes_no_hit_and_is_said(tmp_path: Path) -> None:
    twice = "1,欧阳震华,1987-02-30,,,CHN,欧阳震华,,1987-02-30,,,"
    once = "2,欧阳震华,1987-02-30,,,CHN,欧阳震华,,1987-02-20,,,"

    rows = run(tmp_path, f"{HEAD}\n{twice}\n{once}\n".encode())

    assert [(row["band"], row["reasons"].split(";")[1:3]) for row in rows] == [
        ("review", ["birth_doubtful", "birth_no_date"]),
        ("review", ["birth_one_digit", "birth_no_date"]),
    ]
    assert "日历上没有这一天" in rows[0]["explanation_zh"]


def test_number_that_fails_its_check_is_said(tmp_path: Path) -> None:
    rows = run(tmp_path, f"{HEAD}\n1,欧阳震华,1980-03-05,110101198003050011,,CHN,欧阳震华,,1980-03-05,,,\n".encode())

    assert "id_fails_check" in rows[0]["reasons"].split(";")
    assert "校验不符" in rows[0]["explanation_zh"]


@pytest.mark.parametrize(("encoding", "name"), [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("big5", "Big5")])
def test_other_encoding_is_refused_by_name(tmp_path: Path, encoding: str, name: str) -> None:
    with pytest.raises(LoadRefused, match=f"Nothing was read: the file is written in {name}"):
        run(tmp_path, f"{HEAD}\n{SAME}\n".replace("陈", "陳").encode(encoding))

    assert not (tmp_path / "result.csv").exists()


@pytest.mark.parametrize("out", ["no/such/folder/result.csv", "."])
def test_result_that_cannot_be_written_is_refused(tmp_path: Path, out: str) -> None:
    (tmp_path / "pairs.csv").write_text(f"{HEAD}\n{SAME}\n", encoding="utf-8")

    with pytest.raises(PairsRefused, match="cannot be written"):
        main(["compare", str(tmp_path / "pairs.csv"), "--out", str(tmp_path / out)])


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PairsRefused, match=r"pairs\.csv"):
        main(["compare", str(tmp_path / "pairs.csv"), "--out", str(tmp_path / "result.csv")])
