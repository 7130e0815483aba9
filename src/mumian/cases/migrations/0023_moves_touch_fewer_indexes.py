"""Every move of a case touches all of its indexes: those that nobody asks go, and those of groups and batches hold only their cases.

Django makes a second index, for patterns, of every unique word; no search for a case asks by the beginning of a number.
"""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q, deletion

FOR_PATTERNS = ("draft_code", "receipt_number", "folder_barcode", "service_id")
OF_ALL_CASES = ("group_id", "batch_id")

DROPPED = """
DO $$
DECLARE
    named text;
BEGIN
    FOR named IN
        SELECT stood.relname FROM pg_index AS kept JOIN pg_class AS stood ON stood.oid = kept.indexrelid
        JOIN pg_opclass AS sorted ON sorted.oid = kept.indclass[0]
        JOIN pg_attribute AS held ON held.attrelid = kept.indrelid AND held.attnum = kept.indkey[0]
        WHERE kept.indrelid = 'cases_case'::regclass
          AND (sorted.opcname = 'varchar_pattern_ops' OR kept.indpred IS NULL AND held.attname IN ('group_id', 'batch_id'))
    LOOP
        EXECUTE format('DROP INDEX %I', named);
    END LOOP;
END $$;
"""
AGAIN = "\n".join(
    [f"CREATE INDEX cases_case_{name}_like ON cases_case ({name} varchar_pattern_ops);" for name in FOR_PATTERNS]
    + [f"CREATE INDEX cases_case_{name} ON cases_case ({name});" for name in OF_ALL_CASES]
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_machines_accept_in_one_statement")]
    operations = [
        migrations.RunSQL(
            DROPPED,
            AGAIN,
            state_operations=[
                migrations.AlterField(
                    "case",
                    name,
                    models.ForeignKey(
                        f"cases.{name}", null=True, on_delete=deletion.PROTECT, related_name="cases", db_index=False
                    ),
                )
                for name in ("group", "batch")
            ],
        ),
        migrations.AddIndex("case", models.Index("group", condition=Q(group__isnull=False), name="cases_of_a_group")),
        migrations.AddIndex("case", models.Index("batch", condition=Q(batch__isnull=False), name="cases_of_a_batch")),
    ]
