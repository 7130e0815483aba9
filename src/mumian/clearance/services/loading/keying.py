"""Keys made anew for a whole list, when the rules by which they are made have changed since it was loaded."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection, transaction

from mumian.clearance.rules.chunks import keys_of_entries
from mumian.clearance.rules.keys import KEYS_VERSION
from mumian.clearance.terms import POPULATION, EntryFacts, ListCode

STANDS: Final = "SELECT keyed FROM lists.reference_list WHERE code = %s"
OTHERWISE: Final = "SELECT code FROM lists.reference_list WHERE keyed <> %s ORDER BY code"
DROP: Final = """
    DELETE FROM lists.key stored USING lists.entry entry
    WHERE NOT stored.of_watch AND entry.id = stored.owner_id AND entry.list_code = %s
"""
ENTRIES: Final = """
    SELECT id, name, aliases, birth_date, id_number, doc_number, nationality, sex FROM lists.entry
    WHERE list_code = %s AND ended_version IS NULL AND id > %s ORDER BY id LIMIT 5000
"""
KEYED: Final = "UPDATE lists.reference_list SET keyed = %s WHERE code = %s"
ANEW: Final = "SELECT lists.compare_anew(%s)"
NOBODY_COMPARES: Final = "SELECT pg_advisory_xact_lock(hashtextextended('mumian reference list ' || %s, 0))"


def key_lists_anew() -> int:
    """Key every list that is keyed by other rules than these; answers how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERWISE, [KEYS_VERSION])
        codes = [code for (code,) in cursor.fetchall()]
    for code in codes:
        key_list_anew(code, is_register=code == POPULATION)
    return len(codes)


@transaction.atomic
def key_list_anew(code: ListCode, *, is_register: bool) -> None:
    """Make the keys of a list's standing entries again where other rules made them; who asks the list is compared anew."""
    with connection.cursor() as cursor:
        cursor.execute(STANDS, [code])
        row = cursor.fetchone()
        if row is None or row[0] == KEYS_VERSION:
            return
        cursor.execute(NOBODY_COMPARES, [code])
        cursor.execute(DROP, [code])
        after = 0
        while rows := _entries(cursor, code, after):
            keyed = keys_of_entries([entry for _, entry in rows], is_register)
            with cursor.copy("COPY lists.key (key, of_watch, owner_id, number) FROM STDIN") as copy:
                for (number, _), one in zip(rows, keyed, strict=True):
                    for key in one.keys:
                        copy.write_row((key, False, number, one.number))
            after = rows[-1][0]
        cursor.execute(KEYED, [KEYS_VERSION, code])
        cursor.execute(ANEW, [code])


def _entries(cursor: Any, code: ListCode, after: int) -> list[tuple[int, EntryFacts]]:
    cursor.execute(ENTRIES, [code, after])
    return [
        (
            number,
            EntryFacts(
                "", name, tuple(aliases), birth_date=birth, id_number=id_number, doc_number=document, nationality=state, sex=sex
            ),
        )
        for number, name, aliases, birth, id_number, document, state, sex in cursor.fetchall()
    ]
