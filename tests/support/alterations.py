"""What somebody might do to an export so that it tells another story: every kind an insider or a careless hand could think of.

The altering hand may hold the sealer's key, but never the witness's: that one is somewhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeAlias

from mumian.audit.rules.acts import ChainedAct, start_of_chain
from mumian.audit.rules.encoding import line, written_moment
from mumian.audit.rules.signing import Head, SignedHead, SignedStatement, SigningKey
from mumian.audit.rules.tree import grow, hash_of, leaf_hash
from tests.factories.audit import AT, KEY

Row: TypeAlias = dict[str, Any]
Files: TypeAlias = dict[str, bytes]
ACTS, HEADS, STATEMENTS, MANIFEST = "acts.jsonl", "heads.jsonl", "statements.jsonl", "manifest.json"
ROWS = (ACTS, HEADS, STATEMENTS)


def altered(clean: Files, random: Random) -> tuple[str, Files]:
    """An alteration chosen at random: its name, and files that differ from the clean ones."""
    while True:
        name, alter = random.choice(list(ALTERATIONS.items()))
        files = alter(dict(clean), random)
        if files != clean:
            return name, files


def rows_of(files: Files, name: str) -> list[Row]:
    return [json.loads(written) for written in files[name].decode().splitlines()]


def with_rows(files: Files, name: str, rows: Sequence[Row]) -> Files:
    return {**files, name: "".join(line(row) for row in rows).encode()}


# By hand, without computing anything anew


def change_a_byte(files: Files, random: Random) -> Files:
    name = random.choice(sorted(files))
    content = bytearray(files[name])
    content[random.randrange(len(content))] = random.randrange(256)
    return {**files, name: bytes(content)}


def change_a_value(files: Files, random: Random) -> Files:
    name = random.choice([*ROWS, MANIFEST])
    rows = rows_of(files, name)
    row = random.choice(rows)
    field = random.choice(sorted(row))
    row[field] = other_value(row[field], random)
    return with_rows(files, name, rows)


def other_value(value: Any, random: Random) -> Any:
    """Another value of the same form."""
    if isinstance(value, int):
        return max(0, value + random.choice([-1, 1, 1000]))
    if isinstance(value, dict):
        return {**value, "note": "as agreed"} if random.random() < 0.5 else dict(list(value.items())[:-1])
    if isinstance(value, list):
        return [*value, "00" * 32] if random.random() < 0.5 else value[:-1]
    if value.endswith("Z") and value[4:5] == "-":
        return written_moment(AT + timedelta(seconds=random.randrange(10**6)))
    if len(value) in {64, 128} and all(digit in "0123456789abcdef" for digit in value):
        return random.randbytes(len(value) // 2).hex()
    return value[:-1] if value and random.random() < 0.5 else f"{value}1"


def delete_a_row(files: Files, random: Random) -> Files:
    name = random.choice(ROWS)
    rows = rows_of(files, name)
    del rows[random.randrange(len(rows))]
    return with_rows(files, name, rows)


def delete_a_file(files: Files, random: Random) -> Files:
    del files[random.choice(sorted(files))]
    return files


def insert_a_row(files: Files, random: Random) -> Files:
    name = random.choice(ROWS)
    rows = rows_of(files, name)
    rows.insert(random.randrange(len(rows) + 1), dict(random.choice(rows)))
    return with_rows(files, name, rows)


def insert_a_file(files: Files, random: Random) -> Files:
    return {**files, f"acts-{random.randrange(10)}.jsonl": files[ACTS]}


def reorder(files: Files, random: Random) -> Files:
    name = random.choice(ROWS)
    rows = rows_of(files, name)
    one, other = random.randrange(len(rows)), random.randrange(len(rows))
    rows[one], rows[other] = rows[other], rows[one]
    if name == ACTS and random.random() < 0.5:
        rows = [{**row, "sequence": sequence} for sequence, row in enumerate(rows)]
    return with_rows(files, name, rows)


def truncate_a_file(files: Files, random: Random) -> Files:
    name = random.choice(sorted(files))
    return {**files, name: files[name][: random.randrange(len(files[name]))]}


# With thought: what is left agrees with itself


def truncate_all(files: Files, random: Random) -> Files:
    """As if the record ended at an earlier head, which is really signed and perhaps really witnessed."""
    heads = rows_of(files, HEADS)
    heads = heads[: random.randrange(1, len(heads))]
    size, numbers = heads[-1]["size"], {head["number"] for head in heads}
    said = [row for row in rows_of(files, STATEMENTS) if row["head"] in numbers]
    return assembled(files, rows_of(files, ACTS)[:size], heads, said)


def present_a_part(files: Files, random: Random) -> Files:
    """As if a part had been asked for."""
    acts, heads = rows_of(files, ACTS), rows_of(files, HEADS)
    said = [row for row in rows_of(files, STATEMENTS) if row["head"] == heads[-1]["number"]]
    cut = assembled(files, acts[: random.randrange(1, len(acts))], heads[-1:], said)
    [manifest] = rows_of(cut, MANIFEST)
    return with_rows(cut, MANIFEST, [{**manifest, "hashes": ["00" * 32]}])


def change_an_act_and_its_hash(files: Files, random: Random) -> Files:
    acts = [act_of(row) for row in rows_of(files, ACTS)]
    place = random.randrange(len(acts))
    changed = other_act(acts[place], random)
    acts[place] = replace(changed, hash=changed.computed_hash())
    return with_rows(files, ACTS, [{"sequence": sequence, **act.as_json()} for sequence, act in enumerate(acts)])


def change_an_act_and_its_chain(files: Files, random: Random) -> Files:
    return with_rows(files, ACTS, numbered(rechained(other_story(files, random))))


def rewrite_with_the_key(files: Files, random: Random) -> Files:
    """Another story, hashed, sealed and signed anew with the sealer's key; the witness's words stay, for want of another."""
    acts = rechained(other_story(files, random))
    heads = resealed(acts, rows_of(files, HEADS))
    return assembled(files, numbered(acts), heads, rows_of(files, STATEMENTS))


def rewrite_without_a_witness(files: Files, random: Random) -> Files:
    """The same, and the words of the witness that would not fit are left out."""
    acts = rechained(other_story(files, random))
    heads = resealed(acts, rows_of(files, HEADS))
    roots = {head["number"]: head["root"] for head in heads}
    return assembled(
        files, numbered(acts), heads, [row for row in rows_of(files, STATEMENTS) if roots.get(row["head"]) == row["root"]]
    )


def rewrite_with_an_invented_witness(files: Files, random: Random) -> Files:
    """The same, with the witness's words about the new roots signed by a key of one's own."""
    acts = rechained(other_story(files, random))
    heads = resealed(acts, rows_of(files, HEADS))
    own = SigningKey(random.randbytes(32))
    by_number = {head["number"]: head for head in heads}
    said = []
    for row in rows_of(files, STATEMENTS):
        head = by_number.get(row["head"])
        if head is not None:
            fresh = SignedStatement.from_json({**row, "size": head["size"], "root": head["root"]})
            said.append(replace(fresh, signature=own.sign(fresh.statement.message())).as_json())
    made = assembled(files, numbered(acts), heads, said)
    [manifest] = rows_of(made, MANIFEST)
    keys = manifest["witnesses"] if random.random() < 0.5 else dict.fromkeys(manifest["witnesses"], own.public.hex())
    return with_rows(made, MANIFEST, [{**manifest, "witnesses": keys}])


def rewrite_with_another_key(files: Files, random: Random) -> Files:
    """The sealer's key changed too."""
    acts = rechained(other_story(files, random))
    heads = resealed(acts, rows_of(files, HEADS), key=SigningKey(random.randbytes(32)))
    return assembled(files, numbered(acts), heads, rows_of(files, STATEMENTS))


ALTERATIONS: dict[str, Callable[[Files, Random], Files]] = {
    alter.__name__: alter
    for alter in (
        change_a_byte,
        change_a_value,
        delete_a_row,
        delete_a_file,
        insert_a_row,
        insert_a_file,
        reorder,
        truncate_a_file,
        truncate_all,
        present_a_part,
        change_an_act_and_its_hash,
        change_an_act_and_its_chain,
        rewrite_with_the_key,
        rewrite_without_a_witness,
        rewrite_with_an_invented_witness,
        rewrite_with_another_key,
    )
}


# The tools of an insider


def act_of(row: Row) -> ChainedAct:
    """A row as an act, with its hashes as bytes."""
    return ChainedAct(
        **{
            **{name: row[name] for name in ("thing", "position", "act", "actor_kind", "actor_id", "actor_department", "place")},
            "session": row["session"],
            "at": datetime.fromisoformat(row["at"]),
            "written_at": datetime.fromisoformat(row["written_at"]),
            "detail": row["detail"],
            "personal": row["personal"],
            "previous": bytes.fromhex(row["previous"]),
            "hash": bytes.fromhex(row["hash"]),
        }
    )


def other_act(act: ChainedAct, random: Random) -> ChainedAct:
    """The same act told differently."""
    changes: list[dict[str, Any]] = [
        {"act": "refused" if act.act != "refused" else "approved"},
        {"actor_id": f"{act.actor_id}9"},
        {"at": act.at + timedelta(minutes=random.randrange(1, 1000))},
        {"place": "10.9.9.9 H01-W09"},
        {"detail": {**act.detail, "note": str(random.random())}},
        {"personal": {**act.personal, "name": random.randbytes(32).hex()}},
    ]
    return replace(act, **random.choice(changes))


def other_story(files: Files, random: Random) -> list[ChainedAct]:
    """The acts with one of them changed, left out, invented or at another place."""
    acts = [act_of(row) for row in rows_of(files, ACTS)]
    place = random.randrange(len(acts))
    match random.randrange(4):
        case 0:
            acts[place] = other_act(acts[place], random)
        case 1:
            del acts[place]
        case 2:
            acts.insert(random.randrange(len(acts)), other_act(acts[place], random))
        case _:
            acts.insert(random.randrange(len(acts)), acts.pop(place))
    return acts


def rechained(acts: Sequence[ChainedAct]) -> list[ChainedAct]:
    """Positions and hashes computed anew, in this order."""
    links: dict[str, tuple[int, bytes]] = {}
    chained = []
    for act in acts:
        position, previous = links.get(act.thing, (0, start_of_chain(act.thing)))
        linked = replace(act, position=position + 1, previous=previous)
        linked = replace(linked, hash=linked.computed_hash())
        links[act.thing] = (linked.position, linked.hash)
        chained.append(linked)
    return chained


def numbered(acts: Sequence[ChainedAct]) -> list[Row]:
    return [{"sequence": sequence, **act.as_json()} for sequence, act in enumerate(acts)]


def resealed(acts: Sequence[ChainedAct], heads: Sequence[Row], *, key: SigningKey = KEY) -> list[Row]:
    """Heads of the same numbers, sizes and moments over these acts, signed anew; the last stands over all of them."""
    nodes = grow(0, [leaf_hash(act.hash) for act in acts], {})
    sizes = [head["size"] for head in heads[:-1] if head["size"] < len(acts)] + [len(acts)]
    made = []
    for row, size in zip(heads, sizes, strict=False):
        head = Head(number=row["number"], size=size, root=hash_of((0, size), nodes), at=datetime.fromisoformat(row["at"]))
        made.append(SignedHead(head=head, key=key.public, signature=key.sign(head.message())).as_json())
    return made


def assembled(files: Files, acts: Sequence[Row], heads: Sequence[Row], said: Sequence[Row]) -> Files:
    """These rows with a manifest that fits them."""
    [manifest] = rows_of(files, MANIFEST)
    speaking = {row["witness"] for row in said}
    manifest |= {
        "to": len(acts),
        "keys": sorted({head["key"] for head in heads}),
        "witnesses": {name: key for name, key in manifest["witnesses"].items() if name in speaking},
    }
    made = with_rows(with_rows(with_rows(files, ACTS, acts), HEADS, heads), STATEMENTS, said)
    return with_rows(made, MANIFEST, [manifest])
