"""The statements behind asking and releasing are planned once in a session, not at each call.

A function in SQL that cannot be inlined is planned anew whenever it is called; for one person the planning took ten times as long as
the work. In PL/pgSQL the same statements keep their plans. What they say is unchanged, word for word.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

WRITTEN = import_module("mumian.clearance.migrations.0003_asking_and_answering").ANSWERS
NAMES = ("lists.find_matches(", "lists.record_answers(", "lists.is_cleared(", "lists.released(")
SETTINGS = ("jit", "enable_seqscan", "enable_hashjoin", "enable_mergejoin")


def written(name: str) -> str:
    """The text of a function as the earlier migration made it."""
    start = WRITTEN.index(f"CREATE FUNCTION {name}")
    return str(WRITTEN[start : WRITTEN.index("$$;", WRITTEN.index("$$", start) + 2) + 3])


def planned_once(text: str) -> str:
    """The same function in PL/pgSQL: its one statement is the body."""
    head, body, _ = text.split("$$")
    statement = body.strip()
    if "RETURNS void" in head:
        body = f"BEGIN\n    {statement};\nEND"
    elif "RETURNS TABLE" in head:
        body = f"#variable_conflict use_column\nBEGIN\n    RETURN QUERY {statement};\nEND"
    else:
        body = f"BEGIN\n    RETURN ({statement});\nEND"
    return f"{head.replace('LANGUAGE sql', 'LANGUAGE plpgsql').replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')}$$\n{body} $$;"


KEEP = "\n".join(
    f"ALTER FUNCTION {function} SET {setting} = off;"
    for function in ("lists.released(text[], timestamptz)",)
    for setting in SETTINGS
)
BEFORE = "\n".join(written(name).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") for name in NAMES) + KEEP


class Migration(migrations.Migration):
    dependencies = [("clearance", "0006_asking_goes_by_indexes")]
    operations = [migrations.RunSQL("\n".join(planned_once(written(name)) for name in NAMES) + KEEP, BEFORE)]
