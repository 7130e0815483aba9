"""What kind of file it is: encodings by name, torn files, the announced number of lines."""

from __future__ import annotations

import codecs
import io

import pytest

from mumian.people.errors import RegisterFileRefused
from mumian.people.rules.register_file import LONGEST_LINE, survey
from mumian.people.terms import RegisterEncoding

TEXT = "number,name\n1,木棉一\n2,陈明华\n3,李国强\n"


@pytest.mark.parametrize("encoding", RegisterEncoding)
def test_three_encodings_are_accepted(encoding: RegisterEncoding) -> None:
    found = survey(io.BytesIO(TEXT.encode(encoding.value)))

    assert (found.encoding, found.lines) == (encoding, 3)


def test_rare_characters_outside_gbk_are_gb_18030() -> None:
    assert survey(io.BytesIO("number,name\n1,木𬭊棉\n".encode("gb18030"))).encoding is RegisterEncoding.GB_18030


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (TEXT.encode("utf-16"), "in UTF-16;"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "in UTF-16;"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (TEXT.encode("utf-16-le"), "UTF-16 without a mark"),
        ("number,name\n1,陳志明\n2,黃美玲\n3,張國榮\n".encode("big5"), "Big5"),
        (b"number,name\n1,\x80\xff\xfe\n", "unknown"),
    ],
)
def test_other_encodings_are_refused_by_name(content: bytes, named: str) -> None:
    with pytest.raises(RegisterFileRefused) as refused:
        survey(io.BytesIO(content))

    assert named in refused.value.sentence.en


def test_one_spoilt_line_does_not_change_the_encoding() -> None:
    content = TEXT.encode() + b"4,\xc4\xbe\xc3\xde\n"

    assert survey(io.BytesIO(content)).encoding is RegisterEncoding.UTF_8


@pytest.mark.parametrize("cut", [1, 3, 9])
def test_torn_file_is_refused_with_the_line(cut: int) -> None:
    with pytest.raises(RegisterFileRefused) as refused:
        survey(io.BytesIO(TEXT.encode()[:-cut]))

    assert "line 4 breaks off" in refused.value.sentence.en


def test_file_without_a_last_line_end_is_read_when_its_lines_were_announced() -> None:
    assert survey(io.BytesIO(TEXT.encode()[:-1]), announced=3).lines == 3


def test_other_number_of_lines_than_announced_is_refused() -> None:
    with pytest.raises(RegisterFileRefused) as refused:
        survey(io.BytesIO(TEXT.encode()), announced=4)

    assert "4 lines were announced and the file has 3" in refused.value.sentence.en


def test_line_too_long_to_be_one_is_refused() -> None:
    with pytest.raises(RegisterFileRefused) as refused:
        survey(io.BytesIO(b"number\n" + b"1" * (LONGEST_LINE + 1)))

    assert "line 2 has more than 4096 bytes" in refused.value.sentence.en


def test_empty_lines_are_not_counted() -> None:
    assert survey(io.BytesIO(b"number\n\n1\r\n  \n2\n")).lines == 2
