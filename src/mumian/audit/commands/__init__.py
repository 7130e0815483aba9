"""`mumian audit …`: export, verify, prove, and the witness's program."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Event as Flag

from mumian.audit.commands.sheet import write_sheet
from mumian.audit.commands.witness import Witness
from mumian.audit.errors import NothingSealed
from mumian.audit.queries.exporting import Exported, export_part, export_whole, part_between, proof_of
from mumian.audit.queries.tree import last_head, statements_on
from mumian.audit.queries.verifying import verify_record
from mumian.audit.rules.encoding import line
from mumian.audit.services.keys import make_new_key
from mumian.audit.services.witnessing import trust_witness
from mumian.audit.terms import Thing
from mumian.foundation.clock import SystemClock, end_of, moment_at
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

REFUSED = 1
SEALING_KEY = "sealer.key"


def main(argv: Sequence[str], *, keys: Path) -> int:
    """Run one command; `keys` is the folder of the sealer's key. 0 when all is well, 1 when something was found or refused."""
    options = parser().parse_args(argv)
    options.keys = keys
    try:
        return int(options.run(options))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.sentence.zh}\n{refusal.sentence.en}\n")
        return REFUSED


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="mumian audit")
    commands = whole.add_subparsers(required=True, metavar="export|verify|prove|head|witness|trust|new-key")
    export = commands.add_parser("export", help="write the sealed record, or a part of it, for verify_audit.py")
    export.add_argument("folder", type=Path)
    export.add_argument("--from", dest="first", help="first sequence number, or first day (YYYY-MM-DD)")
    export.add_argument("--to", dest="last", help="last sequence number, or last day, included")
    export.set_defaults(run=_export)
    verify = commands.add_parser("verify", help="compute everything anew from the acts in the database")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=_verify)
    prove = commands.add_parser("prove", help="the acts of one thing with their inclusion proofs, for verify_audit.py")
    prove.add_argument("thing", help="such as case:7")
    prove.add_argument("--hashes-only", action="store_true", help="for the public: proofs without content")
    prove.set_defaults(run=_prove)
    commands.add_parser("head", help="the newest signed head and what witnesses said about it").set_defaults(run=_head)
    witness = commands.add_parser("witness", help="a supervisor's program: check each new head against the last, and sign")
    witness.add_argument("--store", type=Path, required=True, help="the witness's own folder, away from the office's machines")
    witness.add_argument("--name", help="the witness's name, at the first start")
    witness.add_argument("--trust-key", help="a new key of the sealer, after comparing it on paper")
    witness.add_argument("--every", type=float, default=0.0, metavar="SECONDS", help="go on; without it one round is made")
    witness.set_defaults(run=_witness)
    trust = commands.add_parser("trust", help="keep the word of this witness from now on")
    trust.add_argument("name")
    trust.add_argument("public_key")
    trust.set_defaults(run=_trust)
    commands.add_parser("new-key", help="seal with a new key; the witnesses will ask").set_defaults(run=_new_key)
    return whole


def _export(options: argparse.Namespace) -> int:
    is_whole = options.first is None and options.last is None
    done = export_whole(options.folder) if is_whole else _export_part(options)
    said = Text(
        "已导出编号 {first} 至 {last} 共 {acts} 项，{heads} 个树头，{statements} 次见证。",
        "Exported acts {first} to {last} ({acts}), {heads} heads, {statements} statements of witnesses.",
    ).filled(first=done.first, last=done.end - 1, acts=done.end - done.first, heads=done.heads, statements=done.statements)
    _say(said)
    return 0


def _export_part(options: argparse.Namespace) -> Exported:
    days = [value for value in (options.first, options.last) if value is not None and "-" in value]
    if days:
        begins = moment_at(date.fromisoformat(options.first)) if options.first else moment_at(date(1, 1, 2))
        ends = end_of(date.fromisoformat(options.last)) if options.last else moment_at(date(9999, 1, 1))
        first, end = part_between(begins, ends)
    else:
        head = last_head()
        if head is None:
            raise NothingSealed
        first = int(options.first or 0)
        end = int(options.last) + 1 if options.last is not None else head.head.size
    return export_part(options.folder, first=first, end=end)


def _verify(options: argparse.Namespace) -> int:
    found = verify_record()
    counts = {"sealed": found.sealed, "waiting": found.waiting, "heads": found.heads, "statements": found.statements}
    if options.json:
        sys.stdout.write(json.dumps({**counts, "faults": [one.en for one in found.faults]}) + "\n")
    else:
        for one in found.faults:
            _say(one)
        sys.stdout.write(" ".join(f"{name}={count}" for name, count in {**counts, "faults": len(found.faults)}.items()) + "\n")
    return REFUSED if found.faults else 0


def _prove(options: argparse.Namespace) -> int:
    sys.stdout.write(line(proof_of(Thing(options.thing), with_content=not options.hashes_only)))
    return 0


def _head(_options: argparse.Namespace) -> int:
    head = last_head()
    if head is None:
        raise NothingSealed
    statements = [one.as_json() for one in statements_on([head.head.number])]
    sys.stdout.write(line({"head": head.as_json(), "statements": statements}))
    return 0


def _witness(options: argparse.Namespace) -> int:
    clock, stop = SystemClock(), Flag()
    witness = Witness(options.store, name=options.name)
    if options.trust_key:
        witness.trust_key(bytes.fromhex(options.trust_key))
    if options.every:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
    while True:
        signed = witness.round(at=clock.now())
        if signed is not None:
            said = signed.statement
            _say(
                Text("已签第 {head} 个树头（{size} 项）。", "Signed head {head} ({size} acts).").filled(
                    head=said.head, size=said.size
                )
            )
        write_sheet(witness, at=clock.now())
        if not options.every or stop.wait(options.every):
            return 0


def _trust(options: argparse.Namespace) -> int:
    trust_witness(name=options.name, public_key=bytes.fromhex(options.public_key), at=SystemClock().now())
    _say(Text("已登记见证方 {name}。", "The witness {name} is kept.").filled(name=options.name))
    return 0


def _new_key(options: argparse.Namespace) -> int:
    key = make_new_key(options.keys / SEALING_KEY, at=SystemClock().now())
    _say(
        Text(
            "新的封存公钥：{key}。请重新启动 sealer 进程，并把公钥当面告知每个见证方。",
            "The new public key of the sealer: {key}. Start the process sealer anew, and tell each witness this key in person.",
        ).filled(key=key.public.hex())
    )
    return 0


def _say(said: Text) -> None:
    sys.stdout.write(f"{said.zh}\n{said.en}\n")
