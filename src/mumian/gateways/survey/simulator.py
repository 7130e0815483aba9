"""An outside survey centre on this machine, for trials: it has a key of its own, rings nobody, and signs what nobody said.

`key` makes the key once and prints its public half, which the office asks for when it draws a sample; `answer` reads the contact
file and writes a results file that the office believes. Its answers are invented, as often good as those published for 2005.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

CONTACTS: Final = ("blind", "hall", "telephone")
GOOD: Final = {"environment": 0.96, "efficiency": 0.95, "attitude": 0.955}
"""How often each aspect is found good: the figures published for 2005."""
NOT_SAID: Final = 0.03
"""Assumed: how often somebody who was reached leaves an aspect out."""


class SurveyRefused(Refusal):
    """The centre cannot work with what it was given."""


def parser() -> argparse.ArgumentParser:
    """What can be said."""
    asked = argparse.ArgumentParser(prog="mumian gateway survey", description="A survey centre for trials; it rings nobody.")
    kinds = asked.add_subparsers(dest="kind", required=True)
    key = kinds.add_parser("key", help="make the centre's key where there is none, and print its public half")
    answer = kinds.add_parser("answer", help="invent an answer for those of a contact file who are reached, and sign them")
    answer.add_argument("contacts", type=Path, metavar="CONTACTS.csv", help="the contact file of the office")
    answer.add_argument("--sample", required=True, metavar="NAME", help="the name under which the sample was drawn")
    answer.add_argument("--out", type=Path, required=True, metavar="RESULTS.csv")
    answer.add_argument("--reached", type=_share, default=0.6, help="the part of them who answer, from 0 to 1 (0.6)")
    answer.add_argument("--seed", default="1", help="the same seed invents the same answers")
    for one in (key, answer):
        one.add_argument("--key", type=Path, required=True, metavar="FILE", help="the file of the centre's private key")
    return asked


def main(arguments: Sequence[str]) -> int:
    """Do one thing. Raises SurveyRefused."""
    options = parser().parse_args(arguments)
    if options.kind == "key":
        sys.stdout.write(public_half(options.key) + "\n")
        return 0
    people = read_contacts(options.contacts)
    centre = _private(options.key)
    if centre is None:
        raise SurveyRefused(NO_KEY.filled(file=options.key))
    body = answers(people, sample=options.sample, reached=options.reached, chance=Random(f"{options.seed}:{options.sample}"))  # noqa: S311  # invented answers
    options.out.write_text(signed(body, centre), encoding="utf-8")
    sys.stdout.write(f"people={len(people)} answered={len(body.splitlines()) - 2}\n")
    return 0


def public_half(file: Path) -> str:
    """64 hexadecimal characters; the private half is made where there is none, readable for its owner only."""
    centre = _private(file)
    if centre is None:
        centre = Ed25519PrivateKey.generate()
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
            kept.write(centre.private_bytes_raw().hex() + "\n")
    return centre.public_key().public_bytes_raw().hex()


def read_contacts(file: Path) -> list[tuple[str, str]]:
    """Blind number and hall of everybody. Raises SurveyRefused for a file that is no contact file."""
    try:
        rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
        if tuple(rows.fieldnames or ()) != CONTACTS:
            raise SurveyRefused(NO_CONTACTS.filled(file=file))
        return [(row["blind"], row["hall"]) for row in rows]
    except (OSError, UnicodeDecodeError) as fault:
        raise SurveyRefused(NO_CONTACTS.filled(file=file)) from fault


def answers(people: Sequence[tuple[str, str]], *, sample: str, reached: float, chance: Random) -> str:
    """What those who are reached say: the name of the sample, then a line for each, without signature."""
    out = io.StringIO()
    out.write(f"sample: {sample}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["blind", "hall", *GOOD])
    for blind, hall in people:
        if chance.random() < reached:
            writer.writerow(
                [blind, hall, *("" if chance.random() < NOT_SAID else int(chance.random() < good) for good in GOOD.values())]
            )
    return out.getvalue()


def signed(body: str, centre: Ed25519PrivateKey) -> str:
    """The body with the signature (Ed25519, RFC 8032) over all of it as its last line."""
    return f"{body}signature: {centre.sign(body.encode()).hex()}\n"


def _private(file: Path) -> Ed25519PrivateKey | None:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text().strip()))
    except FileNotFoundError:
        return None
    except (ValueError, OSError) as fault:
        raise SurveyRefused(BAD_KEY.filled(file=file)) from fault


def _share(words: str) -> float:
    share = float(words)
    if not 0 <= share <= 1:
        raise ValueError(words)
    return share


NO_CONTACTS: Final = Text(
    "未办理：{file} 不是联系名单。请使用“外部调查”页面抽样时下载的文件（UTF-8，列名 blind,hall,telephone）。",
    "Nothing was done: {file} is no contact file. Take the one that the page of the outside survey gave when the sample was drawn"
    " (UTF-8, columns blind,hall,telephone).",
)
NO_KEY: Final = Text(
    "未办理：没有密钥文件 {file}。请先运行 mumian gateway survey key --key {file}。",
    "Nothing was done: there is no key {file}. Make it first: mumian gateway survey key --key {file}.",
)
BAD_KEY: Final = Text(
    "未办理：{file} 不是调查中心的密钥。请另指定一个文件，或删除后重新生成。",
    "Nothing was done: {file} is no key of a survey centre. Name another file, or remove it and make it anew.",
)
