"""The witness's daily sheet: the head on paper, where no program can change it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import mumian
from mumian.audit.commands.witness import Witness
from mumian.foundation.barcodes import qr
from mumian.foundation.clock import local, local_date
from mumian.foundation.paper import Sheet

LETTER: Final = Path(mumian.__file__).parent / "foundation/paper/templates/letter.typ"


def write_sheet(witness: Witness, *, at: datetime) -> Path | None:
    """Write today's sheet into the witness's folder, once a day; None before its first statement."""
    last = witness.last
    if last is None:
        return None
    folder = witness.store / "sheets"
    folder.mkdir(exist_ok=True)
    path = folder / f"{local_date(at)}.pdf"
    if not path.exists():
        path.write_bytes(sheet(witness, at=at))
        (folder / f"{local_date(at)}.anchor.json").write_bytes((witness.store / "anchor.json").read_bytes())
    return path


def sheet(witness: Witness, *, at: datetime) -> bytes:
    """The sheet as a PDF: the last head that was signed, the keys, and a QR code of number, size and root."""
    last = witness.statements[-1]
    said = last.statement
    code = f"mumian-audit-1 {said.head} {said.size} {said.root.hex()}"
    keys = [["封存公钥 sealer's key", _grouped(key.hex())] for key in witness.trusted_keys]
    data = {
        "language": "zh",
        "office": "审计记录 Audit record",
        "title": f"审计记录见证单 Witness sheet {local_date(at)}",
        "issued": f"{local(at):%Y-%m-%d %H:%M}",
        "footer": "请签名并存入档案，勿与系统同处保存。Sign it and file it away from the system.",
        "facts": [
            ["见证方 witness", witness.name],
            ["签字次序 serial", str(said.serial)],
            ["树头 head", str(said.head)],
            ["记录项数 acts", str(said.size)],
            ["根散列 root", _grouped(said.root.hex())],
            ["签字时间 signed at", f"{local(said.at):%Y-%m-%d %H:%M:%S}"],
            ["见证公钥 witness's key", _grouped(witness.key.public.hex())],
            *keys,
        ],
        "paragraphs": [
            "此树头之前的全部记录已核对，与上一次签字相符。任何导出的记录应包含这一树头。",
            "All that is on record up to this head was checked against the last signature. Every export must contain this head.",
            "签名 Signature ______________________    日期 Date ______________",
        ],
        "qr": qr(code).svg(),
        "code": code,
    }
    return Sheet(LETTER, name="audit-sheet").pdf(data, at=at)


def _grouped(digits: str) -> str:
    """In groups of eight, for reading aloud."""
    return " ".join(digits[start : start + 8] for start in range(0, len(digits), 8))
