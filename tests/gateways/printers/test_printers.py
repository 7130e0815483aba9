"""Slips: what is sent to a printer reads back as it was meant, folds at the edge, and a silent printer says so."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.gateways.printers import (
    Code,
    Feed,
    FilePrinter,
    Line,
    NetworkPrinter,
    OutOfPaper,
    PrinterSilent,
    Rule,
    Size,
    Slip,
    printers_from,
)
from mumian.gateways.printers.choosing import PrintersNotUnderstood
from mumian.gateways.printers.escpos import ASK_PAPER, COLUMNS, UnprintableError, encoded, folded, width
from mumian.gateways.printers.on_paper import slip_pdf
from mumian.gateways.printers.reading import NotUnderstoodError, printed

SLIP = Slip(
    "H01-A023",
    "zh-hans",
    (
        Line("中心大厅", centred=True),
        Line("A023", Size.HUGE, strong=True, centred=True),
        Rule(),
        Line("前面还有 7 人，约等 10–20 分钟"),
        Code("http://localhost/t/abc", says="扫码看进度"),
        Feed(2),
    ),
)


def test_a_slip_reads_back_from_the_bytes_that_a_printer_gets() -> None:
    paper = printed(encoded(SLIP))

    assert paper.rows == [
        "中心大厅",
        "### A023",
        "-" * COLUMNS,
        "前面还有 7 人，约等 10–20 分钟",
        "[QR http://localhost/t/abc]",
        "",
        "扫码看进度",
        "",
        "",
    ]
    assert paper.codes == ["http://localhost/t/abc"]
    assert paper.is_cut


def test_a_character_that_the_printer_cannot_draw_is_refused_and_not_replaced() -> None:
    with pytest.raises(UnprintableError):
        encoded(Slip("x", "zh-hans", (Line("𠮷"),)))


@given(text=st.text(st.sampled_from("ab 号窗 ，"), max_size=80), columns=st.integers(4, 48))
def test_no_row_is_wider_than_the_paper_and_no_word_is_lost(text: str, columns: int) -> None:
    rows = folded(text, columns)

    assert all(width(row) <= columns for row in rows)
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")


def test_a_printer_that_meets_a_command_it_does_not_know_says_so() -> None:
    with pytest.raises(NotUnderstoodError):
        printed(b"\x1b@\x07")


def test_the_printer_of_files_writes_bytes_and_what_stands_on_the_paper(tmp_path: Path) -> None:
    FilePrinter(tmp_path / "H01").print(SLIP)

    assert (tmp_path / "H01" / "H01-A023.prn").read_bytes() == encoded(SLIP)
    assert "### A023" in (tmp_path / "H01" / "H01-A023.txt").read_text()


@pytest.mark.parametrize(("sign", "refusal"), [("no-paper", OutOfPaper), ("silent", PrinterSilent)])
def test_the_printer_of_files_can_be_without_paper_or_silent(tmp_path: Path, sign: str, refusal: type[Exception]) -> None:
    (tmp_path / sign).touch()

    with pytest.raises(refusal):
        FilePrinter(tmp_path).print(SLIP)

    assert list(tmp_path.iterdir()) == [tmp_path / sign]


class Thermal:
    """A printer on a port of this machine: answers with its paper sensor and keeps what it gets."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.got = b""
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listening.getsockname()[1]
        self.thread = Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        link, _ = self.listening.accept()
        with link:
            link.recv(len(ASK_PAPER))
            link.sendall(self.answer)
            while piece := link.recv(4096):
                self.got += piece

    def end(self) -> bytes:
        self.thread.join(timeout=5)
        return self.got


@pytest.fixture
def thermal(request: pytest.FixtureRequest) -> Iterator[Thermal]:
    printer = Thermal(request.param)
    yield printer
    printer.listening.close()


@pytest.mark.parametrize("thermal", [b"\x12"], indirect=True)
def test_a_printer_on_the_network_gets_the_slip(thermal: Thermal) -> None:
    NetworkPrinter("127.0.0.1", thermal.port).print(SLIP)

    assert thermal.end() == encoded(SLIP)


@pytest.mark.parametrize("thermal", [b"\x72"], indirect=True)
def test_a_printer_without_paper_is_sent_nothing(thermal: Thermal) -> None:
    with pytest.raises(OutOfPaper):
        NetworkPrinter("127.0.0.1", thermal.port).print(SLIP)

    assert thermal.end() == b""


def test_a_printer_that_is_not_there_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]

    with pytest.raises(PrinterSilent):
        NetworkPrinter("127.0.0.1", port, seconds=0.5).print(SLIP)


def test_each_hall_has_the_printer_that_the_office_wrote_down(tmp_path: Path) -> None:
    found = printers_from("H01=10.1.2.3:9101 H02=slips.example", files=tmp_path)

    assert found == {
        "*": FilePrinter(tmp_path),
        "H01": NetworkPrinter("10.1.2.3", 9101),
        "H02": NetworkPrinter("slips.example", 9100),
    }


@pytest.mark.parametrize("setting", ["H01", "H01=a b", "H01=x:0", "H01=x:70000"])
def test_a_setting_that_is_not_understood_is_refused(setting: str) -> None:
    with pytest.raises(PrintersNotUnderstood):
        printers_from(setting, files=None)


def test_the_same_slip_is_a_pdf_for_a_printer_of_the_house() -> None:
    pdf = slip_pdf(SLIP, title="A023", at=datetime(2026, 11, 23, tzinfo=UTC))

    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 5000  # with its font
