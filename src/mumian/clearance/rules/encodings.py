"""In which encoding a file is written: UTF-8 with or without a mark, or GB 18030; others are named and refused."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mumian.clearance.errors import LoadRefused
from mumian.foundation.words import Text

WRONG_ENCODING: Final = Text(
    "未装入：文件编码是{name}。请另存为 UTF-8 或 GB 18030 后重新装入，名单保持原样。",
    "Nothing was loaded: the file is written in {name}. Save it as UTF-8 or GB 18030 and load it again; the list is unchanged.",
)
UNKNOWN: Final = Text("无法识别的编码（不是 UTF-8，也不是 GB 18030）", "an encoding that is neither UTF-8 nor GB 18030")
MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
ACCEPTED: Final = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A file that was read once: its fingerprint, and the Python name of its encoding."""

    digest: bytes
    encoding: str


def survey(blocks: Iterable[bytes]) -> Surveyed:
    """Read all blocks of a file once, keeping none. Raises LoadRefused, naming the encoding."""
    digest = hashlib.sha256()
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ACCEPTED}
    start = b""
    for block in blocks:
        if not start:
            start = block[:4]
        digest.update(block)
        for name in [name for name, decoder in decoders.items() if not _takes(decoder, block)]:
            del decoders[name]
    for mark, name in MARKS:
        if start.startswith(mark):
            raise LoadRefused(WRONG_ENCODING.filled(name=name))
    # A file that was torn inside a character is read all the same; its last line is then refused like any other torn line.
    for name in decoders:
        return Surveyed(digest.digest(), "utf-8-sig" if name == "utf-8" else name)
    raise LoadRefused(WRONG_ENCODING.filled(name=UNKNOWN))


def _takes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True
