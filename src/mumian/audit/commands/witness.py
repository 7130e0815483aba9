"""The witness: runs with a supervisor, outside the office's machines, and remembers what it was shown.

Its folder holds its private key, the sealer's keys that it believes, every statement it ever made, and the anchor: the file that
a reader of an export needs from it. A statement is written into the folder before it is handed in, so that a witness that is
killed in between says the same again.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from mumian.audit.errors import NotRegistered, WitnessRefuses
from mumian.audit.models import Witness as KnownWitness
from mumian.audit.models import WitnessStatement
from mumian.audit.queries.tree import consistency_proof, head_number, last_head
from mumian.audit.rules.encoding import line, read_line
from mumian.audit.rules.signing import SignedHead, SignedStatement, SigningKey, Statement
from mumian.audit.rules.tree import is_consistent
from mumian.audit.services.keys import make_key
from mumian.audit.services.witnessing import add_statement
from mumian.foundation.words import Text

KEY, NAME, TRUSTED, STATEMENTS, ANCHOR = "witness.key", "name", "sealer-keys", "statements.jsonl", "anchor.json"


class Witness:
    """A witness with its folder. The folder is made at the first start; the name is his from then on."""

    def __init__(self, store: Path, *, name: str | None = None) -> None:
        store.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.store = store
        if not (store / NAME).exists():
            _write(store / NAME, (name or "witness") + "\n")
        self.name = (store / NAME).read_text().strip()
        self._said = _read_statements(store / STATEMENTS)
        self.key = SigningKey(bytes.fromhex((store / KEY).read_text())) if (store / KEY).exists() else make_key(store / KEY)

    @property
    def trusted_keys(self) -> list[bytes]:
        """The sealer's keys that this witness believes, in the order in which it learnt them."""
        try:
            return [bytes.fromhex(written) for written in (self.store / TRUSTED).read_text().split()]
        except FileNotFoundError:
            return []

    def trust_key(self, key: bytes) -> None:
        """Believe heads signed with this key of the sealer too."""
        if key not in self.trusted_keys:
            _write(self.store / TRUSTED, "".join(f"{one.hex()}\n" for one in [*self.trusted_keys, key]))

    @property
    def statements(self) -> list[SignedStatement]:
        """Everything it ever signed."""
        return list(self._said)

    @property
    def last(self) -> Statement | None:
        """What it signed last."""
        return self._said[-1].statement if self._said else None

    def round(self, *, at: datetime) -> SignedStatement | None:
        """Look at the newest head and sign it if it only adds to the last one; None when there is nothing new.

        Raises WitnessRefuses when the record does not continue what it saw, NotRegistered when the office does not know it.
        """
        self._see_that_we_are_known()
        self._see_that_nothing_is_gone()
        self._hand_in()
        signed, last = last_head(), self.last
        if signed is None or (last is not None and signed.head.number == last.head):
            return None
        self._check(signed, last)
        said = Statement(
            witness=self.name,
            serial=last.serial + 1 if last else 1,
            head=signed.head.number,
            size=signed.head.size,
            root=signed.head.root,
            at=at,
        )
        statement = SignedStatement(said, self.key.sign(said.message()))
        self._keep(statement)
        self._hand_in()
        return statement

    def _see_that_we_are_known(self) -> None:
        row = KnownWitness.objects.filter(name=self.name).first()
        if row is None or bytes(row.public_key) != self.key.public:
            raise NotRegistered(name=self.name, key=self.key.public.hex())

    def _see_that_nothing_is_gone(self) -> None:
        """The head it signed last stands there as it was."""
        last = self.last
        if last is None:
            return
        shown = head_number(last.head)
        if shown is None or (shown.head.size, shown.head.root) != (last.size, last.root):
            raise WitnessRefuses(
                Text(
                    f"第 {last.head} 个树头已不是它签过的那个（{last.size} 项）。",
                    f"Head {last.head} is no longer the one it signed ({last.size} acts).",
                )
            )

    def _check(self, signed: SignedHead, last: Statement | None) -> None:
        if last is None and not self.trusted_keys:
            self.trust_key(signed.key)  # the first key is believed; the sheet of the first day shows it, to be compared
        if signed.key not in self.trusted_keys:
            raise WitnessRefuses(
                Text(
                    f"树头由未知的密钥签署：{signed.key.hex()}。请当面核对后用 --trust-key 加入。",
                    f"The head is signed with a key it does not know: {signed.key.hex()}. Compare it in person, then name it "
                    "with --trust-key.",
                )
            )
        if not signed.is_signed():
            raise WitnessRefuses(Text("树头的签名无效。", "The signature of the head is wrong."))
        if last is not None:
            path = consistency_proof(last.size, signed.head.size) if signed.head.size > last.size else []
            if not is_consistent(old=last.size, old_root=last.root, new=signed.head.size, new_root=signed.head.root, path=path):
                raise WitnessRefuses(
                    Text(
                        f"新树头（{signed.head.size} 项）与它签过的（{last.size} 项）不一致，以前的记录被改动。",
                        f"The new head ({signed.head.size} acts) does not continue the one it signed ({last.size} acts): what "
                        "was on record has been changed.",
                    )
                )

    def _keep(self, statement: SignedStatement) -> None:
        with (self.store / STATEMENTS).open("a", encoding="utf-8") as file:
            file.write(line(statement.as_json()))
            file.flush()
            os.fsync(file.fileno())
        self._said.append(statement)

    def _hand_in(self) -> None:
        """Hand in what the office does not have yet, and keep the anchor in step."""
        said = self._said
        known = WitnessStatement.objects.filter(witness_id=self.name).count()
        for statement in said[known:]:
            add_statement(statement)
        if said:
            anchor = {
                "witness": self.name,
                "public_key": self.key.public.hex(),
                "keys": sorted(one.hex() for one in self.trusted_keys),
                "statement": said[-1].as_json(),
            }
            _write(self.store / ANCHOR, line(anchor))


def _read_statements(path: Path) -> list[SignedStatement]:
    """The statements in the file; one that was being written when the witness was killed has not been made, and goes."""
    written = path.read_bytes() if path.exists() else b""
    whole = written[: written.rfind(b"\n") + 1]
    if whole != written:
        os.truncate(path, len(whole))
    return [SignedStatement.from_json(read_line(one)) for one in whole.decode().splitlines()]


def _write(path: Path, content: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(content, encoding="utf-8")
    beside.replace(path)
