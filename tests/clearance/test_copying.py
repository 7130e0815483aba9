"""Rows written for COPY arrive as they were, whatever stands in a line."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from mumian.clearance.rules.chunks import Read, keys_of_entries
from mumian.clearance.services.loading.copying import COLUMNS, unchanged, written
from mumian.clearance.terms import EntryFacts
from tests.clearance.conftest import AsLists
from tests.factories.sql import run

ODD = 'a\\b"c{d},e\tNULL\\N'


@pytest.mark.django_db(transaction=True)
def test_rows_arrive_as_they_were_written(as_lists: AsLists) -> None:
    entry = EntryFacts(
        f"E1{ODD}", "木棉", (ODD, "", "棉"), birth_date="1990", ground=ODD, valid_from=date(2026, 1, 2), owner="\\N"
    )
    read = [Read(2, entry, bytes(range(32))), Read(3, entry, bytes(32))]
    keys = keys_of_entries([entry], of_register=False)

    with as_lists():
        with connection.cursor() as cursor, cursor.copy(f"COPY lists.load_line ({COLUMNS}) FROM STDIN") as copy:
            copy.write(written(7, read[:1], keys))
            copy.write(unchanged(7, read[1:]))
        rows = run(
            "SELECT line, entry_id, name, aliases, birth_date, ground, valid_from, valid_to, owner, digest, keys,"
            " plain_keys, born FROM lists.load_line WHERE load_id = 7 ORDER BY line"
        )

    nothing = (None,) * 7
    assert [(*row[:9], bytes(row[9]), *row[10:]) for row in rows] == [
        (
            2,
            entry.entry_id,
            "木棉",
            [ODD, "", "棉"],
            "1990",
            ODD,
            date(2026, 1, 2),
            None,
            "\\N",
            bytes(range(32)),
            list(keys[0].keys),
            len(keys[0].plain),
            1990,
        ),
        (3, entry.entry_id, *nothing, bytes(32), None, None, None),
    ]
