"""Who is compared is looked up by his keys, never by going through a whole list.

Joined as the statements have them, the comparison goes from the persons by their keys to the entries. Left to the planner it may go
from the persons through every entry of their lists where it takes the lists for shorter than they are (as on a young house, whose
tables nobody has looked at yet): the time then grows with the product of both.
"""

from __future__ import annotations

from django.db import migrations

COMPARING = (
    "lists.screen(bigint[], bigint[], bigint[], bigint[], smallint, timestamptz)",
    "lists.candidates_of(bigint[], bigint[], bigint[], bigint[], smallint, timestamptz)",
)


class Migration(migrations.Migration):
    dependencies = [("clearance", "0016_decisions_are_measured")]
    operations = [
        migrations.RunSQL(
            "".join(f"ALTER FUNCTION {function} SET join_collapse_limit = 1;\n" for function in COMPARING),
            "".join(f"ALTER FUNCTION {function} RESET join_collapse_limit;\n" for function in COMPARING),
        )
    ]
