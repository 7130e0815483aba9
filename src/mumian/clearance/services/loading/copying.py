"""Lines of a file as the server takes them by COPY: made by the processes that read them; the loader only hands them on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from mumian.clearance.rules.chunks import Read, Rejected, keys_of_entries, read_lines
from mumian.clearance.rules.keys import Keyed
from mumian.people.rules.names import written_form

COLUMNS: Final = (
    "load_id, line, entry_id, name, name_form, aliases, birth_date, id_number, doc_number, nationality, sex, ground, valid_from,"
    " valid_to, owner, digest, number, keys, plain_keys, born"
)
_NOTHING: Final = "\\N"
_SIGNS: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_IN_ARRAYS: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})


def read_and_written(
    load: int,
    numbered: Sequence[tuple[int, str]],
    of_register: bool,  # handed to a pool by position
) -> tuple[str, list[Rejected]]:
    """Lines read and keyed, for a list of which nothing stands yet: rows for COPY, and the rejected lines."""
    read, rejected = read_lines(numbered)
    return written(load, read, keys_of_entries([one.entry for one in read], of_register)), rejected


def keyed_and_written(
    load: int,
    read: Sequence[Read],
    of_register: bool,  # as above
) -> str:
    """Lines that were read before, keyed: rows for COPY."""
    return written(load, read, keys_of_entries([one.entry for one in read], of_register))


def written(load: int, read: Iterable[Read], keys: Iterable[Keyed]) -> str:
    """Rows of `lists.load_line` in the text format of COPY, each ended by a line feed; in the order of COLUMNS."""
    return "".join(_row(load, one, keyed) for one, keyed in zip(read, keys, strict=True))


def unchanged(load: int, read: Iterable[Read]) -> str:
    """The same for lines that are as they stand in the list: nothing but number, entry and digest."""
    empty, nothing = "\t".join([_NOTHING] * 12), "\t".join([_NOTHING] * 4)
    return "".join(f"{load}\t{one.line}\t{_text(one.entry.entry_id)}\t{empty}\t{_bytes(one.digest)}\t{nothing}\n" for one in read)


def _row(load: int, one: Read, keyed: Keyed) -> str:
    entry = one.entry
    return "\t".join(
        (
            str(load),
            str(one.line),
            _text(entry.entry_id),
            _text(entry.name),
            _text(written_form(entry.name)),
            _array(entry.aliases),
            _text(entry.birth_date),
            _text(entry.id_number),
            _text(entry.doc_number),
            _text(entry.nationality),
            _text(entry.sex),
            _text(entry.ground),
            _NOTHING if entry.valid_from is None else entry.valid_from.isoformat(),
            _NOTHING if entry.valid_to is None else entry.valid_to.isoformat(),
            _text(entry.owner),
            _bytes(one.digest),
            _NOTHING if keyed.number is None else str(keyed.number),
            f"{{{','.join(map(str, keyed.keys))}}}",
            str(len(keyed.plain)),
            f"{_NOTHING if keyed.born is None else keyed.born}\n",
        )
    )


def _text(value: str) -> str:
    return value.translate(_SIGNS) if "\\" in value or not value.isprintable() else value


def _array(values: Sequence[str]) -> str:
    quoted = ",".join(f'"{one.translate(_IN_ARRAYS)}"' for one in values)
    return f"{{{quoted.translate(_SIGNS)}}}"


def _bytes(value: bytes) -> str:
    return f"\\\\x{value.hex()}"
