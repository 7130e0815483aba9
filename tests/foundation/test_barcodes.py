from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from mumian import foundation
from mumian.foundation.barcodes import Barcode, code_128, qr
from mumian.foundation.identifiers import DIGITS, LETTERS, CodeScheme

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30)


def read_back(picture: Image.Image) -> list[tuple[str, str]]:
    return [(code.format.name, code.text) for code in zxingcpp.read_barcodes(picture.convert("L"))]


def rasterised(svg: str, scale: int = 4) -> Image.Image:
    """The bars of the picture drawn by its path alone, so that the SVG itself is what is read back."""
    root = ET.fromstring(svg)  # noqa: S314  # our own picture
    width, height = (int(root.attrib[name]) for name in ("width", "height"))
    picture = Image.new("L", (width * scale, height * scale), 255)
    dark = root[1].attrib["d"]
    for x, y, across, down in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z", dark):
        box = [int(value) * scale for value in (x, y, int(x) + int(across), int(y) + int(down))]
        picture.paste(0, (box[0], box[1], box[2], box[3]))
    return picture


@pytest.mark.parametrize(("code", "kind"), [(qr("12345-67890-12345"), "QRCode"), (code_128("123456789012345"), "Code128")])
def test_picture_for_devices_is_read_back(code: Barcode, kind: str) -> None:
    assert read_back(Image.open(io.BytesIO(code.png()))) == [(kind, code.text)]


@pytest.mark.parametrize(("code", "kind"), [(qr("https://localhost/受理/1"), "QRCode"), (code_128("ACDEF-GHJKM"), "Code128")])
def test_picture_for_pages_is_read_back(code: Barcode, kind: str) -> None:
    assert read_back(rasterised(code.svg())) == [(kind, code.text)]


@settings(max_examples=40)
@example("99")
@example("990099123456789")
@example("99123-45678-90123")
@example("99 a")
@given(PRINTABLE)
def test_code_128_of_any_text_is_read_back(text: str) -> None:
    assert read_back(Image.open(io.BytesIO(code_128(text).png(scale=2)))) == [("Code128", text)]


@settings(max_examples=40)
@example("¡")
@example("廊]")
@example("ハȌ4")
@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=60))
def test_qr_code_of_any_text_is_read_back(text: str) -> None:
    assert read_back(Image.open(io.BytesIO(qr(text).png(scale=3)))) == [("QRCode", text)]


@pytest.mark.parametrize("scheme", [DIGITS, LETTERS], ids=["digits", "letters"])
def test_codes_of_our_own_are_read_back_from_both_barcodes(scheme: CodeScheme) -> None:
    code = scheme.new()

    assert [read_back(rasterised(barcode(code).svg()))[0][1] for barcode in (qr, code_128)] == [code, code]


def test_short_text_is_never_a_micro_qr_code() -> None:
    assert qr("1").width == 21 + 2 * 4


def test_picture_names_itself_to_those_who_do_not_see_it() -> None:
    assert 'role="img" aria-label="&lt;receipt&gt; &quot;1&quot;"' in qr("1").svg(label='<receipt> "1"')


def test_picture_holds_neither_style_nor_script() -> None:
    assert re.findall("style|script|on[a-z]+=|href", qr("<script>").svg()) == []


@pytest.mark.parametrize("text", ["", "受理", "a\n", "\x7f"])
def test_code_128_holds_printable_ascii_only(text: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        code_128(text)


@pytest.mark.parametrize("text", ["", "x" * 3000])
def test_qr_code_holds_something_that_fits(text: str) -> None:
    with pytest.raises(ValueError, match=r"at least one|too large|does not fit"):
        qr(text)


def test_nothing_that_draws_is_loaded_before_a_code_is_drawn() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, mumian.foundation.barcodes; print(sorted({'PIL', 'barcode', 'segno'} & set(sys.modules)))",
        ],
        env={**os.environ, "PYTHONPATH": str(Path(foundation.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )

    assert loaded.stdout == "[]\n"
