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


def run(tmp_path: Path, content: bytes) -> list[dict[str, str]]:
    (tmp_path / "pairs.csv").write_bytes(content)
    assert main(["compare", str(tmp_path / "pairs.csv"), "--out", str(tmp_path / "result.csv")]) == 0
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
    assert capsys.readouterr().out == "hit=1 review=1 none=1\n"


def test_further_columns_stay_and_the_order_is_free(tmp_path: Path) -> None:
    head, line = HEAD.split(","), SAME.split(",")
    turned = ",".join(["label", *reversed(head)]) + "\n" + ",".join(["same", *reversed(line)]) + "\n"

    rows = run(tmp_path, turned.encode())

    assert [(row["label"], row["id"], row["band"]) for row in rows] == [("same", "1", "review")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "query_dob"),
        (b"id,query_name\n1,a\n", "query_dob"),
        (f"{HEAD}\n1,a,b\n".encode(), "line 2"),
        (f'{HEAD}\n{SAME}\n2,"a\n'.encode(), "line 3"),
    ],
)
def test_file_at_fault_is_refused_and_nothing_is_written(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(PairsRefused, match=says):
        run(tmp_path, content)

    assert not (tmp_path / "result.csv").exists()


def test_other_encoding_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(LoadRefused, match="UTF-16"):
        run(tmp_path, f"{HEAD}\n{SAME}\n".encode("utf-16"))


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PairsRefused, match=r"pairs\.csv"):
        main(["compare", str(tmp_path / "pairs.csv"), "--out", str(tmp_path / "result.csv")])
