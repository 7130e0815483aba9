"""Beginning and passing one document, as functions below their services (`mumian.production.services.quick`).

They run with the rights of whoever calls them and go through the same triggers and constraints as everybody. A file that was
installed is never changed: what changes gets a new file and a migration.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
UNDO = """
DROP FUNCTION production_pass(text, text[], bigint, bigint, timestamptz, text);
DROP FUNCTION production_enter(text, integer, text, bigint, text, text, jsonb, text[], bigint, bigint, timestamptz, text);
DROP FUNCTION production_draw(text, text, date, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("production", "0003_blank_and_document_agree"), ("foundation", "0001_outbox")]
    operations = [migrations.RunSQL("\n".join((SQL / f"{name}.sql").read_text() for name in ("draw", "enter", "pass")), UNDO)]
