#!/usr/bin/env python3
"""Check an export of the audit record without trusting the program that wrote it.

    python3 verify_audit.py FOLDER --anchor anchor.json            a whole export
    python3 verify_audit.py FOLDER --anchor anchor.json --part 20-39   the acts 20 to 39
    python3 verify_audit.py --proof FILE --anchor anchor.json      a proof for one thing

One file, the standard library alone, written from docs/concepts/audit-format.md; it shares no code with the platform, and the
signatures are checked by the arithmetic of RFC 8032 below. Copy it to another machine, with the anchor that a witness gave you.

Exit code: 0 all holds; 1 something is wrong, and it is said what; 2 not understood; 3 the export agrees with itself, but no
anchor was given, so whoever holds the sealer's key may have written it anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

HOLDS, BROKEN, UNANCHORED = 0, 1, 3
FORMAT = "mumian-audit-1"
FILES = ("acts.jsonl", "heads.jsonl", "manifest.json", "statements.jsonl")
MOST_FAULTS = 20


class Fault(Exception):  # noqa: N818  # the word of the office
    """What is wrong, in a sentence."""


# Ed25519 (RFC 8032, section 5.1): points on -x^2 + y^2 = 1 + d x^2 y^2 over the field of P, in extended coordinates (X, Y, Z, T).

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def add(a: Point, b: Point) -> Point:
    """The sum of two points (section 5.1.4)."""
    p = (a[1] - a[0]) * (b[1] - b[0]) % P
    q = (a[1] + a[0]) * (b[1] + b[0]) % P
    r = 2 * a[3] * b[3] * D % P
    s = 2 * a[2] * b[2] % P
    e, f, g, h = q - p, s - r, s + r, q + p
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def double(a: Point) -> Point:
    """Twice a point (section 5.1.4)."""
    p, q, r = a[0] * a[0], a[1] * a[1], 2 * a[2] * a[2]
    h = p + q
    e = h - (a[0] + a[1]) ** 2
    g = p - q
    f = r + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def negative(a: Point) -> Point:
    return (P - a[0], a[1], a[2], P - a[3])


def from_y(y: int, sign: int) -> Point | None:
    """The point with this y (section 5.1.3); None when there is none."""
    if y >= P:
        return None
    squared = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(squared, (P + 3) // 8, P)
    if (x * x - squared) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - squared) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def decoded(written: bytes) -> Point | None:
    number = int.from_bytes(written, "little")
    return from_y(number & ((1 << 255) - 1), number >> 255)


def encoded(a: Point) -> bytes:
    inverse = pow(a[2], P - 2, P)
    x, y = a[0] * inverse % P, a[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = from_y(4 * pow(5, P - 2, P) % P, 0) or NEUTRAL


@lru_cache(maxsize=100_000)
def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key signed the message (section 5.1.7): [S]B - [k]A is R."""
    if (len(key), len(signature)) != (32, 64):
        return False
    point, s = decoded(key), int.from_bytes(signature[32:], "little")
    if point is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    away = negative(point)
    steps = (NEUTRAL, BASE, away, add(BASE, away))
    total = NEUTRAL
    for bit in range(max(s.bit_length(), k.bit_length()) - 1, -1, -1):
        total = double(total)
        step = (s >> bit & 1) | (k >> bit & 1) << 1
        if step:
            total = add(total, steps[step])
    return encoded(total) == signature[:32]


# Bytes


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def lp(value: bytes | str) -> bytes:
    written = value.encode() if isinstance(value, str) else value
    return len(written).to_bytes(4, "big") + written


def fields(*values: bytes | str) -> bytes:
    return b"".join(map(lp, values))


def u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


def time(moment: str) -> bytes:
    since = datetime.fromisoformat(moment[:-1] + "+00:00") - datetime(1970, 1, 1, tzinfo=UTC)
    return (since // timedelta(microseconds=1)).to_bytes(8, "big", signed=True)


def detail_bytes(detail: dict[str, Any]) -> bytes:
    return b"".join(
        lp(name) + (b"s" + lp(value) if isinstance(value, str) else b"l" + lp(fields(*value)))
        for name, value in sorted(detail.items(), key=lambda item: item[0].encode())
    )


def start_of_chain(thing: str) -> str:
    return sha256(fields("mumian-chain-1", thing)).hex()


def act_hash(act: dict[str, Any]) -> str:
    return sha256(
        fields(
            "mumian-act-1",
            bytes.fromhex(act["previous"]),
            act["thing"],
            u64(act["position"]),
            act["act"],
            act["actor_kind"],
            act["actor_id"],
            act["actor_department"],
            act["place"],
            u64(act["session"]),
            time(act["at"]),
            time(act["written_at"]),
            detail_bytes(act["detail"]),
            detail_bytes(act["personal"]),
        )
    ).hex()


def head_message(head: dict[str, Any]) -> bytes:
    return fields("mumian-head-1", u64(head["number"]), u64(head["size"]), bytes.fromhex(head["root"]), time(head["at"]))


def statement_message(said: dict[str, Any]) -> bytes:
    numbers = (u64(said["serial"]), u64(said["head"]), u64(said["size"]))
    return fields("mumian-witness-1", said["witness"], *numbers, bytes.fromhex(said["root"]), time(said["at"]))


# The tree (RFC 9162, section 2.1)


def leaf(entry: str) -> bytes:
    return sha256(b"\x00" + bytes.fromhex(entry))


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


class Growing:
    """A tree to which leaves are added; only the roots of its complete subtrees are remembered, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.roots: list[tuple[int, bytes]] = []

    def append(self, one: bytes) -> None:
        self.size += 1
        leaves = 1
        while self.roots and self.roots[-1][0] == leaves:
            one, leaves = node(self.roots.pop()[1], one), leaves * 2
        self.roots.append((leaves, one))

    def root(self) -> bytes:
        if not self.roots:
            return sha256(b"")
        total = self.roots[-1][1]
        for _, left in reversed(self.roots[:-1]):
            total = node(left, total)
        return total


def root_of_part(first: int, leaves: list[bytes], size: int, hashes: list[bytes]) -> bytes:
    """The root over `size` leaves, of which some are known and the rest is given as hashes of subtrees; uses up the hashes."""

    def walk(low: int, high: int) -> bytes:
        if high <= first or low >= first + len(leaves):
            if not hashes:
                raise Fault("manifest.json: hashes are missing")
            return hashes.pop(0)
        if high - low == 1:
            return leaves[low - first]
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        return node(walk(low, middle), walk(middle, high))

    return walk(0, size)


def root_by_path(one: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (section 2.1.3.2); None when the proof is too long or too short."""
    if not 0 <= index < size:
        return None
    place, last = index, size - 1
    for step in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            one = node(step, one)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            one = node(one, step)
        place, last = place >> 1, last >> 1
    return one if last == 0 else None


# Reading: one way to write each value, and every other way is a fault

Check = Callable[[Any], bool]


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**63


def is_moment(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", value):
        return False
    try:
        time(value)
    except ValueError:
        return False
    return True


def is_hex(length: int) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{2 * length}}}", value) is not None


def list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def map_of(check: Check) -> Check:
    return lambda value: isinstance(value, dict) and all(map(check, value.values()))


def either(one: Check, other: Check) -> Check:
    return lambda value: one(value) or other(value)


HEX32, HEX64 = is_hex(32), is_hex(64)
ACT: dict[str, Check] = {
    "sequence": is_number,
    "thing": is_text,
    "position": is_number,
    "act": is_text,
    "actor_kind": is_text,
    "actor_id": is_text,
    "actor_department": is_text,
    "place": is_text,
    "session": is_number,
    "at": is_moment,
    "written_at": is_moment,
    "detail": map_of(either(is_text, list_of(is_text))),
    "personal": map_of(HEX32),
    "previous": HEX32,
    "hash": HEX32,
}
HEAD: dict[str, Check] = {
    "number": is_number,
    "size": is_number,
    "root": HEX32,
    "at": is_moment,
    "key": HEX32,
    "signature": HEX64,
}
STATEMENT: dict[str, Check] = {
    "witness": is_text,
    "serial": is_number,
    "head": is_number,
    "size": is_number,
    "root": HEX32,
    "at": is_moment,
    "signature": HEX64,
}
MANIFEST: dict[str, Check] = {
    "format": lambda value: value == FORMAT,
    "from": is_number,
    "to": is_number,
    "keys": list_of(HEX32),
    "witnesses": map_of(HEX32),
    "hashes": list_of(HEX32),
}
ANCHOR: dict[str, Check] = {
    "keys": list_of(HEX32),
    "public_key": HEX32,
    "statement": lambda value: fits(value, STATEMENT),
    "witness": is_text,
}
PROVED = {**ACT, "path": list_of(HEX32)}
HASH_ONLY: dict[str, Check] = {"sequence": is_number, "position": is_number, "hash": HEX32, "path": list_of(HEX32)}
PROOF: dict[str, Check] = {
    "thing": is_text,
    "acts": list_of(lambda value: fits(value, PROVED) or fits(value, HASH_ONLY)),
    "head": lambda value: fits(value, HEAD),
    "statements": list_of(lambda value: fits(value, STATEMENT)),
}


def fits(value: Any, shape: dict[str, Check]) -> bool:
    return isinstance(value, dict) and value.keys() == shape.keys() and all(check(value[name]) for name, check in shape.items())


def read(path: Path, shape: dict[str, Check]) -> Iterator[dict[str, Any]]:
    """The objects of a file, each of this shape and written in the one way."""
    with path.open("rb") as file:
        for number, written in enumerate(file, start=1):
            try:
                value = json.loads(written.decode())
                again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
                is_written_so = again.encode() == written
            except (ValueError, RecursionError):
                raise Fault(f"{path.name}, line {number}: cannot be read") from None
            if not is_written_so or not fits(value, shape):
                raise Fault(f"{path.name}, line {number}: is not written as the format says")
            yield value


def read_one(path: Path, shape: dict[str, Check]) -> dict[str, Any]:
    values = list(read(path, shape))
    if len(values) != 1:
        raise Fault(f"{path.name}: has {len(values)} lines instead of one")
    return values[0]


# Checking


class Reader:
    """Checks an export or a proof and gathers what is wrong."""

    def __init__(self, anchors: list[dict[str, Any]]) -> None:
        self.anchors = {anchor["witness"]: anchor for anchor in anchors}
        self.faults: list[str] = []
        self.acts = self.size = self.heads = self.statements = self.witnessed = 0
        for anchor in anchors:
            said = anchor["statement"]
            is_own = said["witness"] == anchor["witness"]
            if not is_own or not is_signed(
                bytes.fromhex(anchor["public_key"]), statement_message(said), bytes.fromhex(said["signature"])
            ):
                raise Fault(f"the anchor of {anchor['witness']} is not signed by its own key")

    def wrong(self, fault: str) -> None:
        self.faults.append(fault)
        if len(self.faults) >= MOST_FAULTS:
            raise Fault("and perhaps more")

    def export(self, folder: Path, part: tuple[int, int] | None) -> None:
        """Everything the page asks for. `part` is what the reader expects; without it the whole record is expected."""
        found = tuple(sorted(path.name for path in folder.iterdir()))
        if found != FILES:
            raise Fault(f"the folder holds {', '.join(found) or 'nothing'} instead of {', '.join(FILES)}")
        manifest = read_one(folder / "manifest.json", MANIFEST)
        heads = list(read(folder / "heads.jsonl", HEAD))
        statements = list(read(folder / "statements.jsonl", STATEMENT))
        if not heads:
            raise Fault("heads.jsonl: holds no head")
        first, end = manifest["from"], manifest["to"]
        if part is None and (first, end, manifest["hashes"]) != (0, heads[-1]["size"], []):
            raise Fault(f"the export is a part ({first}-{end - 1}); the whole record was expected")
        if part is not None and (first, end - 1) != part:
            raise Fault(f"the export holds {first}-{end - 1}; {part[0]}-{part[1]} was expected")
        self.check_heads(heads, is_whole=part is None, keys=manifest["keys"])
        self.check_statements(statements, {head["number"]: head for head in heads}, is_whole=part is None)
        self.check_witnesses(statements, manifest["witnesses"])
        roots = {head["size"]: head["root"] for head in heads}
        if part is None:
            self.check_whole(folder / "acts.jsonl", roots)
        else:
            self.check_part(folder / "acts.jsonl", manifest, heads[0])
        self.check_anchors(manifest["keys"], manifest["witnesses"], statements, is_whole=part is None)

    def check_heads(self, heads: list[dict[str, Any]], *, is_whole: bool, keys: list[str]) -> None:
        size = 0
        for number, head in enumerate(heads, start=1):
            name = f"head {head['number']}"
            if is_whole and head["number"] != number:
                self.wrong(f"{name} stands where head {number} should")
            if head["size"] <= size:
                self.wrong(f"{name} does not grow")
            size = head["size"]
            if not is_signed(bytes.fromhex(head["key"]), head_message(head), bytes.fromhex(head["signature"])):
                self.wrong(f"{name} is not signed by its key")
        if not is_whole and len(heads) != 1:
            self.wrong(f"a part has one head, not {len(heads)}")
        if keys != sorted({head["key"] for head in heads}):
            self.wrong("the manifest does not name just the keys of the heads")
        self.heads, self.size = len(heads), size

    def check_statements(self, statements: list[dict[str, Any]], heads: dict[int, dict[str, Any]], *, is_whole: bool) -> None:
        last: dict[str, dict[str, Any]] = {}
        if statements != sorted(statements, key=lambda said: (said["witness"].encode(), said["serial"])):
            self.wrong("statements.jsonl: is not in its order")
        for said in statements:
            name = f"statement {said['serial']} of {said['witness']}"
            before = last.get(said["witness"], {"serial": 0, "head": 0, "size": 0})
            head = heads.get(said["head"])
            if head is None or (head["size"], head["root"]) != (said["size"], said["root"]):
                self.wrong(f"{name} disagrees with its head")
            if is_whole and said["serial"] != before["serial"] + 1:
                self.wrong(f"{name} does not follow on statement {before['serial']}")
            if said["head"] <= before["head"] or said["size"] <= before["size"]:
                self.wrong(f"{name} goes back")
            last[said["witness"]] = said
            self.witnessed = max(self.witnessed, said["size"])
        self.statements = len(statements)

    def check_witnesses(self, statements: list[dict[str, Any]], keys: dict[str, str]) -> None:
        if set(keys) != {said["witness"] for said in statements}:
            self.wrong("the manifest does not name just the witnesses that speak")
        for said in statements:
            key = keys.get(said["witness"], "")
            if not is_signed(bytes.fromhex(key), statement_message(said), bytes.fromhex(said["signature"])):
                self.wrong(f"statement {said['serial']} of {said['witness']} is not signed by its key")

    def check_whole(self, path: Path, roots: dict[int, str]) -> None:
        tree, chains = Growing(), dict[str, tuple[int, str]]()
        for act in read(path, ACT):
            self.check_act(act, tree.size, chains, from_start=True)
            tree.append(leaf(act["hash"]))
            if tree.size in roots and tree.root().hex() != roots[tree.size]:
                self.wrong(f"the acts up to {tree.size - 1} do not have the root of their head")
        self.acts = tree.size
        if tree.size != self.size:
            self.wrong(f"there are {tree.size} acts under a head over {self.size}")

    def check_part(self, path: Path, manifest: dict[str, Any], head: dict[str, Any]) -> None:
        first, end = manifest["from"], manifest["to"]
        chains: dict[str, tuple[int, str]] = {}
        leaves: list[bytes] = []
        for act in read(path, ACT):
            self.check_act(act, first + len(leaves), chains, from_start=False)
            leaves.append(leaf(act["hash"]))
        self.acts = len(leaves)
        if not leaves or first + len(leaves) != end or end > head["size"]:
            raise Fault(f"there are {len(leaves)} acts where {first}-{end - 1} should be")
        hashes = [bytes.fromhex(one) for one in manifest["hashes"]]
        if root_of_part(first, leaves, head["size"], hashes).hex() != head["root"] or hashes:
            self.wrong("the acts do not have the root of their head")

    def check_act(self, act: dict[str, Any], sequence: int, chains: dict[str, tuple[int, str]], *, from_start: bool) -> None:
        name = f"act {act['sequence']} ({act['thing']})"
        if act["sequence"] != sequence:
            self.wrong(f"{name} stands where act {sequence} should")
        if act_hash(act) != act["hash"]:
            self.wrong(f"{name} does not have its hash")
        known = chains.get(act["thing"])
        if known is None and (from_start or act["position"] <= 1):
            known = (0, start_of_chain(act["thing"]))
        if known is not None and (act["position"], act["previous"]) != (known[0] + 1, known[1]):
            self.wrong(f"{name} does not follow on the act before it")
        chains[act["thing"]] = (act["position"], act["hash"])

    def check_anchors(
        self, keys: list[str], witnesses: dict[str, str], statements: list[dict[str, Any]], *, is_whole: bool
    ) -> None:
        if not self.anchors:
            return
        for name in sorted(set(witnesses) - set(self.anchors)):
            self.wrong(f"the witness {name} has no anchor here")
        for name, anchor in self.anchors.items():
            if not set(keys) <= set(anchor["keys"]):
                self.wrong(f"a head is signed with a key that {name} does not know")
            own = [said for said in statements if said["witness"] == name]
            if own and witnesses.get(name) != anchor["public_key"]:
                self.wrong(f"{name} has another key than its anchor")
            if is_whole and anchor["statement"] not in own:
                self.wrong(f"{name} has signed a head over {anchor['statement']['size']} acts that is not in the export")
            if not is_whole and not own:
                self.wrong(f"{name} has not signed the head of this part")

    def proof(self, path: Path) -> None:
        """A proof for one thing."""
        proof = read_one(path, PROOF)
        head, statements = proof["head"], proof["statements"]
        witnesses = {
            said["witness"]: self.anchors[said["witness"]]["public_key"] for said in statements if said["witness"] in self.anchors
        }
        self.check_heads([head], is_whole=False, keys=[head["key"]])
        self.check_statements(statements, {head["number"]: head}, is_whole=False)
        if self.anchors:
            self.check_witnesses(statements, witnesses)
            self.check_anchors([head["key"]], witnesses, statements, is_whole=False)
        chains: dict[str, tuple[int, str]] = {}
        for position, act in enumerate(proof["acts"], start=1):
            if act.get("thing", proof["thing"]) != proof["thing"] or act["position"] != position:
                self.wrong(f"act {act['sequence']} is not act {position} of {proof['thing']}")
            if "thing" in act:
                self.check_act(act, act["sequence"], chains, from_start=True)
            path_up = [bytes.fromhex(step) for step in act["path"]]
            root = root_by_path(leaf(act["hash"]), act["sequence"], head["size"], path_up)
            if root is None or root.hex() != head["root"]:
                self.wrong(f"act {act['sequence']} is not proved to be under the head")
        self.acts = len(proof["acts"])
        if not proof["acts"]:
            self.wrong(f"nothing is proved about {proof['thing']}")


def check(
    *, folder: Path | None = None, proof: Path | None = None, anchors: list[Path], part: tuple[int, int] | None = None
) -> tuple[int, Reader | None, list[str]]:
    """Check an export or a proof: exit code, what was counted, what is wrong."""
    reader = None
    try:
        reader = Reader([read_one(path, ANCHOR) for path in anchors])
        if folder is not None:
            reader.export(folder, part)
        if proof is not None:
            reader.proof(proof)
    except Fault as fault:
        return BROKEN, reader, [*(reader.faults if reader else []), str(fault)]
    except OSError as fault:
        return BROKEN, reader, [f"cannot be read: {fault}"]
    if reader.faults:
        return BROKEN, reader, reader.faults
    return HOLDS if reader.anchors else UNANCHORED, reader, []


def part_of(words: str) -> tuple[int, int]:
    first, last = words.split("-")
    return int(first), int(last)


def main() -> int:
    parser = argparse.ArgumentParser(description="Check an export of the audit record, or a proof.")
    parser.add_argument("folder", nargs="?", type=Path, help="an export")
    parser.add_argument("--proof", type=Path, help="a proof for one thing")
    parser.add_argument("--anchor", action="append", default=[], type=Path, help="what a witness gave you; may be repeated")
    parser.add_argument("--part", type=part_of, metavar="FIRST-LAST", help="the part that the export should be")
    options = parser.parse_args()
    if (options.folder is None) == (options.proof is None):
        parser.error("name either an export or a proof")
    code, reader, faults = check(folder=options.folder, proof=options.proof, anchors=options.anchor, part=options.part)
    for fault in faults:
        sys.stdout.write(f"WRONG: {fault}\n")
    if code != BROKEN and reader is not None:
        sys.stdout.write(f"{reader.acts} acts, {reader.heads} heads, {reader.statements} statements of witnesses\n")
        if options.folder is not None and reader.size > reader.witnessed:
            sys.stdout.write(f"{reader.size - reader.witnessed} acts after the last witness rest on the sealer alone\n")
        said = (
            "it all holds" if code == HOLDS else "it agrees with itself; no anchor was given, so nobody outside has confirmed it"
        )
        sys.stdout.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
